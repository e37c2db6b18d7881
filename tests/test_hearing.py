"""What other nodes say is brought to whoever it concerns, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import get_args

import pytest

from halobestie import messages
from halobestie.cluster.codec import TYPES
from halobestie.domain import Request, Role, Session
from halobestie.events import CustomerChanged, CustomerView, Event
from halobestie.hearing import FOR_COORDINATOR, FOR_DESK, Hearing
from halobestie.messages import COORDINATOR, DESK, Key, MitraMoved, SocketEntered

NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
REQUEST = Request("r1", "c1", "Senja", "blast", 45, NIGHT, NIGHT)
SESSION = Session("s1", "r1", "active", "c1", "Senja", "m1", "B", NIGHT, NIGHT, None, None, 2)
M1 = Key("mitra", "m1")


@dataclass
class Written:
    """A tree and a hub that write down what they are told; `here` are the actors that live."""

    here: set[Key] = field(default_factory=set)
    newer_elsewhere: bool = True
    told: list[tuple[object, ...]] = field(default_factory=list)

    def tell(self, key: Key, message: object) -> None:
        self.told.append((key, message))

    def has(self, key: Key) -> bool:
        return key in self.here

    def push(self, role: Role, account_id: str, event: Event) -> None:
        self.told.append(("push", role, account_id, event))

    def close_account(self, role: Role, account_id: str, code: int) -> None:
        self.told.append(("close account", role, account_id, code))

    def close_login(self, login_id: str, code: int) -> None:
        self.told.append(("close login", login_id, code))

    def entered_elsewhere(self, entered: SocketEntered) -> bool:
        self.told.append(("entered elsewhere", entered))
        return self.newer_elsewhere


def heard(message: object, *here: Key, newer_elsewhere: bool = True) -> list[tuple[object, ...]]:
    """All that comes of it, in order."""
    node = Written(set(here), newer_elsewhere)
    hearing = Hearing(
        actors=node,
        phones=node,
        left=lambda node_id: node.told.append(("left", node_id)),
        missed=lambda: node.told.append(("missed",)),
    )
    hearing.hear(message)
    return node.told


@pytest.mark.parametrize(
    "message",
    [
        messages.RequestOffered(REQUEST, "n1"),
        messages.OfferSent(REQUEST, "n1", "m1", NIGHT),
        messages.OfferPassed("r1", "m1", "busy"),
        messages.OfferRecalled("r1", "m1"),
        messages.AcceptForwarded("r1", "m1", "s1", "n2"),
        messages.AcceptAnswered("r1", "m1", "offer_taken"),
        messages.LineMoved("n1", (), ()),
        messages.LineTold("n1", ()),
        messages.LineAsked("n1"),
        messages.TurnTaken("round_robin", "m1", 1),
    ],
    ids=lambda m: type(m).__name__,
)
def test_offers_accepts_and_lines_go_to_the_coordinator(message: object) -> None:
    """As they are, and once."""
    assert heard(message) == [(COORDINATOR, message)]


@pytest.mark.parametrize(
    "message", [messages.RequestNews("r1", "c1", "expired"), messages.SessionNews(SESSION)]
)
def test_news_go_to_the_desk(message: object) -> None:
    """Which knows what its phones have heard."""
    assert heard(message) == [(DESK, message)]


@pytest.mark.parametrize("message", [messages.MitraEdited("m1", 3), messages.OfflineForced("m1")])
def test_what_staff_did_goes_to_the_mitra_who_is_here(message: object) -> None:
    """And is nobody's business where the mitra is not: the desk would answer for it."""
    assert heard(message, M1) == [(M1, message)]
    assert heard(message) == []


def test_a_deactivated_mitra_hears_why_before_the_socket_closes() -> None:
    """The actor says it and closes; without one the socket is closed at once."""
    message = messages.MitraDeactivated("m1")
    assert heard(message, M1) == [(M1, message)]
    assert heard(message) == [("close account", "mitra", "m1", 4503)]


def test_a_newer_socket_of_a_mitra_elsewhere_takes_the_presence_along() -> None:
    """The actor here lets go."""
    entered = SocketEntered("mitra", "m1", "n2", 17)
    assert heard(entered, M1) == [("entered elsewhere", entered), (M1, MitraMoved("m1"))]
    assert heard(entered) == [("entered elsewhere", entered)]


def test_an_older_socket_of_a_mitra_elsewhere_changes_nothing() -> None:
    """Ours is the newer one: the mitra stays."""
    entered = SocketEntered("mitra", "m1", "n2", 17)
    assert heard(entered, M1, newer_elsewhere=False) == [("entered elsewhere", entered)]


def test_a_customer_who_moves_has_no_presence_to_take_along() -> None:
    """Also when a mitra has the same id."""
    entered = SocketEntered("customer", "m1", "n2", 17)
    assert heard(entered, M1) == [("entered elsewhere", entered)]


def test_ends_of_logins_and_accounts_close_sockets() -> None:
    """With the code that was said."""
    assert heard(messages.LoginEnded("l1", 4500)) == [("close login", "l1", 4500)]
    assert heard(messages.AccountShut("customer", "c1", 4500)) == [
        ("close account", "customer", "c1", 4500)
    ]


def test_a_customers_new_name_is_told_to_that_customer() -> None:
    """On whatever node the phone is."""
    view = CustomerView("c1", "Fajar", True, "phone", "+62811", NIGHT)
    assert heard(messages.CustomerEdited(view)) == [
        ("push", "customer", "c1", CustomerChanged(view))
    ]


def test_a_node_that_left_is_adopted_and_a_gap_is_looked_into() -> None:
    """Each by whom the app has connected."""
    assert heard(messages.NodeLeft("n2")) == [("left", "n2")]
    assert heard(messages.MissedSomething("n2")) == [("missed",)]


def test_every_message_between_nodes_has_a_place() -> None:
    """One that is added and forgotten here would be heard by nobody."""
    by_name = {
        messages.MitraEdited, messages.OfflineForced, messages.MitraDeactivated,
        messages.NodeLeft, messages.MissedSomething, messages.SocketEntered,
        messages.LoginEnded, messages.AccountShut, messages.CustomerEdited,
    }  # fmt: skip
    families = {*get_args(FOR_COORDINATOR), *get_args(FOR_DESK)}
    assert families | by_name == set(TYPES.values())
    assert not families & by_name


def test_what_is_none_of_them_is_nobodys() -> None:
    """No exception, and nothing comes of it."""
    assert heard(object()) == []
