"""Phones at their worst: the same again and again, all at once, deaf, at the very last moment."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from datetime import timedelta

from tests.faults.catalogue import Catalogue
from tests.faults.deaf import deaf_phone
from tests.faults.phone import Phone
from tests.faults.story import Story
from tests.faults.waiting import until

phones = Catalogue()
CROWD = 2000
ROUNDS = 5
REPLACED = 4512


async def five_times(story: Story, first: Phone, what: str, data: dict[str, str]) -> Phone:
    """Two copies over the first socket, three over a newer one on another node; that one stays."""
    command_id = str(uuid.uuid4())
    for _ in range(2):
        await first.send(what, data, command_id)
    second = Phone(story.town.http, first.account, story.town.doors[::-1], story.history)
    second.switch_on()
    story.phones.append(second)
    await second.until_here()
    for _ in range(3):
        await second.send(what, data, command_id)
    await until(lambda: first.turned_away, 5.0, "the end of the older socket")
    assert first.line.closed_with == REPLACED
    await first.switch_off()
    story.phones.remove(first)
    return second


async def waits(customer: Phone) -> None:
    await customer.until(lambda: customer.screen.request_id, 5.0)


@phones.fault(
    "phone: one press, five times over two sockets",
    injected="request.create with one id, twice on one node and three times on another",
    holds="one request, all answers alike, the older socket is replaced",
    short=True,
)
async def pressed_five_times(story: Story) -> int:
    for _ in range(ROUNDS):
        (first,) = await story.people("customer", 1)
        second = await five_times(story, first, "request.create", {})
        rows = await story.town.servers.query(
            "SELECT count(*) FROM requests WHERE customer_id = $1", first.account.account_id
        )
        assert rows[0][0] == 1, f"{rows[0][0]} requests came of one press"
        await waits(second)
    return ROUNDS * 5


@phones.fault(
    "phone: one accept, five times over two sockets",
    injected="offer.accept with one id, twice on one node and three times on another",
    holds="one session, all answers alike, the older socket is replaced",
    short=True,
)
async def accepted_five_times(story: Story) -> int:
    for _ in range(ROUNDS):
        (first,) = await story.listeners(1)
        (customer,) = await story.people("customer", 1)
        request_id = (await customer.ok("request.create"))["request_id"]
        await first.until_offered(request_id)
        second = await five_times(story, first, "offer.accept", {"request_id": request_id})
        await customer.until_paired()
        await second.ok("presence.set", {"online": False})
    return ROUNDS * 5


@phones.fault(
    "phone: the last place, from two nodes at once",
    injected="a mitra with room for one accepts two requests, at home on two nodes",
    holds="never above the maximum, both accepts answered",
    short=True,
)
async def last_place(story: Story) -> int:
    await story.town.settings(max_customers_per_mitra=1)
    (mitra,) = await story.listeners(1)
    doors = story.town.doors
    one, two = await story.people("customer", 2, [doors[0], doors[-1]])
    for _ in range(ROUNDS):
        wanted = [(await c.ok("request.create"))["request_id"] for c in (one, two)]
        await mitra.until_offered(*wanted)
        said = await asyncio.gather(
            *(mitra.command("offer.accept", {"request_id": r}, within_s=20.0) for r in wanted)
        )
        won = [reply for reply in said if reply is not None and reply["type"] == "ok"]
        assert len(won) == 1, f"{len(won)} of two accepts won the last place"
        await asyncio.gather(*(_over(customer) for customer in (one, two)))
        await mitra.until(lambda: not mitra.screen.sessions)
    return ROUNDS


async def _over(customer: Phone) -> None:
    screen = customer.screen
    with suppress(TimeoutError):
        await customer.until(lambda: screen.sessions, 0.5)
    for session_id in tuple(screen.sessions):
        await customer.command("session.end", {"session_id": session_id})
    if screen.request_id:
        await customer.command("request.cancel", {"request_id": screen.request_id})
    await customer.until(lambda: not (screen.sessions or screen.request_id))


@phones.fault(
    "phone: heartbeats while the sweep runs",
    injected="40 mitra whose heartbeats come about as late as they may",
    holds="periods do not overlap, silence ends them at the last heartbeat, screens tell the truth",
)
async def last_moment(story: Story) -> int:
    await story.town.settings(presence_timeout_s=2)
    story.presence_timeout = timedelta(seconds=2)
    listening = await story.listeners(40)
    for phone in listening:
        phone.beat_s = (1.85, 2.15)
    until = asyncio.get_running_loop().time() + 15.0
    while asyncio.get_running_loop().time() < until:
        for phone in listening:
            if phone.here and not phone.screen.online:
                await phone.command("presence.set", {"online": True}, within_s=5.0)
        await asyncio.sleep(0.1)
    for phone in listening:
        phone.beat_s = None
    await story.town.settings()
    return sum(1 for _ in story.history.of("invoke", what="heartbeat"))


@phones.fault(
    "phone: 2,000 reconnect at once",
    injected="the node that holds them all is killed",
    holds="all are back, snapshots are true, pairing goes on",
)
async def crowd(story: Story) -> int:
    await story.town.settings(heartbeat_interval_s=30, presence_timeout_s=90)
    home = story.town.nodes[0]
    others = [node.url for node in story.town.nodes[1:]]
    for _ in range(CROWD // 250):
        some = await story.people("customer", 250, [home.url], connect_s=20.0, silence_s=40.0)
        for index, phone in enumerate(some):
            turn = index % len(others)
            phone.line.doors = [home.url, *others[turn:], *others[:turn]]
    waiting = story.phones[:40]
    await asyncio.gather(*(phone.ok("request.create") for phone in waiting))
    story.history.fault("the crowd's node dies")
    before = {id(phone): phone.readies for phone in story.phones}
    home.kill()
    people = tuple(story.phones)
    await until(lambda: all(p.readies > before[id(p)] for p in people), 90.0, "everybody's return")
    story.history.fault("the crowd's node dies", "end")
    await home.start()
    for phone in waiting:
        assert phone.screen.request_id, "a request was lost with the node"
    await asyncio.gather(*(_over(phone) for phone in waiting))
    await story.busy(4, 4)
    await story.more_pairings(8)
    return CROWD


@phones.fault(
    "phone: stops reading",
    injected="a mitra's socket that is open and never read, under a flood of offers",
    holds="it is closed as too slow; nobody else waits",
)
async def stops_reading(story: Story) -> int:
    # Who does not read sends no heartbeats either: that must not be why it is closed.
    await story.town.settings(presence_timeout_s=120)
    node = story.town.nodes[0]
    deaf, quick = await story.listeners(2, [node.url])
    await deaf.switch_off()
    story.phones.remove(deaf)
    async with deaf_phone(node.public_port, deaf.account.token):
        flood = [
            asyncio.create_task(_press_and_cancel(customer))
            for customer in await story.people("customer", 12, [node.url])
        ]
        try:
            await until(lambda: node.log.closed(deaf.account.account_id, 4008), 60.0, "code 4008")
        finally:
            for task in flood:
                task.cancel()
            await asyncio.gather(*flood, return_exceptions=True)
    slowest = max(e.at - e.asked for e in story.history.of("ok", "fail"))
    assert slowest < 8.0, f"somebody else waited {slowest:.1f} s for an answer"
    assert quick.here
    return 1


async def _press_and_cancel(customer: Phone) -> None:
    while True:
        reply = await customer.command("request.create")
        if reply is not None and reply["type"] == "ok":
            await customer.command("request.cancel", {"request_id": reply["data"]["request_id"]})
