"""Rules about the replies to commands: that there is one, it stays the same, and it is true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from tests.faults.history import Entry, History
from tests.faults.record import Record, SessionRow

REPLIES: Final = ("ok", "fail", "unknown")
ONCE: Final = frozenset({"request.create", "offer.accept"})
"""Commands that the same answer follows on any socket, whenever they are sent again."""
SKEW: Final = timedelta(seconds=1)
SOON: Final = timedelta(seconds=15)


def answered(history: History, _: Record) -> Iterator[str]:
    """A lost connection excuses; silence on one that stands does only while something is broken."""
    last = {(e.who, e.id): e for e in history.of(*REPLIES)}
    broken = history.broken()
    for asked in history.of("invoke"):
        reply = last.get((asked.who, asked.id))
        if reply is None or reply.at < asked.at:
            yield f"{asked.role} {asked.who} got no answer to {asked.what} {asked.id}"
    for lost in history.of("unknown"):
        if lost.data["why"] != "silence":
            continue
        begun, ended = history.wall(lost.asked), history.wall(lost.at)
        if not any(begin <= ended and end + SOON >= begun for begin, end in broken):
            yield f"{lost.role} {lost.who} was met with silence after {lost.what} {lost.id}"


def never_answered(history: History) -> Iterator[str]:
    """Commands that were tried, and tried again, and never got an answer that stays."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in history.of("invoke", *REPLIES):
        last[entry.who, entry.id] = entry
    kinds = {(e.who, e.id): e.what for e in history.of("invoke")}
    for key, entry in last.items():
        lasting = entry.kind == "ok" or (entry.kind == "fail" and not entry.temporary)
        if not lasting and kinds.get(key) != "heartbeat":
            yield f"{entry.role} {entry.who} never got an answer to {kinds.get(key)} {entry.id}"


def alike(history: History, _: Record) -> Iterator[str]:
    kinds = {(e.who, e.id): e.what for e in history.of("invoke")}
    gists: dict[tuple[str, str], set[object]] = defaultdict(set)
    for reply in history.of("ok", "fail"):
        if not reply.temporary:
            gists[reply.who, reply.id].add(_gist(reply))
    for (who, command_id), said in gists.items():
        kind = kinds.get((who, command_id))
        if len(said) > 1 and kind in ONCE:
            yield f"{who} got unlike answers to {kind} {command_id}: {sorted(map(str, said))}"


def _gist(reply: Entry) -> object:
    session = reply.data.get("session") or {}
    return reply.code or session.get("session_id") or reply.data.get("request_id")


def winner(history: History, record: Record) -> Iterator[str]:
    accepts = {(e.who, e.id): e.data["request_id"] for e in history.of("invoke", what=ACCEPT)}
    won = {s.request_id: s for s in record.sessions if s.held}
    told: dict[str, set[str]] = defaultdict(set)
    for reply in history.of("ok", "fail"):
        request_id = accepts.get((reply.who, reply.id))
        if request_id is None:
            continue
        session = won.get(request_id)
        if reply.kind == "ok":
            told[request_id].add(reply.who)
        elif reply.code == "offer_taken" and session is None:
            yield f"mitra {reply.who} was told that {request_id} is taken, which it is not"
        elif session is not None and _refused_the_winner(history, reply, session):
            yield f"mitra {reply.who} has won {request_id}, and was answered {reply.code}"
    for request_id, mitra in told.items():
        session = won.get(request_id)
        if session is None or mitra != {session.held[0].mitra_id}:
            yield f"{sorted(mitra)} were told that they won {request_id}"


def _refused_the_winner(history: History, reply: Entry, session: SessionRow) -> bool:
    """For good, when they had won already; before that they may have been refused, and tried on."""
    if reply.who != session.held[0].mitra_id or reply.temporary:
        return False
    after = history.wall(reply.asked) > session.created_at + SKEW
    over = session.ended_at is not None and history.wall(reply.at) > session.ended_at
    return reply.code == "offer_taken" or (after and not over)


def committed(history: History, record: Record) -> Iterator[str]:
    """A press that was answered is a request; an end that was answered is the end."""
    asked = {(e.who, e.id): e for e in history.of("invoke")}
    requests = {r.request_id: r for r in record.requests}
    for reply in history.of("ok"):
        command = asked.get((reply.who, reply.id))
        if command is None:
            continue
        if command.what == "request.create":
            request = requests.get(reply.data["request_id"])
            if request is None or request.customer_id != reply.who:
                yield f"customer {reply.who} was answered request {reply.data['request_id']}"
        else:
            yield from _not_ended(command, record)


def _not_ended(command: Entry, record: Record) -> Iterator[str]:
    """The command was answered with ok."""
    id_ = command.data.get("request_id") or command.data.get("session_id")
    ends = {"request.cancel": "cancelled", "session.end": "ended"}
    wanted = ends.get(command.what)
    states = {r.request_id: r.state for r in record.requests}
    states |= {s.session_id: s.state for s in record.sessions}
    if wanted is not None and states.get(str(id_)) != wanted:
        yield f"{command.what} of {id_} was answered ok, and it is {states.get(str(id_))}"


ACCEPT: Final = "offer.accept"
