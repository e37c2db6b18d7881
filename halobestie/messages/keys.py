"""Who is told: the names of actors."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Key(NamedTuple):
    """The name of an actor. `id` is empty for the coordinator and the desk, one of each a node."""

    kind: Literal["coordinator", "desk", "request", "mitra"]
    id: str = ""


COORDINATOR = Key("coordinator")
DESK = Key("desk")
