"""The accept, cut at every point of its way: by kill -9, and by a machine that stands still."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.faults.catalogue import PAIRED, Catalogue
from tests.faults.cuts import POINTS, Point
from tests.faults.nodes import Node
from tests.faults.phone import Phone
from tests.faults.story import Story
from tests.faults.waiting import until

cuts = Catalogue()
PAIRED_WITHIN_S = 45.0
OVER = (None, "offer_taken", "offer_closed")
"""Answers after which nobody taps again; None is ok."""
HELD = "SELECT pg_advisory_lock(4711)"
LOCKED_INSERT = """
CREATE OR REPLACE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER stand_still BEFORE INSERT ON sessions
    FOR EACH ROW EXECUTE FUNCTION stand_still();"""
STANDS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def pressed(story: Story, home: Node, mitra_at: Node) -> tuple[Phone, list[Phone], str]:
    """A customer of `home` waits, and two mitra see the offer: one there, one at `mitra_at`."""
    listening = await story.listeners(2, [home.url, mitra_at.url])
    for phone in listening:
        phone.line.knows(story.town.doors)
    (customer,) = await story.people("customer", 1, [home.url])
    customer.line.knows(story.town.doors)
    request_id = str((await customer.ok("request.create"))["request_id"])
    for phone in listening:
        await phone.until_offered(request_id)
    return customer, listening, request_id


async def accept(phone: Phone, request_id: str) -> None:
    """Again and again while it is on the screen, as a person would."""
    screen = phone.screen
    async with asyncio.timeout(PAIRED_WITHIN_S):
        while True:
            if request_id in screen.offers:
                said = await phone.command("offer.accept", {"request_id": request_id}, within_s=30)
                if said is not None and said["data"].get("code") in OVER:
                    return
            elif screen.sessions and phone.here:
                return
            await asyncio.sleep(0.05)


async def paired(customer: Phone) -> None:
    await customer.until_paired(PAIRED_WITHIN_S)


async def all_accept(customer: Phone, listening: list[Phone], request_id: str) -> None:
    """Both tap; whatever happens to the node, the customer is paired with one of them."""
    taps = [asyncio.create_task(accept(phone, request_id)) for phone in listening]
    try:
        await paired(customer)
    finally:
        for tap in taps:
            tap.cancel()
        await asyncio.gather(*taps, return_exceptions=True)


async def killed_at(story: Story, point: Point, *, start_again: bool) -> int:
    """The home node dies there. Started again at once, or left to the others."""
    home, other = story.town.nodes[0], story.town.nodes[-1]
    customer, listening, request_id = await pressed(story, home, other if not start_again else home)
    home.trigger.arm(point)
    story.history.fault(point)
    tapping = asyncio.create_task(all_accept(customer, listening, request_id))
    await home.until_gone()
    if start_again:
        await home.start()
    await tapping
    story.history.fault(point, "end")
    return 1


async def stopped_at(story: Story, point: Point) -> int:
    """The home node stands still there, past its lease, and wakes when others have taken over."""
    home, other = story.town.nodes[0], story.town.nodes[-1]
    customer, listening, request_id = await pressed(story, home, other)
    for phone in story.phones:
        phone.silence_s = 3.0
    home.trigger.arm(point, "stop")
    story.history.fault(point)
    tapping = asyncio.create_task(all_accept(customer, listening, request_id))
    await home.until_struck_still()
    await tapping
    home.wake()
    story.history.fault(point, "end")
    await asyncio.sleep(3.0)  # what it still wants to say, it says now
    return 1


for _point in POINTS:
    cuts.fault(
        f"accept: kill -9 {_point.replace('_', ' ')}, started again",
        injected="the home node dies amid an accept and comes back",
        holds=PAIRED,
        short=_point in ("before_commit", "after_commit"),
        nodes=1,
    )(partial(killed_at, point=_point, start_again=True))
    cuts.fault(
        f"accept: kill -9 {_point.replace('_', ' ')}, others take over",
        injected="the home node dies amid an accept and stays dead",
        holds=PAIRED,
    )(partial(killed_at, point=_point, start_again=False))
    cuts.fault(
        f"accept: SIGSTOP {_point.replace('_', ' ')}",
        injected="the home node sleeps past its lease amid an accept, then wakes",
        holds=PAIRED + "; the ghost changes nothing",
        expects=("epoch_lost",),
    )(partial(stopped_at, point=_point))


@cuts.fault(
    "accept: kill -9 after the update, amid the statement",
    injected="the node dies while PostgreSQL is inside its claim, which goes on without it",
    holds=PAIRED,
    nodes=1,
)
async def killed_amid_the_statement(story: Story) -> int:
    home, other = story.town.nodes[0], story.town.nodes[-1]
    async with story.town.servers.holding(LOCKED_INSERT, HELD):
        customer, listening, request_id = await pressed(story, home, other)
        tapping = asyncio.create_task(all_accept(customer, listening, request_id))
        await until(lambda: stands_still(story), 10.0, "a claim that stands still")
        story.history.fault("amid the statement")
        home.kill()
    await home.start()
    await tapping
    story.history.fault("amid the statement", "end")
    await story.town.servers.query("DROP TRIGGER stand_still ON sessions")
    return 1


async def stands_still(story: Story) -> bool:
    return bool((await story.town.servers.query(STANDS))[0][0])
