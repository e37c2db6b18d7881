"""Who lives in an actor system: births and ends, and the names that some actors are known by.

An actor that has ended leaves nothing here; only its address is left, with whoever kept it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from thespian.actors import (
    Actor,
    InvalidActorSourceHash,
    NoCompatibleSystemForActor,
    ThespianGeneration,
)
from thespian.system.utilis import actualActorClass, withPossibleInitArgs

from halobestie.actors.refs import ActorRef

if TYPE_CHECKING:
    from halobestie.actors.keeper import Keeper

_SELF_DESCRIPTION: Mapping[str, Any] = {
    "Python Version": tuple(sys.version_info),
    "Thespian Generation": ThespianGeneration,
    "Thespian Version": version("thespian"),
    "Thespian ActorSystem Name": "asyncioSystem",
    "Thespian ActorSystem Version": 1,
    "Thespian Watch Supported": False,
    "AllowRemoteActorSources": "No",
}


class Population:
    """The living, as a tree below `root`; counted by class name in `alive`."""

    def __init__(self, keeper: Keeper, capabilities: Mapping[str, Any] | None) -> None:
        self.root = ActorRef(keeper, "/ActorSys")
        self.capabilities = {**(capabilities or {}), **_SELF_DESCRIPTION}
        self._names: dict[str, ActorRef] = {}
        self.alive: Counter[str] = Counter()
        self._keeper = keeper
        self._born = 0

    def named(self, name: str | None) -> ActorRef | None:
        """The living actor of that global name."""
        return self._names.get(name) if name else None

    def conceive(self, parent: ActorRef, name: str | None) -> ActorRef:
        """A new address below the parent, with nobody behind it yet."""
        self._born += 1
        return ActorRef(self._keeper, self._born, parent, name)

    def bear(
        self,
        ref: ActorRef,
        actor_class: type[Actor] | str,
        requirements: Mapping[str, Any] | None,
        source_hash: str | None,
    ) -> None:
        """Put an actor behind the address; `actor_class` may be the dotted name of a class.

        Raises NoCompatibleSystemForActor, InvalidActorSpecification, ImportError, or whatever the
        actor's own `__init__` raises; then nothing has happened. Code comes with the release and
        is never loaded at run time: any source hash is an InvalidActorSourceHash.
        """
        if source_hash is not None:
            raise InvalidActorSourceHash(source_hash)
        actor = self._instance(actualActorClass(actor_class), requirements)
        actor._myRef = ref
        ref.actor = actor
        assert ref.parent is not None
        ref.parent.adopt(ref)
        self.alive[type(actor).__name__] += 1
        if ref.globalName:
            self._names[ref.globalName] = ref

    def bury(self, ref: ActorRef) -> None:
        """Forget an actor. Children that it leaves behind become the root's."""
        kind = type(ref.actor).__name__
        ref.actor = None
        self.alive[kind] -= 1
        if not self.alive[kind]:
            del self.alive[kind]
        if ref.globalName:
            del self._names[ref.globalName]
        assert ref.parent is not None
        ref.parent.disown(ref)
        for child in ref.children or ():
            self.root.adopt(child)
        ref.children = None

    def update_capability(self, name: str, value: object) -> None:
        """Set what this system can do; None takes it away."""
        if value is None:
            self.capabilities.pop(name, None)
        else:
            self.capabilities[name] = value

    def _instance(self, actor_class: Any, requirements: Mapping[str, Any] | None) -> Any:
        check = getattr(actor_class, "actorSystemCapabilityCheck", None)
        if check is not None and not check(self.capabilities, requirements or {}):
            raise NoCompatibleSystemForActor(actor_class, "no system with what it requires")
        maker = withPossibleInitArgs(capabilities=self.capabilities, requirements=requirements)
        return maker.create(actor_class)
