"""Loaded by schemathesis: who logs in for each case, anew whenever a case has ended the login.

A case may log its own user out, take the role away or delete the account: the next one is given
another login of the same role, so that no case is answered with 401 for what came before it.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any, Final

import requests
import schemathesis
from hypothesis import strategies as st

from halobestie.db.pool import open_database
from halobestie.db.staff import Staff
from halobestie.db.users import UserRole, create_user, open_user_session
from halobestie.errors import Refused
from halobestie.http.auth import hash_of
from halobestie.http.staff_cookie import PLAIN_NAME
from halobestie.http.staff_gate import ABSOLUTE
from halobestie.ids import secret_token, uuid7
from halobestie.names import clean_display_name
from tests.http.internal.kit import NOW, PASSWORD_HASH

BASE: Final = os.environ["FUZZ_BASE"]
ROLE: Final = os.environ["FUZZ_ROLE"]
DATABASE_URL: Final = os.environ["FUZZ_DATABASE_URL"]
PUBLIC: Final = os.environ["FUZZ_PUBLIC"]
MITRA: Final = os.environ["FUZZ_MITRA"]
_TIMEOUT_S: Final = 10
_ENDS_LOGINS: Final = ("/v1/logout", "/v1/login", "/v1/users", "/v1/me")


_DIGITS: Final = st.integers(min_value=10**7, max_value=10**8 - 1)
_NAMES: Final = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=40
).filter(lambda name: not isinstance(clean_display_name(name), Refused))
_PASSWORDS: Final = st.text(
    st.characters(codec="ascii", min_codepoint=33), min_size=12, max_size=64
)
# What a JSON schema has only a name for: such data as the name promises.
for _name, _data in {
    "phone": _DIGITS.map("+62812{}".format) | _DIGITS.map("0812{}".format),
    "display-name": _NAMES,
    "user-name": _NAMES,
    "new-password": _PASSWORDS,
}.items():
    schemathesis.openapi.format(_name, _data)


@schemathesis.auth(refresh_interval=None)
class Login:
    """A cookie of the control center, or the bearer token of a phone."""

    def __init__(self) -> None:
        self._held = ""
        self._in_doubt = True

    def get(self, case: schemathesis.Case[Any], context: Any) -> str:
        if self._in_doubt and (not self._held or _ask_me(self._held) != 200):
            self._held = new_login()
        path = case.operation.path
        self._in_doubt = case.method != "GET" and any(word in path for word in _ENDS_LOGINS)
        return self._held

    def set(self, case: schemathesis.Case[Any], data: str, context: Any) -> None:
        if _staff():
            case.cookies[PLAIN_NAME] = data
        else:
            case.headers["Authorization"] = f"Bearer {data}"


def new_login() -> str:
    """A session id or a token of ROLE."""
    if _staff():
        return asyncio.run(_session_of_a_new_user())
    wish: dict[str, str] = {"provider": "anonymous"}
    if ROLE == "mitra":
        code = _post("/v1/dev/otp", {"phone": MITRA})["code"]
        wish = {"provider": "phone", "phone": MITRA, "code": code}
    body = {"id_token": _post("/v1/dev/sign-in", wish)["id_token"]}
    if ROLE == "customer":
        body["display_name"] = "Bulan"
    return str(_post(f"/v1/{ROLE}/login", body)["token"])


def _staff() -> bool:
    return ROLE in ("admin", "operator")


def _ask_me(held: str) -> int:
    """Whether the login still is of its role: 200."""
    if not _staff():
        headers = {"Authorization": f"Bearer {held}"}
        return requests.get(f"{BASE}/v1/{ROLE}/me", headers=headers, timeout=_TIMEOUT_S).status_code
    answer = requests.get(f"{BASE}/v1/me", cookies={PLAIN_NAME: held}, timeout=_TIMEOUT_S)
    same = answer.status_code == 200 and answer.json()["user"]["role"] == ROLE
    return 200 if same else 401


def _post(path: str, body: dict[str, str]) -> dict[str, Any]:
    answer = requests.post(PUBLIC + path, json=body, timeout=_TIMEOUT_S)
    assert answer.status_code in (200, 201), f"{path} answered {answer.status_code}"
    said: dict[str, Any] = answer.json()
    return said


async def _session_of_a_new_user() -> str:
    database, session_id = await open_database(DATABASE_URL, size=1), secret_token()
    try:
        role: UserRole = "admin" if ROLE == "admin" else "operator"
        user_id, by = str(uuid7(NOW)), Staff(None, "the operator", "admin")
        email = f"{user_id}@halobestie.example"
        made = await create_user(database, user_id, email, "Fuzz", role, PASSWORD_HASH, by, NOW)
        assert not isinstance(made, Refused)
        await open_user_session(database, hash_of(session_id), user_id, NOW, NOW + ABSOLUTE)
    finally:
        await database.close()
    return session_id
