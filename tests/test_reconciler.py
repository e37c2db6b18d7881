"""Looking into PostgreSQL from time to time: what is found is told, nothing is passed over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from halobestie.clock import ManualClock
from halobestie.db import news as db_news
from halobestie.db.logins import end_login
from halobestie.db.mitra_phones import log_in_mitra
from halobestie.db.mitras import edit_mitra, read_mitra
from halobestie.db.news import News
from halobestie.db.nodes import LiveNode, Node
from halobestie.db.pairing import close_request
from halobestie.db.pool import Database
from halobestie.effects import Effect
from halobestie.messages import (
    COORDINATOR,
    DESK,
    Key,
    MitraStands,
    RequestMoved,
    RequestNews,
    RequestOffered,
    RequestOpened,
)
from halobestie.reconciler import Reconciler
from tests.db.given import (
    NOW,
    STAFF,
    a_customer,
    a_mitra,
    a_node,
    a_request,
    go_online,
    new_login,
    value,
    wants_closed,
)


@dataclass
class Around:
    """A tree, a hub and an outlet that write down what they are told."""

    here: set[Key] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    told: list[tuple[Key, object]] = field(default_factory=list)
    closed: list[tuple[str, int]] = field(default_factory=list)
    performed: list[Effect] = field(default_factory=list)

    def tell(self, key: Key, message: object) -> None:
        self.told.append((key, message))

    def has(self, key: Key) -> bool:
        return key in self.here

    def keys(self, kind: str) -> list[str]:
        return [key.id for key in self.here if key.kind == kind]

    def login_ids(self) -> list[str]:
        return self.logins

    def close_login(self, login_id: str, code: int) -> None:
        self.closed.append((login_id, code))

    def heard(self) -> list[tuple[Key, object]]:
        """What was told since it was asked for last."""
        told, self.told = self.told, []
        return told


def at_node(db: Database, node: Node) -> tuple[Reconciler, Around]:
    around = Around()
    reconciler = Reconciler(
        database=db,
        clock=ManualClock(NOW),
        node=LiveNode(node.node_id, node.epoch),
        actors=around,
        phones=around,
        perform=around.performed.append,
    )
    return reconciler, around


async def test_the_first_look_finds_what_waits_and_later_ones_what_changed(db: Database) -> None:
    """Another node's request, then its end; a quiet second is quiet."""
    here, there = await a_node(db), await a_node(db, "node-2")
    request = await a_request(db, there)
    reconciler, around = at_node(db, here)
    await reconciler.look_for_news()
    assert (COORDINATOR, RequestOffered(request, "node-2")) in around.heard()
    await reconciler.look_for_news()
    assert around.heard() == []
    await close_request(db, wants_closed(request.request_id, "cancelled"))
    await reconciler.look_for_news()
    assert around.heard() == [
        (
            DESK,
            RequestNews(request.request_id, request.customer_id, "cancelled", "control_center"),
        )
    ]


async def test_starting_over_finds_everything_that_waits_again(db: Database) -> None:
    """Also when somebody says so while a look is under way."""
    here, there = await a_node(db), await a_node(db, "node-2")
    await a_request(db, there)
    reconciler, around = at_node(db, here)
    await reconciler.look_for_news()
    around.heard()
    await reconciler.look_for_news()
    reconciler.start_over()
    await reconciler.look_for_news()
    assert len(around.heard()) == 2
    look = asyncio.create_task(reconciler.look_for_news())
    await asyncio.sleep(0)  # it waits for PostgreSQL
    reconciler.start_over()
    await look
    assert around.heard() == []
    await reconciler.look_for_news()
    assert len(around.heard()) == 2


async def test_what_is_committed_between_two_parts_of_a_look_is_found_by_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow transaction; more than one part has changed since it began."""
    here, there = await a_node(db), await a_node(db, "node-2")
    slow, *others = [await a_request(db, there) for _ in range(6)]
    reconciler, around = at_node(db, here)
    await reconciler.look_for_news()
    around.heard()
    transaction = db.transaction()
    conn = await transaction.__aenter__()
    await conn.execute(
        "UPDATE requests SET state = 'cancelled', reason = 'customer', closed_at = $2"
        " WHERE id = $1",
        slow.request_id,
        NOW,
    )
    for request in others:
        await close_request(db, wants_closed(request.request_id, "expired"))
    parts = 0
    real = db_news.read_news

    async def two_at_a_time(db: Database, cursor: str | None, now: datetime) -> News:
        nonlocal parts
        news = await real(db, cursor, now, 2)
        parts += 1
        if parts == 1:
            await transaction.__aexit__(None, None, None)
        return news

    monkeypatch.setattr(db_news, "read_news", two_at_a_time)
    await reconciler.look_for_news()
    assert parts > 1
    await reconciler.look_for_news()
    ended = {m.request_id for _, m in around.heard() if isinstance(m, RequestNews)}
    assert ended == {slow.request_id, *(request.request_id for request in others)}


async def test_a_database_that_was_restored_is_read_from_the_beginning(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transactions count from an earlier number."""
    here, there = await a_node(db), await a_node(db, "node-2")
    request = await a_request(db, there)
    reconciler, around = at_node(db, here)
    real = db_news.read_news

    async def later(db: Database, cursor: str | None, now: datetime) -> News:
        news = await real(db, cursor, now)
        return News(str(10**9), news.open_requests, newest=str(10**9))

    monkeypatch.setattr(db_news, "read_news", later)
    await reconciler.look_for_news()
    around.heard()
    monkeypatch.undo()
    await reconciler.look_for_news()
    assert (COORDINATOR, RequestOffered(request, "node-2")) in around.heard()
    await close_request(db, wants_closed(request.request_id, "cancelled"))
    await reconciler.look_for_news()
    assert [key for key, _ in around.heard()] == [DESK]


async def test_a_request_that_moved_away_is_let_go(db: Database) -> None:
    """Its actor is here, its home is elsewhere."""
    here, there = await a_node(db), await a_node(db, "node-2")
    request = await a_request(db, there)
    reconciler, around = at_node(db, here)
    around.here.add(Key("request", request.request_id))
    await reconciler.look_for_news()
    moved = RequestMoved(request.request_id, "node-2")
    assert around.heard()[0] == (Key("request", request.request_id), moved)


async def test_a_request_that_nobody_attends_to_is_taken_up_at_the_second_look(
    db: Database,
) -> None:
    """And counted: with a healthy house it never happens."""
    here = await a_node(db)
    request = await a_request(db, here)
    reconciler, around = at_node(db, here)
    await reconciler.attend_requests()
    assert around.heard() == []
    await reconciler.attend_requests()
    key = Key("request", request.request_id)
    assert around.heard() == [(key, RequestOpened(request, True))]
    assert reconciler.findings == {"request_unattended": 1}
    around.here.add(key)
    await reconciler.attend_requests()
    assert around.heard() == []


async def test_the_mitra_of_this_node_hear_how_they_stand(db: Database) -> None:
    """Settled when it was the same at the look before."""
    here = await a_node(db)
    mitra_id = await a_mitra(db)
    period_id = await go_online(db, here, mitra_id)
    reconciler, around = at_node(db, here)
    around.here.add(Key("mitra", mitra_id))
    for settled in (False, True):
        await reconciler.look_at_people()
        ((key, told),) = around.heard()
        assert key == Key("mitra", mitra_id)
        assert isinstance(told, MitraStands)
        assert (told.period_id, told.here, told.settled) == (period_id, True, settled)


async def test_a_period_that_nobody_looks_after_is_closed_at_the_second_look(
    db: Database,
) -> None:
    """One of ours; another node's is its own business."""
    here, there = await a_node(db), await a_node(db, "node-2")
    period_id = await go_online(db, here, await a_mitra(db))
    await go_online(db, there, await a_mitra(db))
    reconciler, around = at_node(db, here)
    await reconciler.look_at_people()
    assert around.performed == []
    await reconciler.look_at_people()
    assert [effect.period_id for effect in around.performed] == [period_id]  # type: ignore[union-attr]
    assert reconciler.findings == {"period_orphaned": 1}


async def test_a_login_that_ended_unheard_loses_its_socket(db: Database) -> None:
    """With 4500, as if it had been heard."""
    here = await a_node(db)
    await a_customer(db)
    await a_customer(db)
    over = str(await value(db, "SELECT id FROM logins ORDER BY id LIMIT 1"))
    going = str(await value(db, "SELECT id FROM logins ORDER BY id DESC LIMIT 1"))
    await end_login(db, over, NOW)
    reconciler, around = at_node(db, here)
    around.logins = [over, going]
    await reconciler.look_at_people()
    assert around.closed == [(over, 4500)]
    assert reconciler.findings == {"login_ended": 1}


async def test_a_deactivated_mitra_hears_why_before_the_socket_is_closed(db: Database) -> None:
    """The actor is told, and closes; only a socket that is still there at the next look is
    closed from here, with the same code."""
    here = await a_node(db)
    account = await read_mitra(db, await a_mitra(db))
    assert account is not None
    login = new_login()
    await log_in_mitra(db, account.phone, login, NOW)
    await edit_mitra(db, account.mitra_id, {"active": False}, STAFF, NOW)
    reconciler, around = at_node(db, here)
    around.here.add(Key("mitra", account.mitra_id))
    around.logins = [login.login_id]
    await reconciler.look_at_people()
    ((_, told),) = around.heard()
    assert isinstance(told, MitraStands)
    assert (told.active, around.closed) == (False, [])
    await reconciler.look_at_people()
    assert around.closed == [(login.login_id, 4503)]
