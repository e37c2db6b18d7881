"""News of sessions and requests: what the phones of this node are told of it. A part of the desk.

    what was told last  ──┐
                          ├──▶ the events in between (none, when it is no news)
    how it stands now   ──┘

News come on several ways (the outcome of a commit here, another node's message, PostgreSQL itself)
and may come twice, late, or not at all on one of them. So they say how it *is*, with a version, and
each node derives what its phones have not heard yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from halobestie.domain import (
    EndReason,
    MitraId,
    RequestId,
    RequestState,
    Session,
    SessionId,
    SessionState,
)
from halobestie.effects import Effect, Push
from halobestie.events import (
    CustomerEvent,
    CustomerSessionPendingPayment,
    CustomerSessionStarted,
    MitraCard,
    MitraEvent,
    MitraSessionPendingPayment,
    MitraSessionStarted,
    OfferWithdrawn,
    RequestAccepted,
    RequestCancelled,
    RequestExpired,
    RequestSearching,
    SessionAssigned,
    SessionEnded,
    SessionReassigned,
    SessionRerouted,
    to_customer,
    to_mitra,
)
from halobestie.messages import RequestNews, SessionNews

V = TypeVar("V")

REMEMBERED = 50_000
"""Sessions, and as many requests, of which it is known what was told."""


@dataclass(frozen=True, slots=True)
class Known:
    """How a session was told last."""

    version: int
    state: SessionState
    mitra_id: MitraId


@dataclass(slots=True)
class Told:
    """What this node's phones were told. It changes in place, like the board."""

    sessions: dict[SessionId, Known] = field(default_factory=dict)
    snapshots: dict[SessionId, Known] = field(default_factory=dict)
    """What one party was shown in a snapshot, newer than what both were told."""
    requests: dict[RequestId, RequestState] = field(default_factory=dict)

    def know(self, session: Session) -> None:
        """Both parties were told it as it is."""
        self.sessions.pop(session.session_id, None)
        self.snapshots.pop(session.session_id, None)
        _keep(self.sessions, session.session_id, _known(session))
        self.stands(session.request_id, "accepted")

    def stands(self, request_id: RequestId, state: RequestState) -> None:
        """So it was told; once it is closed, older news of it are none."""
        self.requests.pop(request_id, None)
        _keep(self.requests, request_id, state)

    def shown(self, sessions: tuple[Session, ...], open_request: RequestId | None) -> list[Effect]:
        """By a snapshot, which may be older than what was told since."""
        effects: list[Effect] = []
        for session in sessions:
            effects += self._shown(session)
        if open_request is not None and open_request not in self.requests:
            self.stands(open_request, "open")
        return effects

    def _shown(self, session: Session) -> list[Effect]:
        """The other party may have a phone here, too, and was not shown it."""
        session_id, mitra_id = session.session_id, session.mitra_id
        told = self.sessions.get(session_id)
        if told is None or told.version < session.version:
            self.snapshots.pop(session_id, None)
            _keep(self.snapshots, session_id, _known(session))
            self.stands(session.request_id, "accepted")
        elif told.version > session.version and told.mitra_id != mitra_id:
            return [Push("mitra", mitra_id, SessionReassigned(session_id))]
        return []

    def session(self, news: SessionNews) -> list[Effect]:
        """What is to be told; nothing when it is older than what was told."""
        session = news.session
        told = before = self.sessions.get(session.session_id)
        if before is not None and before.version >= session.version:
            return []
        if session.state == "ended" and news.end_reason is None:
            return []  # whoever knows why will say so
        shown = self.snapshots.get(session.session_id)
        if shown is not None and shown.version > session.version:
            return []  # who was not shown it will be told the newer one
        if shown is not None and shown.version < session.version:
            before = shown
        if before is None and news.old_mitra_id is not None:
            before = Known(0, session.state, news.old_mitra_id)
        if session.state == "ended":
            before = told  # a snapshot has shown it to one of them only: the other hears all of it
        self.know(session)
        to_both = _to_customer(session, before, news.end_reason)
        return [*to_both, *_to_mitra(session, before, news.end_reason)]

    def request(self, news: RequestNews) -> list[Effect]:
        """What its customer is to be told; the session that came of it has news of its own."""
        before = self.requests.get(news.request_id)
        if before == news.state or before in ("accepted", "cancelled", "expired"):
            return []
        self.stands(news.request_id, news.state)
        event = _of_request(news)
        return [Push("customer", news.customer_id, event)] if event is not None else []


def _known(session: Session) -> Known:
    return Known(session.version, session.state, session.mitra_id)


def _keep(memory: dict[str, V], key: str, value: V) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED:
        del memory[next(iter(memory))]


def _of_request(news: RequestNews) -> CustomerEvent | None:
    if news.state == "open" and news.expires_at is not None:
        return RequestSearching(news.request_id, news.expires_at)
    if news.state == "cancelled":
        by: Literal["customer", "control_center"] = (
            "control_center" if news.reason == "control_center" else "customer"
        )
        return RequestCancelled(news.request_id, by)
    if news.state == "expired":
        return RequestExpired(
            news.request_id, "no_mitra" if news.reason == "no_mitra" else "timeout"
        )
    return None


def _to_customer(
    session: Session, before: Known | None, end_reason: EndReason | None
) -> Iterator[Push]:
    for event in _customer_events(session, before, end_reason):
        yield Push("customer", session.customer_id, event)


def _customer_events(
    session: Session, before: Known | None, end_reason: EndReason | None
) -> Iterator[CustomerEvent]:
    if before is None:
        # Also when more is known by now: it ends the search.
        card = MitraCard(session.mitra_id, session.mitra_name)
        yield RequestAccepted(session.request_id, session.session_id, card)
    if session.state == "ended":
        if end_reason is not None:
            yield SessionEnded(session.session_id, end_reason)
        return
    if before is None and session.state == "pending_payment":
        yield CustomerSessionPendingPayment(to_customer(session))
    if before is not None and before.mitra_id != session.mitra_id:
        yield SessionRerouted(to_customer(session))
    if session.state == "active" and (before is None or before.state != "active"):
        yield CustomerSessionStarted(to_customer(session))


def _to_mitra(
    session: Session, before: Known | None, end_reason: EndReason | None
) -> Iterator[Push]:
    if before is None and session.state == "ended":
        # Won, and over before it was told: the offer leaves the winner's screen all the same.
        yield Push("mitra", session.mitra_id, OfferWithdrawn(session.request_id, "taken"))
    event = _mitra_event(session, before, end_reason)
    if event is not None:
        yield Push("mitra", session.mitra_id, event)
    if before is not None and before.mitra_id != session.mitra_id:
        yield Push("mitra", before.mitra_id, SessionReassigned(session.session_id))


def _mitra_event(
    session: Session, before: Known | None, end_reason: EndReason | None
) -> MitraEvent | None:
    if session.state == "ended":
        return SessionEnded(session.session_id, end_reason) if end_reason is not None else None
    moved = before is not None and before.mitra_id != session.mitra_id
    if moved or (before is None and _was_rerouted(session)):
        return SessionAssigned(to_mitra(session))
    if session.state == "active":
        return MitraSessionStarted(to_mitra(session))
    return MitraSessionPendingPayment(to_mitra(session))


def _was_rerouted(session: Session) -> bool:
    """More has happened to it than an accept, and a start."""
    return session.version > (2 if session.state == "active" else 1)
