"""The actor system and its event loop: order, slices, sockets, the close of it all."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import partial

import pytest
import uvloop
from thespian.actors import (
    Actor,
    ActorAddress,
    ActorSystem,
    ActorSystemFailure,
    WakeupMessage,
)

from halobestie.actors.system import AsyncioSystemBase
from tests.actors.moved_loop import MovedLoop
from tests.actors.puppets import Do, House, Puppet, Storm, house_on


def test_messages_arrive_in_the_order_each_sender_sent_them() -> None:
    """However the slices fall, nobody overtakes themselves."""
    with house_on(MovedLoop(), slice_deliveries=7) as house:
        address, receiver = house.puppet()
        senders = [house.puppet()[0] for _ in range(5)]
        for number in range(20):
            for name, sender in enumerate(senders):
                house.do(sender, partial(Actor.send, targetAddr=address, msg=(name, number)))

        house.settle()

        for name in range(5):
            assert [n for who, n in receiver.heard if who == name] == list(range(20))


def test_a_slice_ends_after_so_many_deliveries() -> None:
    """Each turn of the loop delivers its share and no more."""
    with house_on(MovedLoop(), slice_deliveries=100, slice_seconds=1e9) as house:
        address, receiver = house.puppet()
        for number in range(1_000):
            house.system.tell(address, number)

        for turn in range(1, 11):
            house.turn()
            assert len(receiver.heard) == 100 * turn
            assert house.base.queued == 1_000 - 100 * turn
        assert house.base.idle()


def test_a_slice_ends_when_its_time_is_up() -> None:
    """Slow handlers do not make a slice longer: it looks at the clock in between."""
    looks = itertools.count()
    with house_on(MovedLoop(), slice_seconds=3, monotonic=lambda: next(looks)) as house:
        address, receiver = house.puppet()
        for number in range(1_000):
            house.system.tell(address, number)

        house.turn()

        assert len(receiver.heard) == 3 * 16
        assert house.base.stats().last_slice == 3
        house.settle()
        assert len(receiver.heard) == 1_000
        assert house.base.stats().longest_slice == 3


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_sockets_are_served_while_actors_storm(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    """A thousand echoes over TCP come back in the midst of actors that never come to rest."""
    with house_on(new_loop(), slice_deliveries=50, slice_seconds=1e9) as house:
        address, storm = house.puppet(Storm)
        house.system.tell(address, "begin")

        house.loop.run_until_complete(_echo(times=1_000))

        assert not house.base.idle(), "the storm was to blow all the while"
        turns = storm.blown / 50
        assert 1_000 <= turns <= 8 * 1_000, "a round trip takes a few turns of the loop"


async def _echo(times: int) -> None:
    """So many round trips to an echoing server on the loopback, one after the other."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for number in range(times):
            writer.write(b"%d\n" % number)
            assert await reader.readline() == b"%d\n" % number
        writer.close()
        await writer.wait_closed()


def test_nobody_lends_their_context_to_the_actors(house: House) -> None:
    """Ids that a socket has bound for its own log lines do not turn up in the actors' lines."""
    caller: ContextVar[str] = ContextVar("caller", default="nobody")
    address, actor = house.puppet()
    caller.set("a socket")

    house.do(address, lambda actor: actor.heard.append(caller.get()))
    house.settle()

    assert actor.heard == ["nobody"]


def test_ask_is_refused_on_a_loop(house: House) -> None:
    """It would wait for the loop that it blocks."""
    address, _ = house.puppet()

    with pytest.raises(RuntimeError, match="use tell"):
        house.system.ask(address, "what?")
    with pytest.raises(RuntimeError, match="use tell"):
        house.system.listen(1)


async def test_without_a_loop_given_the_running_one_is_taken() -> None:
    """Nobody gets a system that blocks their loop because they forgot to pass it on."""
    base = AsyncioSystemBase()
    system = ActorSystem(base, transientUnique=True)
    address = system.createActor(Puppet)

    system.tell(address, "hello")

    assert not base.idle()
    await asyncio.sleep(0)
    assert address.actor.heard == ["hello"]
    base.close()


def test_close_ends_everything(house: House) -> None:
    """Letters that wait are delivered, children exit before parents; then there is nothing left."""
    parent, first = house.puppet()
    house.do(parent, lambda actor: actor.heard.append(actor.createActor(Puppet)))
    house.settle()
    second = first.heard.pop().actor
    order: list[str] = []
    first.heard, second.heard = _Diary("parent", order), _Diary("child", order)
    house.do(parent, lambda actor: actor.wakeupAfter(3600))
    house.system.tell(parent, "last words")
    storm, _ = house.puppet(Storm)
    house.system.tell(storm, "begin")

    house.base.close()

    assert order == ["parent: str", "child: ActorExitRequest", "parent: ActorExitRequest"]
    assert house.base.idle()
    assert house.base.stats().actors == {}
    assert house.base.stats().wakeups == 0
    house.pass_time(7200)
    house.system.tell(parent, "anybody?")
    house.settle()
    assert house.base.stats().dead_letters == 1
    with pytest.raises(ActorSystemFailure):
        house.system.createActor(Puppet)


class _Diary(list[object]):
    """What one actor heard, written into a book that it shares."""

    def __init__(self, name: str, book: list[str]) -> None:
        self._name, self._book = name, book

    def append(self, message: object) -> None:
        self._book.append(f"{self._name}: {type(message).__name__}")


def test_close_does_not_wait_for_those_who_never_end(house: House) -> None:
    """An actor that answers its end with new actors and messages is ended all the same."""

    class Hydra(Actor):  # type: ignore[misc]
        def receiveMessage(self, message: object, sender: ActorAddress) -> None:
            for _ in range(2):
                self.send(self.createActor(Hydra), "grow")

    house.system.tell(house.system.createActor(Hydra), "grow")
    for _ in range(10):
        house.turn()

    house.base.close()

    assert house.base.stats().actors == {}
    assert house.base.idle()


def test_without_a_loop_the_caller_drives_and_may_move_the_clock() -> None:
    """`ask` waits for an answer that is an hour away, on a clock that the test brings."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    class Slow(Actor):  # type: ignore[misc]
        def receiveMessage(self, message: object, sender: ActorAddress) -> None:
            if isinstance(message, WakeupMessage):
                self.send(message.payload, "at last")
            else:
                self.wakeupAfter(timedelta(hours=1), sender)

    base = AsyncioSystemBase(monotonic=lambda: now[0], sleep=sleep)
    system = ActorSystem(base, transientUnique=True)
    slow = system.createActor(Slow)

    assert system.ask(slow, "well?", timedelta(minutes=59)) is None
    assert now[0] == 0, "what cannot come in time is not waited for"
    assert system.listen(timedelta(hours=2)) == "at last"
    assert now[0] == 3600
    system.shutdown()
    assert base.stats().actors == {}


def test_a_handler_that_tells_is_not_interrupted_by_what_it_told() -> None:
    """Without a loop, too, one message is dealt with before the next."""
    base = AsyncioSystemBase()
    system = ActorSystem(base, transientUnique=True)
    address = system.createActor(Puppet)

    def tell_myself(actor: Puppet) -> None:
        system.tell(address, "second")
        actor.heard.append("first")

    system.tell(address, Do(tell_myself))

    assert address.actor.heard == ["first", "second"]
    system.shutdown()
