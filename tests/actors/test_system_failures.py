"""What goes wrong among actors: handlers that raise, births that fail, letters to the dead."""

from __future__ import annotations

import pytest
import structlog.testing
from thespian.actors import (
    Actor,
    ActorAddress,
    ActorExitRequest,
    ChildActorExited,
    DeadEnvelope,
    PoisonMessage,
)

from tests.actors.puppets import Do, House, Puppet, Unborn


def test_a_handler_that_raises_is_counted_and_logged_and_its_actor_lives_on(house: House) -> None:
    """Each raise is one count and one line; the line names classes and code, and no content."""
    address, actor = house.puppet()
    house.system.tell(address, "before")

    with structlog.testing.capture_logs() as lines:
        house.do(address, _stumble)
        house.system.tell(address, "after")
        house.settle()

    assert actor.heard == ["before", "after"]
    assert house.base.stats().failures == 2
    assert lines == 2 * [
        {
            "event": "actor_handler_failed",
            "log_level": "error",
            "actor": "Puppet",
            "message": "Do",
            "error": "ValueError",
            "where": f"_stumble:{_stumble.__code__.co_firstlineno + 2}",
        }
    ]


def _stumble(_: Puppet) -> None:
    secret = "0812 wants to talk"
    raise ValueError(secret)


def test_a_message_that_failed_is_tried_once_more(house: House) -> None:
    """The second attempt is on the same actor; when it succeeds nobody hears of the first."""
    address, actor = house.puppet()
    teller, told = house.puppet()

    def waver(actor: Puppet) -> None:
        actor.heard.append("tried")
        if len(actor.heard) == 1:
            raise ValueError

    house.do(teller, lambda actor: actor.send(address, Do(waver)))
    house.settle()

    assert actor.heard == ["tried", "tried"]
    assert told.heard == []
    assert house.base.stats().failures == 1


def test_a_message_that_fails_twice_goes_back_as_poison_and_keeps_its_place(house: House) -> None:
    """thespian's contract; what was sent after it is delivered after it."""
    address, actor = house.puppet()
    teller, told = house.puppet()

    def send_both(actor: Puppet) -> None:
        actor.send(address, Do(_stumble))
        actor.send(address, "next")

    house.do(teller, send_both)
    house.settle()

    assert [type(message) for message in told.heard] == [PoisonMessage]
    assert told.heard[0].poisonMessage == Do(_stumble)
    assert actor.heard == ["next"]
    assert house.base.stats().dead_letters == 0


def test_poison_is_not_poisoned_again(house: House) -> None:
    """Two actors that choke on each other's messages do not keep at it for ever."""

    class Choking(Puppet):
        def receiveMessage(self, message: object, sender: ActorAddress) -> None:
            if isinstance(message, PoisonMessage):
                raise TypeError
            super().receiveMessage(message, sender)

    address, actor = house.puppet()
    teller, _ = house.puppet(Choking)

    house.do(teller, lambda actor: actor.send(address, Do(_stumble)))
    house.settle()

    assert actor.heard == []
    assert house.base.stats().failures == 2 + 2


def test_an_actor_that_breaks_off_the_loop_does_not_stop_the_deliveries(house: House) -> None:
    """An interrupt gets out; what was waiting is delivered when the loop runs again."""
    address, actor = house.puppet()

    def interrupt(_: Puppet) -> None:
        raise KeyboardInterrupt

    house.do(address, interrupt)
    house.system.tell(address, "still here")

    with pytest.raises(KeyboardInterrupt):
        house.turn()
    house.settle()

    assert actor.heard == ["still here"]


def test_a_child_that_cannot_start_is_reported_to_its_parent(house: House) -> None:
    """The parent gets an address, and then the news; the log gets the class."""
    address, parent = house.puppet()

    with structlog.testing.capture_logs() as lines:
        house.do(address, lambda actor: actor.heard.append(actor.createActor(Unborn)))
        house.settle()

    child, news = parent.heard
    assert news == ChildActorExited(child)
    assert [(line["event"], line["actor"], line["error"]) for line in lines] == [
        ("actor_birth_failed", "Unborn", "ValueError")
    ]
    assert "0812" not in str(lines)
    assert house.base.stats().actors == {"Puppet": 1}


def test_a_letter_to_the_dead_is_counted_and_handed_to_who_asked_for_it(house: House) -> None:
    """Before anybody asks it is counted all the same; the system's own notices are no letters."""
    address, _ = house.puppet()
    reader, read = house.puppet()
    house.do(address, lambda actor: actor.wakeupAfter(0))
    house.system.tell(address, ActorExitRequest())
    house.settle()

    house.system.tell(address, "lost")
    house.do(reader, lambda actor: actor.handleDeadLetters())
    house.settle()
    house.system.tell(address, "found")
    house.settle()

    assert read.heard == [DeadEnvelope(address, "found")]
    assert house.base.stats().dead_letters == 2


def test_a_reader_of_dead_letters_that_ends_reads_no_more(house: House) -> None:
    """Nor is a dead letter to it made a dead letter again."""
    reader, _ = house.puppet()
    house.do(reader, lambda actor: actor.handleDeadLetters())
    house.system.tell(reader, ActorExitRequest())
    house.settle()

    before = house.base.stats().deliveries
    house.system.tell(reader, "lost")
    house.settle()

    assert house.base.stats().dead_letters == 1
    assert house.base.stats().deliveries == before + 1


def test_an_answer_to_the_outside_is_a_dead_letter(house: House) -> None:
    """On a loop nobody outside listens; whoever answers there has made a mistake to be seen."""

    class Answering(Actor):  # type: ignore[misc]
        def receiveMessage(self, message: object, sender: ActorAddress) -> None:
            self.send(sender, "yes?")

    house.system.tell(house.system.createActor(Answering), "hello")
    house.settle()

    assert house.base.stats().dead_letters == 1


def test_an_address_of_no_actor_leads_nowhere(house: House) -> None:
    """An address that somebody made up is a dead letter, not an error in the loop."""
    house.system.tell(ActorAddress("made up"), "hello")
    house.settle()

    assert house.base.stats().dead_letters == 1
