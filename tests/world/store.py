"""PostgreSQL as a node's actors meet it: asked in any order, answered late, failed, or lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from halobestie import effects as fx
from halobestie.db.nodes import Node as Life
from halobestie.errors import Refused
from halobestie.messages import COORDINATOR, ClaimWon, EffectFailed, EffectRefused
from tests.world.violation import must

if TYPE_CHECKING:
    from tests.world.node import Node
    from tests.world.world import World

BY_A_HOME = fx.Claim | fx.OpenRequest
"""What only a node whose epoch is not over may do."""

Question = Callable[[Any, Any, Any], object]

QUESTIONS: Mapping[type, Question] = MappingProxyType(
    {
        fx.Claim: lambda referee, effect, life: referee.claim(effect, life),
        fx.OpenRequest: lambda referee, effect, life: referee.open_request(effect, life),
        fx.CloseRequest: lambda referee, effect, _: referee.close_request(effect),
        fx.FindWinner: lambda referee, effect, _: referee.find_winner(effect),
        fx.OpenPeriod: lambda referee, effect, life: referee.open_period(effect, life),
        fx.ClosePeriod: lambda referee, effect, life: referee.close_period(effect, life),
        fx.StartSession: lambda referee, effect, _: referee.start_session(effect),
        fx.EndSession: lambda referee, effect, _: referee.end_session(effect),
        fx.Reroute: lambda referee, effect, _: referee.reroute_session(effect),
    }
)


def ask(world: World, node: Node) -> None:
    """Decide one of the questions that wait, or fail it."""
    asks = node.asks
    place = 0 if world.lucky else int(world.rng.random() * len(asks))
    effect = asks.pop(place)
    if not node.reaches_postgresql:
        fail(world, node, effect)
    elif world.lucky:
        tell(node, effect, commit(world, node.live_node.now(), effect))
    else:
        _with_luck(world, node, effect)


def _with_luck(world: World, node: Node, effect: Any) -> None:
    plan, chance, is_claim = world.plan, world.rng.random(), isinstance(effect, fx.Claim)
    life = node.live_node.now()
    if chance < plan.failed:
        fail(world, node, effect)
        return
    if is_claim and world.rng.random() < plan.ghosts:
        fail(world, node, effect)
        world.orphans.append((life, effect))
        return
    outcome = commit(world, life, effect)
    if is_claim and world.rng.random() < plan.twice:
        outcome = commit(world, life, effect)
    if world.rng.random() < plan.lost:
        fail(world, node, effect)
    else:
        tell(node, effect, outcome)


def commit(world: World, life: Life, effect: Any) -> object:
    """One transaction, and what it answers."""
    world.trace(f"postgresql {life.node_id}.{life.epoch}", effect)
    tables = world.referee.tables
    current, before = world.referee.is_current(life), tables.transaction
    outcome = QUESTIONS[type(effect)](world.referee, effect, life)
    world.trace(f"postgresql {life.node_id}.{life.epoch}", outcome)
    world.watch.committed(effect, outcome)
    if not current and isinstance(effect, BY_A_HOME):
        must(tables.transaction == before, f"ghost: it has changed something: {effect}")
    return outcome


def fail(world: World, node: Node, effect: Any) -> None:
    world.trace("no answer", effect)
    node.answers.append((effect.owner, EffectFailed(effect)))


def tell(node: Node, effect: Any, outcome: object) -> None:
    if isinstance(outcome, Refused):
        outcome = EffectRefused(effect, outcome.code)
    owner = COORDINATOR if isinstance(outcome, ClaimWon) else effect.owner
    node.answers.append((owner, outcome))


def answer(world: World, node: Node) -> None:
    """One answer arrives, in whatever order."""
    place = 0 if world.lucky else int(world.rng.random() * len(node.answers))
    owner, outcome = node.answers.pop(place)
    node.tree.tell(owner, outcome)


def ghost(world: World) -> None:
    """What somebody gave up long ago, or asked before it died, is committed after all."""
    if world.orphans and not world.away:
        life, effect = world.orphans.pop(int(world.rng.random() * len(world.orphans)))
        commit(world, life, effect)
