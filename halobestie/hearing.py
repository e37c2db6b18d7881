"""What other nodes say, brought to whoever it concerns on this one.

offers, accepts, lines ▸ coordinator       requests and sessions ▸ desk
a mitra's account ▸ the mitra's actor      sockets and logins ▸ the hub
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from halobestie import messages
from halobestie.domain import Role
from halobestie.events import CustomerChanged, Event
from halobestie.messages import COORDINATOR, DESK, Key, MitraMoved, SocketEntered

DEACTIVATED: Final = 4503

FOR_COORDINATOR: Final = (
    messages.RequestOffered
    | messages.OfferSent
    | messages.OfferPassed
    | messages.OfferRecalled
    | messages.AcceptForwarded
    | messages.AcceptAnswered
    | messages.LineMoved
    | messages.LineTold
    | messages.LineAsked
    | messages.TurnTaken
)
FOR_DESK: Final = messages.RequestNews | messages.SessionNews


class Actors(Protocol):
    def tell(self, key: Key, message: object) -> None: ...
    def has(self, key: Key) -> bool: ...


class Phones(Protocol):
    def push(self, role: Role, account_id: str, event: Event) -> None: ...
    def close_account(self, role: Role, account_id: str, code: int) -> None: ...
    def close_login(self, login_id: str, code: int) -> None: ...
    def entered_elsewhere(self, entered: SocketEntered) -> bool: ...


class Hearing:
    """`hear` is what the herald calls. `left`: a node has let go; `missed`: one may have."""

    def __init__(
        self,
        *,
        actors: Actors,
        phones: Phones,
        left: Callable[[str], None],
        missed: Callable[[], None],
    ) -> None:
        self._actors = actors
        self._phones = phones
        self._left = left
        self._missed = missed

    def hear(self, message: object) -> None:
        if isinstance(message, FOR_COORDINATOR):
            self._actors.tell(COORDINATOR, message)
        elif isinstance(message, FOR_DESK):
            self._actors.tell(DESK, message)
        else:
            self._of_accounts(message)

    def _of_accounts(self, message: object) -> None:
        match message:
            case messages.MitraEdited(mitra_id) | messages.OfflineForced(mitra_id):
                self._tell_mitra(mitra_id, message)
            case messages.MitraDeactivated(mitra_id):
                self._deactivated(mitra_id)
            case messages.NodeLeft(node_id):
                self._left(node_id)
            case messages.MissedSomething():
                self._missed()
            case _:
                self._of_phones(message)

    def _of_phones(self, message: object) -> None:
        match message:
            case SocketEntered():
                if self._phones.entered_elsewhere(message) and message.role == "mitra":
                    self._tell_mitra(message.account_id, MitraMoved(message.account_id))
            case messages.LoginEnded(login_id, code):
                self._phones.close_login(login_id, code)
            case messages.AccountShut(role, account_id, code):
                self._phones.close_account(role, account_id, code)
            case messages.CustomerEdited(customer):
                self._phones.push("customer", customer.id, CustomerChanged(customer))

    def _deactivated(self, mitra_id: str) -> None:
        """The actor tells the phone why, and then closes; without one it is closed at once."""
        if self._actors.has(Key("mitra", mitra_id)):
            self._actors.tell(Key("mitra", mitra_id), messages.MitraDeactivated(mitra_id))
        else:
            self._phones.close_account("mitra", mitra_id, DEACTIVATED)

    def _tell_mitra(self, mitra_id: str, message: object) -> None:
        key = Key("mitra", mitra_id)
        if self._actors.has(key):
            self._actors.tell(key, message)
