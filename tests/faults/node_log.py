"""What a node says, over all its starts: its lines, what it complains of, whom it has closed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import orjson


class NodeLog:
    """The files `<node>-err-NNN` of a folder, one a start."""

    def __init__(self, folder: Path, node_id: str) -> None:
        self._folder = folder
        self._node_id = node_id

    def file(self, kind: str, start: int) -> Path:
        """What was printed (`out`) or logged (`err`) at that start."""
        return self._folder / f"{self._node_id}-{kind}-{start:03}"

    def lines(self) -> list[dict[str, Any]]:
        """Those of all its starts; what kill -9 left unfinished is none."""
        lines: list[dict[str, Any]] = []
        for path in self._files():
            said = path.read_bytes().split(b"\n")[:-1]
            lines += [orjson.loads(line) for line in said if line.startswith(b"{")]
        return lines

    def closed(self, account_id: str, code: int) -> bool:
        """Whether it has closed a socket of this account with this code."""
        closes = (line for line in self.lines() if line["event"] == "socket_closed")
        return any(c["account_id"] == account_id and c["close_code"] == code for c in closes)

    def complaints(self) -> Counter[tuple[str, str]]:
        """How often it called what an error or worse: by the event's name, and a line to show.

        What Python said past our log counts as `traceback`.
        """
        found: Counter[tuple[str, str]] = Counter()
        for line in self.lines():
            if line["level"] in ("error", "critical"):
                event = line["event"]
                shown = f"{self._node_id}: {event} {line.get('error', '')} {_where(line)}"
                found[event, shown] += 1
        for path in self._files():
            if b"\nTraceback" in path.read_bytes():
                found["traceback", f"{self._node_id}: a traceback past the log, {path.name}"] += 1
        return found

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._node_id}-err-*"))


def _where(line: dict[str, Any]) -> str:
    """The last places of ours, in short."""
    place = line.get("where") or ""
    text = " ".join(place) if isinstance(place, list) else str(place)
    return " ".join(text.split())[-160:]
