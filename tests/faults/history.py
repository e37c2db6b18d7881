"""What happened, as the phones saw it: each command invoked, answered, refused or lost; each event.

Kinds of entries, after Jepsen's histories (jepsen.io): `invoke`, then `ok`, `fail` (refused with a
code) or `unknown` (the connection was lost before the answer; it may have been done or not). Beside
them what the server said by itself (`told`, `snapshot`), ends of connections (`cut`), and what the
test broke (`fault`). Instants are monotonic seconds; `wall` turns them into PostgreSQL's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import orjson

from halobestie.domain import Role

Json: TypeAlias = dict[str, Any]
Kind = Literal["invoke", "ok", "fail", "unknown", "told", "snapshot", "cut", "fault"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to one account. `asked` is when a reply's command, or a snapshot's
    question, left; `id` is the command's; `socket` numbers its connections."""

    at: float
    kind: Kind
    what: str
    role: Role | Literal["test"]
    who: str
    data: Json
    id: str = ""
    asked: float = 0.0
    socket: int = 0

    @property
    def code(self) -> str | None:
        """Of a refusal."""
        return str(self.data["code"]) if self.kind == "fail" else None

    @property
    def temporary(self) -> bool:
        return self.kind == "fail" and bool(self.data["temporary"])


@dataclass(slots=True)
class History:
    """Of one scenario, in the order in which this process saw it."""

    entries: list[Entry] = field(default_factory=list)
    offset: float = field(default_factory=lambda: time.time() - time.monotonic())

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def fault(self, what: str, step: Literal["begin", "end"] = "begin") -> None:
        """The test breaks something, or mends it."""
        self.add(Entry(time.monotonic(), "fault", what, "test", "", {"step": step}))

    def wall(self, at: float) -> datetime:
        return datetime.fromtimestamp(at + self.offset, UTC)

    def of(self, *kinds: Kind, what: str | None = None) -> Iterator[Entry]:
        return (e for e in self.entries if e.kind in kinds and what in (None, e.what))

    def broken(self) -> list[tuple[datetime, datetime]]:
        """When something was broken: from each begin to its end, or to the end of everything."""
        last = self.entries[-1].at if self.entries else 0.0
        spans = []
        for index, begun in enumerate(self.entries):
            if begun.kind == "fault" and begun.data["step"] == "begin":
                ends = (
                    e.at
                    for e in self.entries[index:]
                    if e.kind == "fault" and e.what == begun.what and e.data["step"] == "end"
                )
                spans.append((self.wall(begun.at), self.wall(next(ends, last))))
        return spans

    def save(self, path: Path) -> None:
        """One JSON object a line, to be read after a failure."""
        lines = [{name: getattr(entry, name) for name in Entry.__slots__} for entry in self.entries]
        path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
