"""The shell: the one actor class. It decides by pure rules, commits the state, then performs.

    message ─▶ step(state, message, now) ─▶ the new state is kept ─▶ each effect is performed
                  │ raises
                  └─▶ counted and logged; the actor lives on, unchanged

thespian hands a message to an actor again when its handler raised; a rule that raised once raises
again, so nothing may leave `receiveMessage`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from thespian.actors import Actor, ActorExitRequest, ActorSystemMessage, WakeupMessage

from halobestie.clock import Clock
from halobestie.effects import Effect, Remind, Stop, Tell
from halobestie.messages import Key, Woke

log = structlog.get_logger(__name__)

Rules = Callable[[Any, object, datetime], tuple[Any, tuple[Effect, ...]]]
NO_TIME = timedelta(0)


class Surroundings(Protocol):
    """What a shell sees of the house."""

    clock: Clock

    def tell(self, key: Key, message: object) -> None: ...
    def perform(self, effect: Effect) -> None: ...
    def retire(self, key: Key) -> None: ...
    def rule_failed(self, key: Key) -> None: ...


@dataclass(frozen=True, slots=True)
class Birth:
    """The first message of every shell: who it is."""

    key: Key
    rules: Rules
    state: Any
    house: Surroundings


class Shell(Actor):  # type: ignore[misc]  # thespian carries no types
    """An actor with a name, rules and a state."""

    _birth: Birth
    _state: Any
    _stopped = False

    def receiveMessage(self, message: Any, _sender: Any) -> None:
        if isinstance(message, WakeupMessage):
            self._wake(message.payload)
        elif isinstance(message, Birth):
            self._birth, self._state = message, message.state
        elif isinstance(message, ActorSystemMessage):
            pass
        elif self._stopped:
            # What waited behind the last word is for the next actor of this name.
            self._birth.house.tell(self._birth.key, message)
        else:
            self._decide(message)

    def _wake(self, due: datetime) -> None:
        """Never before its time: a loop's timers may ring a millisecond early, and its clock may
        run faster than the house's, by which the rules decide."""
        early = due - self._birth.house.clock.now()
        if self._stopped:
            return
        if early > NO_TIME:
            self.wakeupAfter(early, due)
        else:
            self._decide(Woke())

    def _decide(self, message: object) -> None:
        birth = self._birth
        now = birth.house.clock.now()
        try:
            state, effects = birth.rules(self._state, message, now)
        except Exception:
            log.exception("rule_failed", actor=birth.key.kind, message=type(message).__name__)
            birth.house.rule_failed(birth.key)
            return
        self._state = state
        for effect in effects:
            self._perform(effect, now)

    def _perform(self, effect: Effect, now: datetime) -> None:
        house = self._birth.house
        if isinstance(effect, Tell):
            house.tell(effect.to, effect.message)
        elif isinstance(effect, Remind):
            self.wakeupAfter(max(NO_TIME, effect.at - now), effect.at)
        elif isinstance(effect, Stop):
            self._stopped = True
            house.retire(self._birth.key)
            self.send(self.myAddress, ActorExitRequest())
        else:
            house.perform(effect)
