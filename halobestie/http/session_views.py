"""Sessions as the control center sees them: both parties by name, and who had it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from typing_extensions import TypedDict

from halobestie.db.sessions import Assignment, SessionDetail, SessionRecord
from halobestie.domain import EndReason, Session, SessionState
from halobestie.http.parties import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    session_id: str
    request_id: str
    state: SessionState
    customer: Party
    mitra: Party
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow(SessionView):
    """`needs_reroute`: it runs on, and its mitra was deactivated."""

    end_reason: EndReason | None
    needs_reroute: bool


AssignmentView = TypedDict(
    "AssignmentView",
    {
        "mitra_id": str,
        "display_name": str,
        "from": datetime,
        "to": datetime | None,
        "by": Literal["accept", "control_center"],
        "user": Party | None,
        "reason": str | None,
        "override_capacity": bool,
    },
)
"""One mitra's part of a session; a mapping, because `from` is no name that a class may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetailView(SessionRow):
    """`assignments` begin with the accept; each begins where the one before it ends."""

    assignments: list[AssignmentView]


def session_view(session: Session) -> SessionView:
    return SessionView(**_shown(session))


def session_row(record: SessionRecord) -> SessionRow:
    return SessionRow(
        **_shown(record.session), end_reason=record.end_reason, needs_reroute=record.needs_reroute
    )


def session_detail(detail: SessionDetail) -> SessionDetailView:
    return SessionDetailView(
        **_shown(detail.session),
        end_reason=detail.end_reason,
        needs_reroute=detail.needs_reroute,
        assignments=[_assignment(one) for one in detail.assignments],
    )


def _shown(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "request_id": session.request_id,
        "state": session.state,
        "customer": Party(session.customer_id, session.customer_name),
        "mitra": Party(session.mitra_id, session.mitra_name),
        "created_at": session.created_at,
        "started_at": session.started_at,
        "ends_at": session.ends_at,
        "ended_at": session.ended_at,
    }


def _assignment(one: Assignment) -> AssignmentView:
    user = Party(one.user_id, one.user_name or "") if one.user_id else None
    return {
        "mitra_id": one.mitra_id,
        "display_name": one.mitra_name,
        "from": one.from_at,
        "to": one.to_at,
        "by": one.by,
        "user": user,
        "reason": one.reason,
        "override_capacity": one.override,
    }
