"""A small evening that went well, as evidence: the tests plant one fault each into it.

Request R1 of customer C1 is offered to M1 and M2; M1 wins, M2's late tap is told so, and session S1
runs. Customer C2 cancels request R2, which M2 has declined.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from halobestie.simulate.history import Answered, Data, Diary, Entry, Probe, Sent, Snapshot, Told
from halobestie.simulate.record import (
    Assignment,
    BoardRow,
    History,
    OfferRow,
    Period,
    RequestRow,
    SessionRow,
)

MARK = "NamaSosial77777"
START = datetime(2025, 3, 1, 20, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def told(seconds: float, kind: str, **data: object) -> Told:
    return Told(at(seconds), kind, data)


def ready(seconds: float, **data: object) -> Snapshot:
    return Snapshot(at(seconds - 0.1), at(seconds), data)


def asked(
    seconds: float, kind: str, data: Data, answer: Data | None = None, code: str | None = None
) -> list[Sent | Answered]:
    """A command and its reply a tenth of a second later."""
    command_id = f"{kind}@{seconds}"
    sent = Sent(at(seconds), command_id, kind, data)
    return [sent, Answered(at(seconds + 0.1), command_id, kind, sent.at, code, answer or {})]


def card(*, of_mitra: bool) -> dict[str, Any]:
    """Session S1 as one of its parties sees it."""
    other = {"mitra": {"id": "M1", "display_name": "Awan"}}
    if of_mitra:
        other = {"customer": {"display_name": "Embun"}}
    return {"session_id": "S1", "request_id": "R1", "state": "active"} | other


def offer(request_id: str, name: str = "Embun") -> dict[str, Any]:
    return {"request_id": request_id, "customer": {"display_name": name}}


def presence(online: bool, sessions: int = 0) -> dict[str, Any]:
    return {"online": online, "since": None, "capacity": 2, "sessions": sessions}


def first_customer() -> Diary:
    created = {"request_id": "R1", "expires_at": at(180).isoformat()}
    entries: list[Entry] = [
        ready(9, request=None, session=None),
        *asked(10, "request.create", {}, created),
        told(10.2, "request.searching", request_id="R1"),
        told(12, "request.accepted", request_id="R1", session_id="S1", mitra={
            "id": "M1", "display_name": "Awan"}),
        told(12.1, "session.started", session=card(of_mitra=False)),
        ready(16, request=None, session=card(of_mitra=False)),
        *asked(20, "session.end", {"session_id": "S1"}),
        told(20.1, "session.ended", session_id="S1", reason="customer"),
    ]  # fmt: skip
    return Diary("customer", "C1", "8137777700001", entries, ['{"phone":"+628137777700001"}'], True)


def second_customer() -> Diary:
    created = {"request_id": "R2", "expires_at": at(210).isoformat()}
    entries: list[Entry] = [
        ready(29, request=None, session=None),
        *asked(30, "request.create", {}, created),
        *asked(33, "request.cancel", {"request_id": "R2"}),
        told(33.1, "request.cancelled", request_id="R2", by="customer"),
    ]
    return Diary("customer", "C2", None, entries, ["{}"], True)


def winner() -> Diary:
    entries: list[Entry] = [
        ready(1, presence=presence(False), offers=[], sessions=[]),
        *asked(2, "presence.set", {"online": True}, {"online": True}),
        told(10.2, "offer.new", **offer("R1")),
        *asked(11.9, "offer.accept", {"request_id": "R1"}, {"session": card(of_mitra=True)}),
        told(20.1, "session.ended", session_id="S1", reason="customer"),
        told(30.2, "offer.new", **offer("R2", "Ombak")),
        told(33.1, "offer.withdrawn", request_id="R2", reason="cancelled"),
        *asked(40, "presence.set", {"online": False}, {"online": False}),
    ]
    return Diary("mitra", "M1", "8127777700000", entries, ["{}"], True)


def loser() -> Diary:
    entries: list[Entry] = [
        ready(1, presence=presence(False), offers=[], sessions=[]),
        *asked(2, "presence.set", {"online": True}, {"online": True}),
        told(10.2, "offer.new", **offer("R1")),
        *asked(12, "offer.accept", {"request_id": "R1"}, {}, "offer_taken"),
        told(30.2, "offer.new", **offer("R2", "Ombak")),
        *asked(31, "offer.decline", {"request_id": "R2"}),
        *asked(40, "presence.set", {"online": False}, {"online": False}),
    ]
    return Diary("mitra", "M2", "8127777700001", entries, ["{}"], True)


def good_history() -> History:
    r1 = RequestRow("R1", "C1", "accepted", at(10), at(190), at(12), (
        OfferRow("M1", "won"), OfferRow("M2", "taken")))  # fmt: skip
    r2 = RequestRow("R2", "C2", "cancelled", at(30), at(210), at(33), (
        OfferRow("M1", "withdrawn"), OfferRow("M2", "declined")))  # fmt: skip
    held = (Assignment("M1", at(12), at(20)),)
    s1 = SessionRow("S1", "R1", "C1", "M1", "ended", at(12), at(20), held)
    online = (Period(at(2), at(40)),)
    return History(
        capacity=2,
        mark=MARK,
        diaries=(first_customer(), second_customer(), winner(), loser()),
        requests=(r1, r2),
        sessions=(s1,),
        periods={"M1": online, "M2": online},
        board=(BoardRow(at(15), "M1", True, 1, 2), BoardRow(at(15), "M2", True, 0, 2)),
        last_board=(),
        probes=(Probe("S1", found=True),),
    )


def with_entries(history: History, whose: str, *more: Told | Snapshot | Sent | Answered) -> History:
    """The same evening, with more in one diary, in the order of time."""
    return _with_diary(
        history, whose, lambda entries: sorted([*entries, *more], key=lambda e: e.at)
    )


def without(history: History, whose: str, command: str) -> History:
    """The same evening, with the replies to one kind of command missing from one diary."""
    return _with_diary(
        history,
        whose,
        lambda entries: [e for e in entries if not (isinstance(e, Answered) and e.type == command)],
    )


def _with_diary(history: History, whose: str, change: Any) -> History:
    diaries = tuple(
        replace(d, entries=change(d.entries)) if d.account_id == whose else d
        for d in history.diaries
    )
    return replace(history, diaries=diaries)
