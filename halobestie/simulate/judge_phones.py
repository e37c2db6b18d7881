"""Invariants of what people were told, judged by their diaries against the record: I4, I5, I7, I9.

Each check is pure, and yields one sentence, with ids, for each time that its rule was broken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from halobestie.simulate.history import Answered, Diary, Sent, Snapshot, Told
from halobestie.simulate.record import History, SessionRow
from halobestie.simulate.sightings import Sighting, offers_left, sightings, taps

SKEW = timedelta(seconds=1)
"""Instants of the record are taken just before the commit, and a frame takes a moment to arrive."""
LATE = timedelta(seconds=3)
ACCEPT_ANSWERS = frozenset(
    {
        None,
        "offer_taken",
        "offer_closed",
        "offer_not_found",
        "at_capacity",
        "not_online",
    }
)


def told_only_what_is_committed(history: History) -> Iterator[str]:
    sessions = {s.session_id: s for s in history.sessions}
    for diary in history.diaries:
        for seen in sightings(diary):
            wrong = _untrue(diary, seen, sessions.get(seen.session_id))
            if wrong:
                who = f"{diary.role} {diary.account_id}"
                yield f"{who} was told of session {seen.session_id} {wrong}"
        for snapshot in diary.of(Snapshot):
            yield from _snapshot_lies(history, diary, snapshot)
    for probe in history.probes:
        if not probe.found:
            yield f"session {probe.session_id} was told before it was recorded"


def _untrue(diary: Diary, seen: Sighting, row: SessionRow | None) -> str | None:
    if row is None or row.request_id != seen.request_id:
        return "that is not recorded"
    if diary.role == "customer" and row.customer_id != diary.account_id:
        return "of another customer"
    mitra_id = seen.mitra_id if diary.role == "customer" else diary.account_id
    return None if _had_it(row, mitra_id, seen.at) else "with a mitra that did not have it"


def _had_it(row: SessionRow, mitra_id: str | None, at: datetime) -> bool:
    return any(
        a.mitra_id == mitra_id
        and a.since - SKEW <= at
        and (row.ended_at == a.until or a.until is None or at <= a.until + LATE)
        for a in row.assignments
    )


def _snapshot_lies(history: History, diary: Diary, snapshot: Snapshot) -> Iterator[str]:
    whose = f"the snapshot of {diary.role} {diary.account_id}"
    for what, shown, spans in _shown(history, diary, snapshot):
        for wrong in _differs(snapshot, shown, spans):
            yield f"{whose} {wrong} {what}"


Span = tuple[str, datetime, datetime | None]


def _shown(
    history: History, diary: Diary, snapshot: Snapshot
) -> Iterator[tuple[str, set[str], list[Span]]]:
    data, me = snapshot.data, diary.account_id
    if diary.role == "mitra":
        held = (
            (s.session_id, a.since, a.until)
            for s in history.sessions
            for a in s.assignments
            if a.mitra_id == me
        )
        yield "sessions", {s["session_id"] for s in data["sessions"]}, list(held)
        return
    own = [
        (s.session_id, s.created_at, s.ended_at) for s in history.sessions if s.customer_id == me
    ]
    yield "session", {data["session"]["session_id"]} if data["session"] else set(), own
    asked = [
        (r.request_id, r.created_at, r.closed_at) for r in history.requests if r.customer_id == me
    ]
    yield "request", {data["request"]["request_id"]} if data["request"] else set(), asked


def _differs(snapshot: Snapshot, shown: set[str], spans: Iterable[Span]) -> Iterator[str]:
    early, late = snapshot.asked_at - SKEW, snapshot.at + SKEW
    lasting = {i for i, start, end in spans if start <= early and (end is None or end >= late)}
    possible = {i for i, start, end in spans if start <= late and (end is None or end >= early)}
    if lasting - shown:
        yield "misses its"
    if shown - possible:
        yield "shows an untrue"


def every_accept_answered(history: History) -> Iterator[str]:
    states = {r.request_id: r.state for r in history.requests}
    winners: dict[str, set[str]] = defaultdict(set)
    for diary in history.mitra:
        answers = {a.id: a for a in diary.answered("offer.accept")}
        accepts = {s.id: s.data["request_id"] for s in diary.of(Sent) if s.type == "offer.accept"}
        for command_id, request_id in accepts.items():
            answer = answers.get(command_id)
            if answer is not None and answer.code is None:
                winners[request_id].add(diary.account_id)
            wrong = _wrong_answer(answer, states.get(request_id))
            if wrong:
                yield f"mitra {diary.account_id}'s accept of request {request_id} {wrong}"
    for request_id, mitra in winners.items():
        if len(mitra) > 1:
            yield f"{len(mitra)} mitra were told that they won request {request_id}"


def _wrong_answer(answer: Answered | None, state: str | None) -> str | None:
    if answer is None:
        return "was never answered"
    if answer.code not in ACCEPT_ANSWERS and not answer.data.get("temporary"):
        return f"was answered {answer.code}"
    if answer.code in (None, "offer_taken") and state not in (None, "accepted"):
        return f"was answered {answer.code or 'ok'}, but the request is {state}"
    return None


def every_offer_ends(history: History) -> Iterator[str]:
    for r in history.requests:
        outcomes = Counter(offer.outcome for offer in r.offers)
        if outcomes["offered"]:
            yield f"request {r.request_id} left {outcomes['offered']} offers without an end"
        if outcomes["won"] != (r.state == "accepted"):
            yield f"request {r.request_id} is {r.state} with {outcomes['won']} offers won"
    for diary in history.mitra:
        for request_id in sorted(offers_left(diary)):
            yield f"mitra {diary.account_id} still sees the offer of request {request_id}"


def offered_only_when_online(history: History) -> Iterator[str]:
    for diary in history.mitra:
        offline, declined, requests = True, set[str](), taps(diary)
        for entry in diary.entries:
            if isinstance(entry, Told) and entry.type == "offer.new":
                request_id = entry.data["request_id"]
                if offline or request_id in declined:
                    why = "offline" if offline else "asked again after declining"
                    yield f"mitra {diary.account_id} was offered request {request_id}: {why}"
            elif isinstance(entry, Answered) and entry.type == "offer.decline":
                declined |= set() if entry.code else {requests[entry.id]}
            else:
                offline = _told_offline(entry, offline)


def _told_offline(entry: object, offline: bool) -> bool:
    """Asking to be online ends the certainty of being offline."""
    match entry:
        case Sent(type="presence.set", data={"online": True}):
            return False
        case Answered(type="presence.set", code=None, data={"online": online}):
            return not online
        case Told(type="presence.changed", data={"online": online}):
            return not online
        case Snapshot(data={"presence": {"online": online}}):
            return not online
        case _:
            return offline
