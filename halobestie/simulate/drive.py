"""One simulation from its first login to its report.

hire ─▶ mitra go online ─▶ customers come and go ─▶ mitra go home ─▶ dismiss ─▶ judge
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp
from rich.console import Console

from halobestie.clock import SystemClock
from halobestie.simulate.customer import Customer
from halobestie.simulate.evidence import gather_history
from halobestie.simulate.figures import figures
from halobestie.simulate.hire import Hired, hired, request_timeout
from halobestie.simulate.history import Diary
from halobestie.simulate.invariants import judge
from halobestie.simulate.mitra import Mitra
from halobestie.simulate.options import Credentials, Options
from halobestie.simulate.people import FrontDoor, LoginRefused
from halobestie.simulate.plans import customer_plans, dice
from halobestie.simulate.progress import Progress
from halobestie.simulate.report import Report
from halobestie.simulate.staff import Staff, StaffRefused, a_few_at_once, control_center
from halobestie.simulate.watch import Watch
from halobestie.simulate.world import World

ONLINE_WITHIN_S: Final = 20.0
HOME_WITHIN_S: Final = 60.0
EXPECTED: Final = (StaffRefused, LoginRefused, aiohttp.ClientError, TimeoutError)


class SimulationFailed(Exception):
    """It could not be carried out, so nothing was judged; the text says why."""


@dataclass(frozen=True, slots=True)
class Cast:
    customers: tuple[Customer, ...]
    mitra: tuple[Mitra, ...]

    @property
    def diaries(self) -> tuple[Diary, ...]:
        return (*(c.diary for c in self.customers), *(m.diary for m in self.mitra))


async def simulate(options: Options, staff: Credentials | Staff, console: Console) -> Report:
    """Drives the server at the options' URLs, shows how it goes, and prints the report.

    `staff` is a control-center user, or one who is logged in already. Raises SimulationFailed.
    """
    try:
        if isinstance(staff, Staff):
            return await _simulate(options, staff, console)
        async with control_center(options.internal_url, staff) as logged_in:
            return await _simulate(options, logged_in, console)
    except Exception as wrong:
        first = _first(wrong)
        if not isinstance(first, EXPECTED):
            raise
        raise SimulationFailed(str(first) or type(first).__name__) from wrong


def _first(wrong: Exception) -> Exception:
    while isinstance(wrong, ExceptionGroup):
        wrong = wrong.exceptions[0]
    return wrong


async def _simulate(options: Options, staff: Staff, console: Console) -> Report:
    clock = SystemClock()
    started_at = clock.now()
    console.print(f"seed {options.seed}")
    async with request_timeout(staff, options.request_timeout_s), hired(staff, options) as mitra:
        settings = await staff.settings()
        watch = Watch(staff, frozenset(mitra.mitra_ids), dice(options.seed, "watch"))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            door = FrontDoor(http, options.public_urls)
            world = World(
                http, door, clock, mitra.run, options.seed, options.session_s, watch.told_of
            )
            cast = await _cast(world, options, mitra, settings["anonymity_enabled"])
            await _play(options, cast, watch, console)
    later = await staff.settings()
    history = await gather_history(
        staff,
        started_at=started_at,
        capacity=max(s["max_customers_per_mitra"] for s in (settings, later)),
        mark=mitra.run.mark,
        diaries=cast.diaries,
        board=watch.board,
        probes=watch.probes,
    )
    report = Report(options.seed, figures(history), judge(history), watch.reroutes_text())
    report.show(console)
    return report


async def _cast(world: World, options: Options, hired: Hired, anonymity: bool) -> Cast:
    numbers = [world.run.mitra_phone(index) for index in range(len(hired.mitra_ids))]
    logged_in = await a_few_at_once(world.door.log_in_mitra, numbers)
    people = enumerate(zip(logged_in, numbers, strict=True))
    return Cast(
        tuple(Customer(world, plan) for plan in customer_plans(options, anonymity)),
        tuple(Mitra(world, index, who, number) for index, (who, number) in people),
    )


async def _play(options: Options, cast: Cast, watch: Watch, console: Console) -> None:
    """Everybody's evening, within `limit_s` for the customers and a minute for going home."""
    progress = Progress(cast.customers, cast.mitra, asyncio.get_running_loop().time)
    window_s = cast.customers[-1].arrives_s
    async with asyncio.TaskGroup() as group:
        working = [group.create_task(m.live()) for m in cast.mitra]
        watching = [
            group.create_task(watch.look_up()),
            group.create_task(watch.watch_board()),
            group.create_task(watch.reroute_some(options.reroutes, window_s)),
            group.create_task(progress.show(console)),
        ]
        await _all_online(cast.mitra)
        await _evening(cast.customers, options.limit_s)
        for mitra in cast.mitra:
            mitra.leave()
        await asyncio.wait(working, timeout=HOME_WITHIN_S)
        for task in (*working, *watching):
            task.cancel()


async def _all_online(mitra: Sequence[Mitra]) -> None:
    online = asyncio.gather(*(m.online_once.wait() for m in mitra))
    try:
        await asyncio.wait_for(online, ONLINE_WITHIN_S)
    except TimeoutError:
        raise SimulationFailed("not every mitra could go online") from None


async def _evening(customers: Sequence[Customer], limit_s: float) -> None:
    """Who is not done by the limit stays unfinished, which I6 then tells."""
    try:
        async with asyncio.timeout(limit_s):
            await asyncio.gather(*(customer.live() for customer in customers))
    except TimeoutError:
        return
