"""What others hold of an actor: its address, with the actor behind it for as long as it lives.

Address and cell are one object, so a delivery needs no registry: the address leads to the actor,
and an address whose actor has ended leads nowhere. Nothing else remembers an actor but its parent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from thespian.actors import Actor, ActorAddress, InvalidActorAddress, Thespian_ActorStatus

from halobestie.actors.timers import Wakeup

if TYPE_CHECKING:
    from halobestie.actors.keeper import Keeper


class ActorRef(ActorAddress):  # type: ignore[misc]  # thespian carries no type hints
    """An address, and the side of the system that its actor sees as `self._myRef`.

    Two addresses are equal when they are one object, so an address may be a dictionary key.
    The method names are those that `thespian.actors.Actor` calls.
    """

    __slots__ = ("_aaddr", "actor", "children", "globalName", "keeper", "parent", "wakeups")

    def __init__(
        self,
        keeper: Keeper,
        details: int | str,
        parent: ActorRef | None = None,
        global_name: str | None = None,
    ) -> None:
        self._aaddr = details
        self.keeper = keeper
        self.parent = parent
        self.globalName = global_name
        self.actor: Any = None  # None before birth, and again after the end
        self.children: dict[ActorRef, None] | None = None
        self.wakeups: set[Wakeup] | None = None

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __copy__(self) -> ActorRef:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> ActorRef:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("an actor's address stays in its process; send an id instead")

    @property
    def address(self) -> ActorRef:
        return self

    def createActor(
        self,
        actor_class: type[Actor] | str,
        requirements: dict[str, Any] | None,
        global_name: str | None,
        source_hash: str | None,
    ) -> ActorRef:
        if self.actor is None:
            raise InvalidActorAddress(self, "the address of an actor that has ended")
        return self.keeper.new_child(self, actor_class, requirements, global_name, source_hash)

    def actor_send(self, target: ActorAddress, message: object) -> None:
        if target.__class__ is ActorRef:
            self.keeper.post(target, message, self)
        else:
            self.keeper.lose(target, message, self)

    def wakeupAfter(self, period: timedelta | float, payload: object) -> None:
        if self.actor is not None:
            self.keeper.start_wakeup(self, period, payload)

    def handleDeadLetters(self, address: ActorRef, enable: bool) -> None:
        self.keeper.handle_dead_letters(address, enable)

    def updateCapability(self, name: str, value: object) -> None:
        self.keeper.people.update_capability(name, value)

    def notifyOnSystemRegistrationChanges(self, address: ActorRef, enable: bool) -> None:
        """Nothing to register for: there is no convention of systems here."""

    def adopt(self, child: ActorRef) -> None:
        child.parent = self
        if self.children is None:
            self.children = {}
        self.children[child] = None

    def disown(self, child: ActorRef) -> None:
        if self.children is not None:
            self.children.pop(child, None)
            self.children = self.children or None

    def family(self) -> list[ActorRef]:
        """All actors below this one, parents before their children."""
        found = list(self.children or ())
        for ref in found:
            found.extend(ref.children or ())
        return found

    def status(self) -> Thespian_ActorStatus:
        """The answer to a `Thespian_StatusReq`; what waits in the queue is not in it."""
        answer = Thespian_ActorStatus(self, type(self.actor).__name__, self.keeper.root)
        answer.addWakeups([(self, wakeup.remaining()) for wakeup in self.wakeups or ()])
        for child in self.children or ():
            answer.addChild(child)
        return answer
