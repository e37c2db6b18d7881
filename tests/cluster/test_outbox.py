"""The outbox: what waits is bounded in messages, bytes and age, and leaves in order."""

from __future__ import annotations

from halobestie.cluster.outbox import Bounds, Letter, Outbox

TIGHT = Bounds(messages=3, size=100, age_s=2.0)


def letter(text: bytes, at: float = 0.0) -> Letter:
    return Letter("all", text, at)


def frames(letters: list[Letter]) -> list[bytes]:
    return [each.frame for each in letters]


def test_what_waits_leaves_in_order() -> None:
    """First in, first out."""
    outbox = Outbox(TIGHT)
    for text in (b"one", b"two", b"three"):
        outbox.put(letter(text))

    assert frames(outbox.take(10, 1000)) == [b"one", b"two", b"three"]
    assert (len(outbox), outbox.size, outbox.dropped) == (0, 0, 0)


def test_too_many_push_the_oldest_out() -> None:
    """The fourth of three: the first is forgotten, and counted."""
    outbox = Outbox(TIGHT)
    for text in (b"one", b"two", b"three", b"four"):
        outbox.put(letter(text))

    assert frames(outbox.take(10, 1000)) == [b"two", b"three", b"four"]
    assert outbox.dropped == 1


def test_too_many_bytes_push_the_oldest_out() -> None:
    """The bound on bytes holds whatever the number of messages is."""
    outbox = Outbox(TIGHT)
    outbox.put(letter(b"a" * 60))
    outbox.put(letter(b"b" * 60))

    assert (len(outbox), outbox.size, outbox.dropped) == (1, 60, 1)


def test_a_message_larger_than_all_is_not_kept() -> None:
    """It could never wait, so it is dropped, and nothing is left over in the count of bytes."""
    outbox = Outbox(TIGHT)
    outbox.put(letter(b"a" * 101))

    assert (len(outbox), outbox.size, outbox.dropped) == (0, 0, 1)


def test_old_news_is_forgotten() -> None:
    """What waited longer than two seconds goes; what waited exactly so long does not."""
    outbox = Outbox(TIGHT)
    outbox.put(letter(b"old", at=10.0))
    outbox.put(letter(b"new", at=10.5))

    outbox.expire(now=12.0)
    assert len(outbox) == 2
    outbox.expire(now=12.1)
    assert frames(outbox.take(10, 1000)) == [b"new"]
    assert outbox.dropped == 1


def test_new_messages_push_old_news_out_while_nobody_takes() -> None:
    """Without a server nothing is taken; the outbox still holds two seconds at most."""
    outbox = Outbox(Bounds(messages=1000, size=100_000, age_s=2.0))
    for second in range(100):
        outbox.put(letter(b"news", at=float(second)))

    assert len(outbox) == 3
    assert outbox.dropped == 97


def test_a_batch_is_bounded() -> None:
    """By messages; and by bytes, where a single large message still leaves."""
    outbox = Outbox(Bounds(messages=10, size=1000, age_s=2.0))
    for text in (b"a" * 50, b"b" * 50, b"c" * 50):
        outbox.put(letter(text))

    assert len(outbox.take(1, 1000)) == 1
    assert len(outbox.take(10, 10)) == 1
    assert outbox.size == 50


def test_what_is_left_at_the_end_counts_as_dropped() -> None:
    """Nothing that was said disappears from the count."""
    outbox = Outbox(TIGHT)
    outbox.put(letter(b"one"))
    outbox.put(letter(b"two"))

    outbox.clear()

    assert (len(outbox), outbox.size, outbox.dropped) == (0, 0, 2)
