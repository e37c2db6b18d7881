"""Which nodes one command makes."""

from __future__ import annotations

import pytest

from halobestie.config import load_config
from halobestie.fleet import judged
from halobestie.fleet_plan import NodePlan, environment, plan
from halobestie.servers import Backends


def test_ports_are_ten_apart_and_names_count_on() -> None:
    """The first one keeps the place of a node that is alone."""
    config = load_config({}, nodes=3)
    assert plan(config) == (
        NodePlan("node-1", 8080, 8081),
        NodePlan("node-2", 8090, 8091),
        NodePlan("node-3", 8100, 8101),
    )


@pytest.mark.parametrize(
    ("node_id", "names"),
    [
        ("jakarta", ["jakarta-1", "jakarta-2"]),
        ("host-7", ["host-7", "host-8"]),
        ("a-b", ["a-b-1", "a-b-2"]),
    ],
)
def test_names(node_id: str, names: list[str]) -> None:
    """A name that ends in a number counts on from it."""
    config = load_config({}, nodes=2, node_id=node_id, public_port=0)
    assert [(node.node_id, node.public_port) for node in plan(config)] == [
        (name, 0) for name in names
    ]


def test_a_node_gets_our_environment_with_its_own_settings() -> None:
    """Whatever letters a setting was written in, it is there once."""
    config = load_config({}, nodes=2)
    ours = {"PATH": "/bin", "halobestie_node_id": "x", "HALOBESTIE_LOG_LEVEL": "debug"}
    backends = Backends("postgresql://there/db", None, embedded=True)

    node = environment(plan(config)[1], config, backends, ours)

    assert node["PATH"] == "/bin"
    assert node["HALOBESTIE_LOG_LEVEL"] == "debug"
    assert "halobestie_node_id" not in node
    assert (node["HALOBESTIE_NODE_ID"], node["HALOBESTIE_NODES"]) == ("node-2", "1")
    assert node["HALOBESTIE_DATABASE_URL"] == "postgresql://there/db"


@pytest.mark.parametrize(
    ("statuses", "asked", "status"),
    [
        ([0, 0], True, 0),
        ([0, -9], True, 1),
        ([69], False, 69),
        ([69, 69], False, 69),
        ([69, 1], False, 1),
        ([-9, -9], False, 1),
        ([0, 0], False, 0),
        ([], False, 1),
    ],
)
def test_the_status_of_the_whole(statuses: list[int], asked: bool, status: int) -> None:
    """Asked to leave: whether all left well. Else what all died of, if it was one thing."""
    assert judged(statuses, asked) == status
