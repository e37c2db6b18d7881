"""How a node leaves: no newcomers first, then those who are here, and never later than promised.

asked ▸ /readyz says no ▸ the balancer's delay ▸ sockets get 4001, what is in flight ends ▸ closed

Each step has its share of LEAVE_WITHIN_S. Should one of them, or the event loop itself, stand
still, a thread that waits for nobody ends the process: whoever asked us to leave has a limit too
(`docker stop`, systemd), and being killed by them would take our embedded servers' goodbye along.
"""

from __future__ import annotations

import asyncio
import faulthandler
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from halobestie.config import Config

log = structlog.get_logger(__name__)

LEAVE_WITHIN_S = 25.0
RESERVE_S = 2.0
"""Of the interpreter's own end."""
CUT_OFF_WITHIN_S = 5.0
"""Of a query that was left behind, when the event loop ends: `CLOSE_TIMEOUT_S` in `db/pool`."""
EMBEDDED_WITHIN_S = 7.0
"""Of PostgreSQL as a child of ours that hangs: the sum of `stops` in `embedded/postgres_server`.
Once it is gone, no query waits for it any more."""


def leave_at_last() -> None:
    """From now on the process lives LEAVE_WITHIN_S at most; then it ends with status 1, and says
    in which line of code each thread stood."""
    faulthandler.dump_traceback_later(LEAVE_WITHIN_S, exit=True, file=sys.stderr)


def closing_share_s(config: Config, embedded: bool) -> float:
    """Seconds for what lies between the balancer's delay and the embedded servers' end."""
    behind_us = EMBEDDED_WITHIN_S if embedded else CUT_OFF_WITHIN_S
    return LEAVE_WITHIN_S - RESERVE_S - config.leaves_after_s - behind_us


async def within(
    seconds: float, what: str, work: Callable[[], Coroutine[Any, Any, object]]
) -> None:
    """Do it, and go on without it when it takes too long or fails: leaving does not wait, not even
    for a step to notice that it was cancelled."""
    step = asyncio.ensure_future(work())
    step.add_done_callback(_look)
    done, _ = await asyncio.wait({step}, timeout=max(seconds, 0.0))
    if not done:
        step.cancel()
        log.error("leaving_took_too_long", step=what, seconds=round(seconds, 1))
    elif (failure := step.exception()) is not None:
        log.error("leaving_failed", step=what, exc_info=failure)


def _look(step: asyncio.Future[object]) -> None:
    """Of a step that was left behind nobody asks how it ended."""
    if not step.cancelled():
        step.exception()
