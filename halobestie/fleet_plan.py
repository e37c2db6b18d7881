"""Which nodes `--nodes N` makes on one machine: their ids, their ports, their settings.

Node i (from 0) listens at port + 10·i; port 0 stays 0, which is any free port. The ids count on
from `HALOBESTIE_NODE_ID`: node-1 makes node-1, node-2, …; jakarta makes jakarta-1, jakarta-2, ….
So the first of many is the one that was alone before, and goes on with what it left open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from halobestie.config import PORT_STEP, Config
from halobestie.servers import Backends


@dataclass(frozen=True, slots=True)
class NodePlan:
    """One node to be; a port of 0 is any free one."""

    node_id: str
    public_port: int
    internal_port: int


def plan(config: Config) -> tuple[NodePlan, ...]:
    """`config.nodes` nodes, in order."""
    return tuple(
        NodePlan(
            _id(config.node_id, i), _port(config.public_port, i), _port(config.internal_port, i)
        )
        for i in range(config.nodes)
    )


def environment(
    node: NodePlan, config: Config, backends: Backends, ours: Mapping[str, str]
) -> dict[str, str]:
    """Of the node's process: `ours`, with what is this node's in the place of what is everybody's.

    The servers are there already and seeded by us, so the node embeds and seeds nothing.
    """
    own = {
        "HALOBESTIE_NODES": "1",
        "HALOBESTIE_NODE_ID": node.node_id,
        "HALOBESTIE_PUBLIC_PORT": str(node.public_port),
        "HALOBESTIE_INTERNAL_PORT": str(node.internal_port),
        "HALOBESTIE_DATA_DIR": str(config.data_dir),
        "HALOBESTIE_DATABASE_URL": backends.database_url,
        "HALOBESTIE_VALKEY_URL": backends.valkey_url or "",
        "HALOBESTIE_DEMO_DATA": "false",
    }
    # A setting's name may be written in small letters, and must then not stand beside ours.
    return {name: value for name, value in ours.items() if name.upper() not in own} | own


def _id(base: str, index: int) -> str:
    numbered = re.fullmatch(r"(.+)-(\d{1,6})", base)
    stem, first = (numbered[1], int(numbered[2])) if numbered else (base, 1)
    return f"{stem}-{first + index}"


def _port(first: int, index: int) -> int:
    return first + PORT_STEP * index if first else 0
