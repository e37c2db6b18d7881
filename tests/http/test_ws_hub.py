"""The hub: one socket for each account, events for whom they are, and what time does to sockets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest

from halobestie.clock import ManualClock
from halobestie.domain import Role
from halobestie.events import CustomerChanged, CustomerView, Event, OfferWithdrawn, SessionEnded
from halobestie.http import answers
from halobestie.http.sockets import Sockets
from tests.http.ws_house import NOW, SETTINGS, uuid_of

ENDED = SessionEnded(uuid_of(9), "mitra")
WITHDRAWN = OfferWithdrawn(uuid_of(9), "taken")


class Written:
    """A socket that writes down what it is told."""

    def __init__(self, role: Role, account_id: str | None, *, registered: bool = False) -> None:
        self.role: Role = role
        self.socket_id = f"{account_id}"
        self.account_id = account_id
        self.login_id: str | None = f"login-{account_id}"
        self.registered = registered
        self.stamp = 0
        self.frames: list[bytes] = []
        self.codes: list[int] = []
        self.ticks: list[tuple[datetime, int]] = []
        self.excused = timedelta()

    def deliver(self, event: Event, frame: bytes) -> None:
        self.frames.append(frame)

    def close(self, code: int) -> None:
        self.codes.append(code)

    def tick(self, now: datetime, presence_timeout_s: int) -> None:
        self.ticks.append((now, presence_timeout_s))

    def excuse(self, pause: timedelta) -> None:
        self.excused += pause

    @property
    def heard(self) -> list[str]:
        """The types of the events, in their order."""
        return [orjson.loads(frame[frame.index(b"{") :])["type"] for frame in self.frames]


@pytest.fixture
async def hub() -> Sockets:
    return Sockets(clock=ManualClock(NOW), settings=SETTINGS)


def entered(hub: Sockets, role: Role, account_id: str, *, registered: bool = False) -> Written:
    member = Written(role, account_id, registered=registered)
    hub.opened(member)
    hub.enter(member)
    return member


async def test_the_newest_socket_of_an_account_stays(hub: Sockets) -> None:
    """A second phone of one account closes the first with 4512 and gets the events."""
    older = entered(hub, "mitra", "m")
    newer = entered(hub, "mitra", "m")
    hub.leave(older)
    hub.ended(older)

    hub.push("mitra", "m", ENDED)

    assert (older.codes, older.heard) == ([4512], [])
    assert (newer.codes, newer.heard) == ([], ["session.ended"])
    assert hub.counts() == {"customer": 0, "mitra": 1}


async def test_a_customer_and_a_mitra_of_one_id_are_two(hub: Sockets) -> None:
    """Accounts of the two roles never meet."""
    customer, mitra = entered(hub, "customer", "same"), entered(hub, "mitra", "same")

    hub.push("customer", "same", ENDED)
    hub.close_account("mitra", "same", 4503)

    assert (customer.heard, customer.codes) == (["session.ended"], [])
    assert (mitra.heard, mitra.codes) == ([], [4503])


async def test_nobody_there_is_fine(hub: Sockets) -> None:
    """A push to an account without a socket is dropped: its next snapshot tells."""
    hub.push("mitra", "nobody", ENDED)
    hub.broadcast(["nobody"], WITHDRAWN)
    hub.close_account("mitra", "nobody", 4503)

    assert hub.counts() == {"customer": 0, "mitra": 0}


async def test_a_broadcast_is_encoded_once(hub: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    """One event for a thousand mitra is one encoding, and one frame that all of them share."""
    members = [entered(hub, "mitra", f"m{n}") for n in range(1000)]
    entered(hub, "mitra", "other")
    encodings: list[Event] = []
    encode = answers.event

    def counted(event: Event) -> bytes:
        encodings.append(event)
        return encode(event)

    monkeypatch.setattr(answers, "event", counted)

    hub.broadcast([f"m{n}" for n in range(1000)] + ["nobody"], WITHDRAWN)

    assert encodings == [WITHDRAWN]
    assert len({id(frame) for member in members for frame in member.frames}) == 1
    assert all(len(member.frames) == 1 for member in members)


async def test_a_login_that_ends_closes_its_sockets(hub: Sockets) -> None:
    """Log out on one phone: only the sockets of that login close."""
    one, other = entered(hub, "customer", "a"), entered(hub, "customer", "b")

    hub.close_login("login-a", 4500)

    assert (one.codes, other.codes) == ([4500], [])


async def test_new_settings_are_told_to_everyone(hub: Sockets) -> None:
    """A new heartbeat reaches both roles, each in its own words, and counts from the next sweep."""
    customer, mitra = entered(hub, "customer", "c"), entered(hub, "mitra", "m")

    hub.settings_changed(
        replace(SETTINGS, version=2, heartbeat_interval_s=5, presence_timeout_s=20)
    )
    hub.sweep(NOW)

    assert b'{"heartbeat_s":5,"anonymity_enabled":true}' in customer.frames[0]
    assert b'{"heartbeat_s":5}' in mitra.frames[0]
    assert customer.ticks == mitra.ticks == [(NOW, 20)]


async def test_anonymity_off_asks_the_anonymous_to_register(hub: Sockets) -> None:
    """Only whoever is anonymous must register, and is told so once, when it is turned off."""
    anonymous = entered(hub, "customer", "a")
    registered = entered(hub, "customer", "r", registered=True)
    linked = entered(hub, "customer", "l")
    view = CustomerView("l", "Langit", True, "phone", "+6281200000001", NOW)
    hub.push("customer", "l", CustomerChanged(view))

    hub.settings_changed(replace(SETTINGS, version=2, anonymity_enabled=False))
    hub.settings_changed(replace(SETTINGS, version=3, anonymity_enabled=False))

    assert anonymous.heard == ["settings.changed", "registration.required", "settings.changed"]
    assert registered.heard == ["settings.changed"] * 2
    assert linked.heard == ["customer.changed", "settings.changed", "settings.changed"]


async def test_older_settings_are_no_news(hub: Sockets) -> None:
    """A message that was overtaken by a newer one changes nothing."""
    member = entered(hub, "mitra", "m")
    hub.settings_changed(replace(SETTINGS, version=3))

    hub.settings_changed(replace(SETTINGS, version=2, heartbeat_interval_s=1))

    assert member.heard == ["settings.changed"]
    assert hub.settings.version == 3


async def test_whoever_comes_while_the_node_goes_is_sent_away(hub: Sockets) -> None:
    """After close_all a new socket hears at once that the node is going."""
    await hub.close_all(4001)
    late = Written("customer", None)

    hub.opened(late)

    assert late.codes == [4001]


async def test_a_late_sweep_excuses_everybody(hub: Sockets) -> None:
    """When the server stood still itself, that time is taken off everybody's silence."""
    member = entered(hub, "mitra", "m")

    hub.excuse(timedelta(seconds=100))

    assert member.excused == timedelta(seconds=100)
