"""The fake referee and PostgreSQL behind one interface: both are asked the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import monotonic
from typing import Any, Protocol

from halobestie.db import pairing, presence, sessions
from halobestie.db.mitra_offline import unwish_online
from halobestie.db.mitras import edit_mitra, mitra_snapshot
from halobestie.db.nodes import Node
from halobestie.db.pool import Database
from halobestie.db.settings import change_settings, read_settings
from halobestie.domain import Settings
from halobestie.effects import (
    Claim,
    ClosePeriod,
    CloseRequest,
    EndSession,
    FindWinner,
    OpenPeriod,
    OpenRequest,
    RecordOffers,
    Reroute,
    StartSession,
)
from halobestie.messages import SessionEnded
from tests.db.given import (
    NOW,
    STAFF,
    a_customer,
    a_mitra,
    an_admin,
    by_phone,
    decide,
    fetch,
    new_id,
)
from tests.world.postgres import OpenGate, Postgres
from tests.world.referee import Referee
from tests.world.store import QUESTIONS

Period = tuple[datetime, datetime | None, str | None]
Assigned = tuple[str, datetime, datetime | None, str]


class AnyReferee(Protocol):
    """What can be asked of either. `ask` takes any store effect, `db` any question of the house
    about nodes and news."""

    @property
    def db(self) -> Database: ...
    async def customer(self, registered: bool = True) -> str: ...
    async def mitra(self) -> str: ...
    async def user(self) -> str: ...
    async def record(self, *lines: RecordOffers) -> None: ...
    async def declined(self, mitra_id: str) -> tuple[str, ...]: ...
    async def ask(self, effect: Any, node: Node) -> object: ...
    async def end_unpaid(self, at: datetime) -> list[SessionEnded]: ...
    async def note_seen(self, seen: Mapping[str, datetime]) -> None: ...
    async def change(self, **wanted: Any) -> Settings: ...
    async def set_active(self, mitra_id: str, active: bool) -> None: ...
    async def unwish(self, mitra_id: str) -> None: ...
    async def wishes(self, mitra_id: str) -> bool: ...
    async def sessions_of(self, mitra_id: str) -> int: ...
    async def periods(self, mitra_id: str) -> list[Period]: ...
    async def assignments(self, session_id: str) -> list[Assigned]: ...


class Fake:
    """In memory."""

    def __init__(self) -> None:
        self.referee = Referee(monotonic)
        self.db = Postgres(self.referee, OpenGate()).as_database()

    async def customer(self, registered: bool = True) -> str:
        customer_id = new_id()
        self.referee.add_customer(customer_id, "Senja", registered)
        return customer_id

    async def mitra(self) -> str:
        mitra_id = new_id()
        self.referee.add_mitra(mitra_id, "Bestie")
        return mitra_id

    async def user(self) -> str:
        return new_id()

    async def record(self, *lines: RecordOffers) -> None:
        self.referee.record_offers(lines)

    async def declined(self, mitra_id: str) -> tuple[str, ...]:
        return self.referee.profile(mitra_id).declined

    async def ask(self, effect: Any, node: Node) -> object:
        return QUESTIONS[type(effect)](self.referee, effect, node)

    async def end_unpaid(self, at: datetime) -> list[SessionEnded]:
        return self.referee.end_unpaid(at)

    async def note_seen(self, seen: Mapping[str, datetime]) -> None:
        self.referee.note_seen(seen)

    async def change(self, **wanted: Any) -> Settings:
        return self.referee.change_settings(**wanted)

    async def set_active(self, mitra_id: str, active: bool) -> None:
        self.referee.set_active(mitra_id, active)

    async def unwish(self, mitra_id: str) -> None:
        self.referee.unwish_online(mitra_id)

    async def wishes(self, mitra_id: str) -> bool:
        return self.referee.profile(mitra_id).wants_online

    async def sessions_of(self, mitra_id: str) -> int:
        return self.referee.load_of(mitra_id).sessions

    async def periods(self, mitra_id: str) -> list[Period]:
        rows = self.referee.tables.periods.get(mitra_id, [])
        return [(p.online_at, p.offline_at, p.reason) for p in rows]

    async def assignments(self, session_id: str) -> list[Assigned]:
        rows = self.referee.tables.sessions[session_id].assignments
        return [(a.mitra_id, a.from_at, a.to_at, a.by) for a in rows]


class Real:
    """PostgreSQL, through the house's own questions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def customer(self, registered: bool = True) -> str:
        return await a_customer(self.db, by_phone() if registered else None)

    async def mitra(self) -> str:
        return await a_mitra(self.db)

    async def user(self) -> str:
        return (await an_admin(self.db)).user_id

    async def record(self, *lines: RecordOffers) -> None:
        await pairing.record_offers(self.db, lines)

    async def declined(self, mitra_id: str) -> tuple[str, ...]:
        snapshot = await mitra_snapshot(self.db, mitra_id)
        assert snapshot is not None
        return snapshot.profile.declined

    async def ask(self, effect: Any, node: Node) -> object:
        db = self.db
        match effect:
            case Claim():
                (decided,) = await decide(db, node, effect)
                return decided
            case OpenRequest():
                return await pairing.open_request(db, effect, node)
            case CloseRequest():
                return await pairing.close_request(db, effect)
            case FindWinner():
                return await pairing.find_winner(db, effect)
            case OpenPeriod():
                return await presence.open_period(db, effect, node)
            case ClosePeriod():
                return await presence.close_period(db, effect, node)
            case StartSession():
                return await sessions.start_session(db, effect)
            case EndSession():
                return await sessions.end_session(db, effect)
            case Reroute():
                return await sessions.reroute_session(db, effect)
        raise AssertionError(effect)

    async def end_unpaid(self, at: datetime) -> list[SessionEnded]:
        return await sessions.end_unpaid(self.db, at)

    async def note_seen(self, seen: Mapping[str, datetime]) -> None:
        await presence.note_seen(self.db, seen)

    async def change(self, **wanted: Any) -> Settings:
        version = (await read_settings(self.db)).version
        settings = await change_settings(self.db, wanted, version, STAFF, NOW)
        assert isinstance(settings, Settings)
        return settings

    async def set_active(self, mitra_id: str, active: bool) -> None:
        await edit_mitra(self.db, mitra_id, {"active": active}, STAFF, NOW)

    async def unwish(self, mitra_id: str) -> None:
        await unwish_online(self.db, mitra_id, STAFF, NOW)

    async def wishes(self, mitra_id: str) -> bool:
        snapshot = await mitra_snapshot(self.db, mitra_id)
        assert snapshot is not None
        return snapshot.profile.wants_online

    async def sessions_of(self, mitra_id: str) -> int:
        snapshot = await mitra_snapshot(self.db, mitra_id)
        assert snapshot is not None
        return snapshot.profile.load.sessions

    async def periods(self, mitra_id: str) -> list[Period]:
        sql = "SELECT online_at, offline_at, reason FROM online_periods WHERE mitra_id = $1"
        rows = await fetch(self.db, f"{sql} ORDER BY online_at, offline_at NULLS LAST", mitra_id)
        return [(r["online_at"], r["offline_at"], r["reason"]) for r in rows]

    async def assignments(self, session_id: str) -> list[Assigned]:
        sql = "SELECT mitra_id, from_at, to_at, by FROM assignments WHERE session_id = $1"
        rows = await fetch(self.db, f"{sql} ORDER BY seq", session_id)
        return [(r["mitra_id"], r["from_at"], r["to_at"], r["by"]) for r in rows]
