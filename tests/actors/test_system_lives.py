"""The lives of actors: births, names, wake-ups, ends that leave no trace."""

from __future__ import annotations

import copy
import pickle
from contextlib import suppress
from datetime import timedelta

import pytest
from thespian.actors import (
    Actor,
    ActorExitRequest,
    ChildActorExited,
    InvalidActorSourceHash,
    NoCompatibleSystemForActor,
    WakeupMessage,
    requireCapability,
)

from halobestie.actors.timers import Wakeup
from tests.actors.puppets import Do, House, Puppet, Unborn, living, without_the_collector


def test_an_address_is_one_object(house: House) -> None:
    """It may be a dictionary key, is not copied, and does not leave its process."""
    address, _ = house.puppet()

    assert {address: 1}[copy.deepcopy(address)] == 1
    assert copy.copy(address) is address
    assert address != house.puppet()[0]
    with pytest.raises(TypeError, match="stays in its process"):
        pickle.dumps(address)


def test_an_actor_is_born_only_where_it_can_live(house: House) -> None:
    """A capability that is missing is said at birth; code from elsewhere is never run."""

    @requireCapability("garden")
    class Gardener(Puppet):
        pass

    with pytest.raises(NoCompatibleSystemForActor):
        house.system.createActor(Gardener)
    house.system.updateCapability("garden", True)
    house.system.createActor(Gardener)

    with pytest.raises(InvalidActorSourceHash):
        house.system.createActor(Puppet, sourceHash="0af1")
    with suppress(ValueError):
        house.system.createActor(Unborn)
    assert house.base.stats().actors == {"Gardener": 1}


def test_wakeups_come_when_they_are_due(house: House) -> None:
    """In order of their time, with period and payload."""
    address, actor = house.puppet()

    def ask_for_two(actor: Puppet) -> None:
        actor.wakeupAfter(timedelta(seconds=60), "minute")
        actor.wakeupAfter(5, "soon")

    house.do(address, ask_for_two)
    house.settle()
    assert house.base.stats().wakeups == 2

    house.pass_time(59)
    assert actor.heard == [WakeupMessage(5, "soon")]
    house.pass_time(1)
    assert actor.heard[1:] == [WakeupMessage(timedelta(seconds=60), "minute")]
    assert house.base.stats().wakeups == 0


def test_a_wakeup_that_has_been_leaves_no_trace(house: House) -> None:
    """Neither with its actor nor in memory, and without the garbage collector's help."""
    address, actor = house.puppet()

    with without_the_collector():
        house.do(address, lambda actor: actor.wakeupAfter(1))
        house.pass_time(2)

        assert [type(message) for message in actor.heard] == [WakeupMessage]
        assert address.wakeups is None
        assert living(Wakeup) == 0


def test_wakeups_end_with_their_actor(house: House) -> None:
    """Nothing of them is left on the loop, and no time brings them back."""
    address, actor = house.puppet()
    other, awake = house.puppet()

    for each in (address, other):
        house.do(each, lambda actor: [actor.wakeupAfter(n, n) for n in range(1, 11)])
    house.system.tell(address, ActorExitRequest())
    house.settle()
    assert house.base.stats().wakeups == 10
    assert living(Wakeup) == 10

    house.pass_time(60)

    assert [type(message) for message in actor.heard] == [ActorExitRequest]
    assert len(awake.heard) == 10
    assert house.base.stats().dead_letters == 0
    assert house.base.stats().deliveries == 2 + 1 + 1 + 10, "not even a delivery was tried"


def test_a_dead_actor_gets_no_wakeups(house: House) -> None:
    """One that ended within its own handler and asks for a wake-up asks in vain."""
    address, actor = house.puppet()
    house.system.tell(address, ActorExitRequest())
    house.settle()

    actor.wakeupAfter(1)

    assert house.base.stats().wakeups == 0


def test_a_hundred_thousand_actors_come_and_go_without_a_trace(house: House) -> None:
    """Not in the registry, the timers or the memory, and without the garbage collector's help."""
    address, _ = house.puppet()

    def have_children(actor: Puppet) -> None:
        for number in range(100_000):
            child = actor.createActor(Puppet, globalName=f"child {number}")
            if number % 10 == 0:
                actor.send(child, Do(lambda child: child.wakeupAfter(3600)))

    with without_the_collector():
        before = living(Actor)
        house.do(address, have_children)
        house.turn()
        assert house.base.stats().actors == {"Puppet": 100_001}
        house.settle()
        assert living(Actor) == before + 100_000
        assert house.base.stats().wakeups == 10_000

        house.system.tell(address, ActorExitRequest())
        house.settle()

        assert house.base.stats().actors == {}
        assert house.base.stats().wakeups == 0
        assert living(Actor) == before
        assert living(Wakeup) == 0
    assert house.base.stats().dead_letters == 0
    assert house.base.stats().failures == 0


def test_an_exit_takes_the_whole_family(house: House) -> None:
    """Children and grandchildren end with an actor, and its parent is told of it alone."""
    parent, told = house.puppet()
    house.do(parent, lambda actor: actor.heard.append(actor.createActor(Puppet)))
    house.settle()
    (child,) = told.heard
    house.do(child, lambda actor: actor.createActor(Puppet))
    house.settle()

    house.system.tell(child, ActorExitRequest())
    house.settle()

    assert house.base.stats().actors == {"Puppet": 1}
    assert told.heard == [child, ChildActorExited(child)]
    assert parent.children is None


def test_an_exit_that_is_not_recursive_leaves_the_children(house: House) -> None:
    """They live on without a parent until the system closes."""
    parent, told = house.puppet()
    house.do(parent, lambda actor: actor.heard.append(actor.createActor(Puppet)))
    house.settle()
    (orphan,) = told.heard

    house.system.tell(parent, ActorExitRequest(recursive=False))
    house.system.tell(orphan, "still here?")
    house.settle()

    assert orphan.actor.heard == ["still here?"]
    assert house.base.stats().actors == {"Puppet": 1}
    house.base.close()
    assert house.base.stats().actors == {}


def test_a_name_is_free_again_when_its_actor_has_ended(house: House) -> None:
    """A global name belongs to the living."""
    first = house.system.createActor(Puppet, globalName="coordinator")
    assert house.system.createActor(Puppet, globalName="coordinator") is first
    house.system.tell(first, ActorExitRequest())
    house.settle()

    second = house.system.createActor(Puppet, globalName="coordinator")

    assert second is not first
    assert second.actor.globalName == "coordinator"
