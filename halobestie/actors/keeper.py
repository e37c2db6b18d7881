"""Keeps thespian's contract with the actors: births, failures, exits, letters to the dead.

conceived ──bear──▶ alive ──ActorExitRequest delivered──▶ ended, and forgotten
    └──── cannot start: its parent is told of its exit ────▲
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from thespian.actors import (
    Actor,
    ActorAddress,
    ActorExitRequest,
    ChildActorExited,
    DeadEnvelope,
    PoisonMessage,
    Thespian_StatusReq,
    WakeupMessage,
)

from halobestie.actors.drain import Drain
from halobestie.actors.population import Population
from halobestie.actors.refs import ActorRef
from halobestie.actors.timers import Wakeups
from halobestie.logs import places

log = structlog.get_logger(__name__)

# The system's own notices. One that comes too late for its actor was no letter to anybody.
_NOTICES = (ChildActorExited, DeadEnvelope, PoisonMessage, WakeupMessage)


class Keeper:
    """One for each system. `failures` counts handlers that raised, each time they did."""

    def __init__(
        self, drain: Drain, wakeups: Wakeups, capabilities: Mapping[str, Any] | None
    ) -> None:
        self.people = Population(self, capabilities)
        self.root = self.people.root
        self.failures = 0
        self.dead_letters = 0
        self.post: Callable[[ActorRef, object, ActorRef], None] = drain.post
        self.start_wakeup: Callable[[ActorRef, timedelta | float, object], None] = wakeups.start
        self._wakeups = wakeups
        self._dead_letter_handler: ActorRef | None = None
        drain.exceptional = self._deliver
        drain.failed = self._try_again

    def new_child(
        self,
        parent: ActorRef,
        actor_class: type[Actor] | str,
        requirements: Mapping[str, Any] | None,
        global_name: str | None,
        source_hash: str | None,
    ) -> ActorRef:
        """A child that cannot start has an address all the same; its parent is told of its exit.

        Raises ImportError for a dotted name that leads nowhere.
        """
        if known := self.people.named(global_name):
            return known
        ref = self.people.conceive(parent, global_name)
        try:
            self.people.bear(ref, actor_class, requirements, source_hash)
        except ImportError:
            raise
        except Exception as failure:
            self._count_failure("actor_birth_failed", actor_class, failure)
            self.post(parent, ChildActorExited(ref), self.root)
        return ref

    def handle_dead_letters(self, ref: ActorRef, enable: bool) -> None:
        """The last actor that asked for dead letters gets them all."""
        if enable:
            self._dead_letter_handler = ref
        elif self._dead_letter_handler is ref:
            self._dead_letter_handler = None

    def lose(self, target: ActorAddress, message: object, sender: ActorRef) -> None:
        """A message that has nobody to go to."""
        if isinstance(message, _NOTICES):
            return
        self.dead_letters += 1
        if self._dead_letter_handler is not None:
            self.post(self._dead_letter_handler, DeadEnvelope(target, message), sender)

    def end(self, ref: ActorRef) -> None:
        self._wakeups.end(ref)
        self.handle_dead_letters(ref, False)
        self.people.bury(ref)

    def _deliver(self, target: ActorRef, message: object, sender: ActorRef) -> None:
        """A delivery that is more than a call."""
        if target.actor is None:
            self.lose(target, message, sender)
        elif isinstance(message, Thespian_StatusReq):
            self.post(sender, target.status(), target)
        else:
            self._call(target, message, sender)
            parent = target.parent  # the outside has none, and never exits
            if isinstance(message, ActorExitRequest) and parent is not None:
                self._leave(target, parent, message.isRecursive)

    def _call(self, target: ActorRef, message: object, sender: ActorRef) -> None:
        try:
            target.actor.receiveMessage(message, sender)
        except Exception as failure:
            self._try_again(target, message, sender, failure)

    def _try_again(
        self, target: ActorRef, message: object, sender: ActorRef, failure: Exception
    ) -> None:
        """Once more on the same actor, then back to the sender as poison; the actor lives on."""
        self._count_failure("actor_handler_failed", type(target.actor), failure, message)
        try:
            target.actor.receiveMessage(message, sender)
        except Exception as again:
            self._count_failure("actor_handler_failed", type(target.actor), again, message)
            if sender.actor is not None and not isinstance(message, PoisonMessage):
                self.post(sender, PoisonMessage(message, traceback.format_exc()), target)

    def _leave(self, ref: ActorRef, parent: ActorRef, recursive: bool) -> None:
        """An actor was asked to exit, and has had its say."""
        for child in (ref.children or ()) if recursive else ():
            self.post(child, ActorExitRequest(), ref)
        self.end(ref)
        self.post(parent, ChildActorExited(ref), self.root)

    def _count_failure(
        self, event: str, kind: type[Actor] | str, failure: Exception, message: object = None
    ) -> None:
        self.failures += 1
        log.error(
            event,
            actor=kind if isinstance(kind, str) else kind.__name__,
            message=type(message).__name__,
            error=type(failure).__name__,
            where=places(failure)[-1],
        )
