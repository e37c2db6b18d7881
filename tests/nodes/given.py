"""Words for the tests of several nodes: readiness, lines, PostgreSQL, nodes that stand still."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from halobestie.actors.rules.board import Board
from halobestie.cluster.bus import BusState
from halobestie.messages import COORDINATOR
from tests.e2e.house import House, Json, Phone, until

PATIENCE_S = 20.0
"""Far beyond what is promised: this machine may be busy with other things."""


async def readiness(node: House) -> tuple[int, str]:
    """The status, and what it says of the whole."""
    async with node.http.get(f"{node.public}/readyz") as answer:
        return answer.status, (await answer.json())["status"]


async def all_are(nodes: list[House], state: BusState) -> None:
    """Wait until every bus is in that state."""
    await until(lambda: all(node.app.herald.bus.state() == state for node in nodes), PATIENCE_S)


async def pairs(customer: Phone, mitra: Phone) -> str:
    """The customer asks, the mitra accepts, both hear that it started: the session's id."""
    request_id = (await customer.ok("request.create"))["request_id"]
    assert (await mitra.hear("offer.new"))["request_id"] == request_id
    won = await mitra.ok("offer.accept", {"request_id": request_id})
    session_id: str = won["session"]["session_id"]
    assert (await customer.hear("request.accepted"))["session_id"] == session_id
    assert (await customer.hear("session.started"))["session"]["session_id"] == session_id
    assert (await mitra.hear("session.started"))["session"]["session_id"] == session_id
    return session_id


def mitra_id(mitra: Phone) -> str:
    found: str = mitra.ready["mitra"]["id"]
    return found


async def rows(node: House, sql: str, *args: Any) -> list[Json]:
    async with node.app.database.connection() as conn:
        return [dict(row) for row in await conn.fetch(sql, *args)]


async def it_says(node: House, sql: str, *args: Any) -> None:
    """Wait until PostgreSQL answers the question with yes."""

    async def yes() -> bool:
        ((answer,),) = [tuple(row.values()) for row in await rows(node, sql, *args)]
        return bool(answer)

    await until(yes, PATIENCE_S)


async def settings_everywhere(nodes: list[House], **changes: Any) -> None:
    """Changed on the first node, and in force on all."""
    await nodes[0].change_settings(**changes)
    version = (await nodes[0].controlled("GET", "/settings"))["version"]
    await until(
        lambda: all(node.app.sockets.settings.version >= version for node in nodes), PATIENCE_S
    )


async def lines_are_told(nodes: list[House], mitra_count: int) -> None:
    """Wait until every node knows the place of every mitra with room, its own or another's."""

    def known() -> bool:
        return all(_in_line(node) == mitra_count for node in nodes)

    await until(known, PATIENCE_S)


def _in_line(node: House) -> int:
    board = board_of(node)
    return len(board.available) + len(board.abroad)


def board_of(node: House) -> Board:
    """What the coordinator of that node knows just now: lines have no other face."""
    board = node.app.tree._addresses[COORDINATOR].actor._state
    assert isinstance(board, Board)
    return board


def types(phone: Phone) -> Counter[str]:
    """What the phone was sent and has not heard yet, by type."""
    return Counter(frame["type"] for frame in phone.frames)


async def who_is_asked(mitras: list[Phone]) -> int:
    """Whoever of them hears the next offer first."""
    hearing = {asyncio.create_task(m.hear("offer.new")): i for i, m in enumerate(mitras)}
    done, waiting = await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    (first,) = done
    first.result()
    return hearing[first]
