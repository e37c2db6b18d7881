"""Mitra for one run: created in the control center before it, deactivated after it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from halobestie.simulate.options import Options
from halobestie.simulate.people import Run, new_run
from halobestie.simulate.plans import dice, invented_name
from halobestie.simulate.staff import Staff, StaffRefused, a_few_at_once

TRIES: Final = 5
WEIGHTS: Final = (1, 1, 1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Hired:
    """The mitra of a run; the index of an id in `mitra_ids` is the index of its phone number."""

    run: Run
    mitra_ids: tuple[str, ...]


@asynccontextmanager
async def hired(staff: Staff, options: Options) -> AsyncIterator[Hired]:
    """With `keep`, they stay active afterwards. Raises StaffRefused."""
    created: list[str] = []
    try:
        yield await _hire(staff, options, created)
    finally:
        if not options.keep:
            await a_few_at_once(staff.deactivate, created)


async def _hire(staff: Staff, options: Options, created: list[str]) -> Hired:
    """Numbers that an earlier run left taken are passed over, with all of their run."""
    for tries_left in reversed(range(TRIES)):
        run, before = new_run(), len(created)
        try:
            for index in range(options.mitra):
                draw = dice(options.seed, "mitra", index)
                name, weight = invented_name(draw), draw.choice(WEIGHTS)
                created.append(await staff.create_mitra(run.mitra_phone(index), name, weight))
            return Hired(run, tuple(created[before:]))
        except StaffRefused as refused:
            if refused.code != "phone_taken" or not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


@asynccontextmanager
async def request_timeout(staff: Staff, wanted_s: int | None) -> AsyncIterator[None]:
    """Changes that setting for a while, if it is wanted; puts it back whatever happens."""
    if wanted_s is None:
        yield
        return
    before = (await staff.settings())["request_timeout_s"]
    await staff.change_settings(request_timeout_s=wanted_s)
    try:
        yield
    finally:
        await staff.change_settings(request_timeout_s=before)
