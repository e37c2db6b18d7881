"""What is counted of one socket: the account that logs in on it, and presses of "Mulai Curhat".

Everything else goes through untouched, heartbeats above all.
"""

from __future__ import annotations

from halobestie.db.logins import Login
from halobestie.door import Door
from halobestie.errors import Refused
from halobestie.http.close_codes import TOO_MANY
from halobestie.http.greeting import Closing, FindLogin
from halobestie.http.limits import REQUEST, REQUEST_OF_ACCOUNT, SOCKET_OF_ACCOUNT, Limits
from halobestie.messages import Key, RequestAsked


def limited_logins(find_login: FindLogin, limits: Limits, address: str) -> FindLogin:
    """The login of a token, unless its account comes and comes again: then 4013."""

    async def find(token: str) -> Login | None:
        login = await find_login(token)
        if login is not None and limits.wait_s(SOCKET_OF_ACCOUNT, address, login.account_id):
            raise Closing(TOO_MANY)
        return login

    return find


class LimitedDoor(Door):
    """Answers with `too_many_requests` whoever presses too often, in place of the actors."""

    def __init__(self, door: Door, limits: Limits, address: str) -> None:
        super().__init__(door, door.replies)
        self._limits = limits
        self._address = address

    def tell(self, key: Key, message: object) -> None:
        if isinstance(message, RequestAsked) and self._too_often(message.customer_id):
            self.replies.resolve(message.reply_to, Refused("too_many_requests"))
        else:
            super().tell(key, message)

    def _too_often(self, customer_id: str) -> bool:
        limits, address = self._limits, self._address
        return bool(
            limits.wait_s(REQUEST_OF_ACCOUNT, address, customer_id)
            or limits.wait_s(REQUEST, address)
        )
