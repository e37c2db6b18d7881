"""Who calls on the internal listener: the session cookie of a control-center user, and the role.

    cookie ──sha256──▶ session: not ended, not idle, not expired; its user active
        none ▶ 401 not_authenticated        a role that the route is not for ▶ 403 wrong_role

A phone's token opens nothing here: it is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from aiohttp import web

from halobestie.db.staff import Staff
from halobestie.db.users import User, UserRole, find_user_session
from halobestie.errors import Refusal
from halobestie.http.auth import hash_of
from halobestie.http.route import Route, Who
from halobestie.http.services import SERVICES
from halobestie.http.staff_cookie import read_cookie

IDLE: Final = timedelta(hours=12)
ABSOLUTE: Final = timedelta(days=7)

ALLOWED: Final[Mapping[Who, frozenset[UserRole]]] = MappingProxyType(
    {"staff": frozenset({"admin", "operator"}), "admin": frozenset({"admin"})}
)
"""The roles that a route of this kind is for. A kind that is not here is for no user."""

# As ids.secret_token makes them; anything else needs no look into the database.
_SESSION_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Caller:
    """A user, and the hash of the session that this request belongs to."""

    user: User
    id_hash: bytes

    @property
    def staff(self) -> Staff:
        """As the audit log knows the caller."""
        return Staff(self.user.user_id, self.user.display_name, self.user.role)


async def staff_gate(request: web.Request, who: Who) -> Caller | None:
    """The gate of the internal listener. Raises Refusal."""
    if who == "anyone":
        return None
    caller = await _caller_of(request)
    if caller is None:
        raise Refusal("not_authenticated")
    if caller.user.role not in ALLOWED.get(who, frozenset()):
        raise Refusal("wrong_role")
    return caller


def role_table(routes: Iterable[Route]) -> dict[tuple[str, str], frozenset[UserRole] | None]:
    """Which roles may call which method and path; None: whoever comes, without logging in."""
    return {
        (route.method, route.path): None
        if route.who == "anyone"
        else ALLOWED.get(route.who, frozenset())
        for route in routes
    }


def session_hash(request: web.Request) -> bytes | None:
    """The hash of the session id that the browser holds, whether or not it opens anything."""
    held = read_cookie(request)
    return hash_of(held) if held and _SESSION_ID.fullmatch(held) else None


async def _caller_of(request: web.Request) -> Caller | None:
    id_hash = session_hash(request)
    if id_hash is None:
        return None
    services = request.app[SERVICES]
    user = await find_user_session(services.database, id_hash, services.clock.now(), IDLE)
    return Caller(user, id_hash) if user else None
