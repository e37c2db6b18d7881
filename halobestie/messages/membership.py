"""About this node's place among the others: its lease, its epoch, and what reconciling found."""

from __future__ import annotations

from dataclasses import dataclass

from halobestie.domain import Load, MitraId, NodeId, PeriodId, RequestId, Session


@dataclass(frozen=True, slots=True)
class TakingPart:
    """False: this node's lease is in doubt. It offers and claims nothing until it is renewed."""

    yes: bool


@dataclass(frozen=True, slots=True)
class NodeGone:
    """Another node's lease is over: its mitra are not in line any more."""

    node_id: NodeId


@dataclass(frozen=True, slots=True)
class RequestMoved:
    """Another node has adopted this request."""

    request_id: RequestId
    home: NodeId


@dataclass(frozen=True, slots=True)
class MitraMoved:
    """The mitra's newest socket, or their online period, is on another node."""

    mitra_id: MitraId


@dataclass(frozen=True, slots=True)
class PeriodLost:
    """The online period was closed by others: the node was taken for lost, or its epoch is over."""

    mitra_id: MitraId
    period_id: PeriodId


@dataclass(frozen=True, slots=True)
class LineWanted:
    """Messages may have been lost: tell the others our line, and ask for theirs."""


@dataclass(frozen=True, slots=True)
class SnapshotShown:
    """A snapshot has shown these to a phone of this node, as they were then."""

    sessions: tuple[Session, ...] = ()
    open_request: RequestId | None = None


@dataclass(frozen=True, slots=True)
class EpochBegan:
    """This node has joined again: what the one before owned is asked for again."""


@dataclass(frozen=True, slots=True)
class MitraStands:
    """How PostgreSQL has a mitra of this node. `period_id` is the open period, None when offline.

    `here`: the period is this node's. `settled`: it was the same the last time somebody looked.
    """

    mitra_id: MitraId
    active: bool
    weight: int
    wants_online: bool
    load: Load
    period_id: PeriodId | None
    here: bool
    settled: bool
