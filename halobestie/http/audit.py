"""The audit log over REST: who changed what, when, from what, to what. For admins."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from halobestie.db.audit import AuditEntry, list_audit
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.route import Call, Route
from halobestie.http.typed import Id


class AuditQuery(Search):
    """`q` is part of a user's name or of an action, or a whole subject_id."""

    sort: Literal["at", "action", "user_name"] = "at"
    action: str | None = Field(None, max_length=100)
    user_id: Id | None = None
    subject_kind: str | None = Field(None, max_length=100)
    subject_id: str | None = Field(None, max_length=100)


async def list_(call: Call) -> Listing[AuditEntry]:
    entries, total = await list_audit(call.services.database, page_of(call.query(AuditQuery)))
    return Listing(entries, total)


AUDIT_ROUTES: Final = (
    Route(
        "GET",
        "/v1/audit-log",
        list_,
        "Every change made in the control center",
        who="admin",
        query=AuditQuery,
        answers={200: Listing[AuditEntry]},
        tag="audit",
    ),
)
