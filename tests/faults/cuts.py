"""Where a node may be struck on the way of an accept, and the file that says when.

    claim ─▶ before_transaction ─▶ claim_offers, before_commit ─▶ COMMIT ─▶ after_commit
          ─▶ the winner's answer, after_answer ─▶ the announcement to everybody else

The test arms a point by writing the node's trigger file: `<point> <kill|stop>`. Whoever comes to
that point first takes the file away and is struck, so that a point strikes once.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final, Literal

VARIABLE: Final = "FAULTS_TRIGGER"
Point = Literal["before_transaction", "before_commit", "after_commit", "after_answer"]
POINTS: Final[tuple[Point, ...]] = (
    "before_transaction",
    "before_commit",
    "after_commit",
    "after_answer",
)
Blow = Literal["kill", "stop"]
_SIGNALS: Final = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


class Trigger:
    """One node's trigger file, seen from both sides."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def arm(self, point: Point, blow: Blow = "kill") -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{point} {blow}")
        fresh.replace(self.path)

    def disarm(self) -> None:
        self.path.unlink(missing_ok=True)

    @property
    def armed(self) -> bool:
        return self.path.exists()

    def due(self, point: Point) -> Blow | None:
        """In the node: what is to happen to it here, if anything."""
        try:
            wanted, blow = self.path.read_text().split()
        except (FileNotFoundError, ValueError):
            return None
        if wanted != point:
            return None
        return "stop" if blow == "stop" else "kill"

    def strike(self, point: Point) -> None:
        """In the node: it ends here, or stands still until somebody wakes it."""
        blow = self.due(point)
        if blow is not None:
            self.disarm()
            os.kill(os.getpid(), _SIGNALS[blow])
