"""All faults, in the order in which the table shows them."""

from __future__ import annotations

from typing import Final

from tests.faults.accept_cuts import cuts
from tests.faults.catalogue import Fault
from tests.faults.node_faults import nodes
from tests.faults.phone_faults import phones
from tests.faults.server_faults import backends
from tests.faults.wire_faults import wires

FAULTS: Final[tuple[Fault, ...]] = (
    *cuts.faults,
    *nodes.faults,
    *backends.faults,
    *wires.faults,
    *phones.faults,
)
