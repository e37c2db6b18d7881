"""Which figures of a node Prometheus sees, and where each is read: one file a subject.

Names end in their unit (`_seconds`, `_bytes`) or in `_total`; labels have few values each. What
each one means when it moves stands in docs/operations.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from halobestie.figures.actors import watch_actors
from halobestie.figures.database import watch_database
from halobestie.figures.nodes import watch_nodes
from halobestie.figures.pairing import watch_pairing
from halobestie.figures.phones import watch_phones
from halobestie.metrics import Figures

if TYPE_CHECKING:
    from halobestie.app import App


def watch_node(figures: Figures, app: App) -> None:
    """Register the figures of a node; each is read when Prometheus asks."""
    watch_actors(figures, app)
    watch_phones(figures, app)
    watch_pairing(figures, app)
    watch_database(figures, app)
    watch_nodes(figures, app)
