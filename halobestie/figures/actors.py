"""Figures of the actor system and of the effects that left it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args, get_type_hints

from halobestie.effects import Effect
from halobestie.messages import Key
from halobestie.metrics import Figures, from_zero

if TYPE_CHECKING:
    from halobestie.app import App

KINDS: Final[tuple[str, ...]] = get_args(get_type_hints(Key)["kind"])
EFFECTS: Final = tuple(effect.__name__ for effect in get_args(Effect))


def watch_actors(figures: Figures, app: App) -> None:
    stats = app.system_base.stats
    figures.gauges(
        "halobestie_actors",
        "Living actors by kind.",
        ("kind",),
        lambda: from_zero(KINDS, app.tree.count()),
    )
    figures.gauge("halobestie_mailbox_length", "Deliveries that wait.", lambda: stats().queued)
    figures.counter("halobestie_deliveries", "Messages delivered.", lambda: stats().deliveries)
    figures.counter("halobestie_actor_failures", "Handlers that raised.", lambda: stats().failures)
    figures.counter("halobestie_dead_letters", "Messages to nobody.", lambda: stats().dead_letters)
    figures.gauge("halobestie_timers", "Reminders that are set.", lambda: stats().wakeups)
    figures.gauge(
        "halobestie_drain_seconds",
        "How long the actors kept the loop the last time.",
        lambda: stats().last_slice,
    )
    figures.gauge(
        "halobestie_drain_longest_seconds",
        "The longest that the actors ever kept the loop.",
        lambda: stats().longest_slice,
    )
    figures.counters(
        "halobestie_rule_failures",
        "Rules that raised, by actor kind; should be 0.",
        ("kind",),
        lambda: from_zero(KINDS, app.tree.rule_failures),
    )
    figures.counters(
        "halobestie_effects",
        "Effects performed, by name.",
        ("effect",),
        lambda: from_zero(EFFECTS, app.outlet.performed),
    )
    figures.counters(
        "halobestie_effect_failures",
        "Effects that could not be performed at all; should be 0.",
        ("effect",),
        lambda: from_zero(EFFECTS, app.outlet.failures),
    )
