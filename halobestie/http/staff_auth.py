"""Logging in to the control center, and out; one's own account and password.

e-mail + password ─▶ throttle ─▶ Argon2id ─▶ active? ─▶ a new session, in a cookie
                     429          wrong e-mail, wrong password, inactive: one answer, one work
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web
from pydantic import Field

from halobestie.db.user_logins import open_verified_session, rehash_password
from halobestie.db.users import (
    User,
    UserWithPassword,
    edit_user,
    end_user_session,
    read_user_by_email,
)
from halobestie.errors import Refusal
from halobestie.http.asked import granted
from halobestie.http.auth import hash_of
from halobestie.http.body import Body
from halobestie.http.client_address import client_address
from halobestie.http.internal_parts import PARTS, Parts
from halobestie.http.route import Call, Route, json_response
from halobestie.http.staff_cookie import drop_cookie, set_cookie
from halobestie.http.staff_gate import ABSOLUTE, Caller, session_hash
from halobestie.http.staff_types import NewPassword, Password, clean_email, hashed
from halobestie.http.users import UserView, user_view
from halobestie.ids import secret_token
from halobestie.passwords import PasswordsBusy, Verdict

log = structlog.get_logger(__name__)


class Credentials(Body):
    email: str = Field(max_length=320)
    password: Password


class PasswordChange(Body):
    current: Password
    new: NewPassword


@dataclass(frozen=True, slots=True)
class UserAnswer:
    user: UserView


@dataclass(frozen=True, slots=True)
class Proven:
    """An active user whose password was right; `stale`: its hash has parameters of another day."""

    user: User
    password_hash: str = field(repr=False)
    stale: bool


async def log_in(call: Call) -> web.Response:
    """A new session each time; the one that the browser held before is over."""
    body = call.body(Credentials)
    proven = await _proven(call, body.email, body.password)
    session_id = await _opened(call, proven)
    if proven.stale:
        await _refresh(call, proven, body.password)
    log.info("user_logged_in", user_id=proven.user.user_id)
    response = json_response(UserAnswer(user_view(proven.user)))
    set_cookie(call.request, response, session_id, int(ABSOLUTE.total_seconds()))
    return response


async def log_out(call: Call) -> web.Response:
    caller = call.caller(Caller)
    await end_user_session(call.services.database, caller.id_hash)
    call.request.app[PARTS].feed.end_session(caller.id_hash)
    log.info("user_logged_out", user_id=caller.user.user_id)
    response = web.Response(status=204)
    drop_cookie(call.request, response)
    return response


async def me(call: Call) -> UserAnswer:
    return UserAnswer(user_view(call.caller(Caller).user))


async def change_password(call: Call) -> None:
    """Needs the current one; the user's other sessions are over."""
    body, caller = call.body(PasswordChange), call.caller(Caller)
    await _proven(call, caller.user.email, body.current)
    password_hash = await hashed(call, body.new, caller.user.email, field="new")
    changed = await edit_user(
        call.services.database,
        caller.user.user_id,
        {"password_hash": password_hash},
        caller.staff,
        call.now,
        keep_session=caller.id_hash,
    )
    granted(changed)
    call.request.app[PARTS].feed.end_user(caller.user.user_id, keep=caller.id_hash)
    log.info("user_password_changed", user_id=caller.user.user_id)


async def _proven(call: Call, typed: str, password: str) -> Proven:
    """The active user with this e-mail and password.

    Raises Refusal: invalid_credentials, too_many_attempts, unavailable.
    """
    email, parts = clean_email(typed), call.request.app[PARTS]
    with parts.throttle.attempt(email, _address(call)) as attempt:
        found = await read_user_by_email(call.services.database, email)
        verdict = await _verdict(parts, password, found)
        if found is None or not verdict.right or not found.user.active:
            attempt.failed()
            _log_failure(found.user if found else None)
            raise Refusal("invalid_credentials")
        attempt.succeeded()
    return Proven(found.user, found.password_hash, verdict.stale)


async def _verdict(parts: Parts, password: str, found: UserWithPassword | None) -> Verdict:
    try:
        return await parts.passwords.verify(password, found.password_hash if found else None)
    except PasswordsBusy:
        raise Refusal("unavailable", retry_after_s=1) from None


async def _opened(call: Call, proven: Proven) -> str:
    """The id of a new session. Raises Refusal when the user has changed since the proof."""
    session_id, held = secret_token(), session_hash(call.request)
    opened = await open_verified_session(
        call.services.database,
        id_hash=hash_of(session_id),
        user_id=proven.user.user_id,
        password_hash=proven.password_hash,
        at=call.now,
        expires_at=call.now + ABSOLUTE,
        replaces=held,
    )
    if not opened:
        raise Refusal("invalid_credentials")
    if held is not None:
        call.request.app[PARTS].feed.end_session(held)
    return session_id


async def _refresh(call: Call, proven: Proven, password: str) -> None:
    """The parameters have changed: the hash is made anew while the password is at hand."""
    try:
        new_hash = await call.request.app[PARTS].passwords.hash(password)
    except PasswordsBusy:
        return  # the next login is another chance
    user_id, database = proven.user.user_id, call.services.database
    await rehash_password(database, user_id, proven.password_hash, new_hash)


def _address(call: Call) -> str:
    return client_address(call.request, call.services.config.trusted_proxies)


def _log_failure(user: User | None) -> None:
    if user is None:
        log.info("user_login_refused", reason="unknown")
    else:
        reason = "password" if user.active else "inactive"
        log.info("user_login_refused", reason=reason, user_id=user.user_id)


STAFF_AUTH_ROUTES: Final = (
    Route(
        "POST",
        "/v1/login",
        log_in,
        "Log in; the answer sets the session cookie",
        body=Credentials,
        answers={200: UserAnswer},
        refusals=("invalid_credentials", "too_many_attempts", "cross_site"),
        tag="login",
    ),
    Route("POST", "/v1/logout", log_out, "End this session", who="staff", tag="login"),
    Route(
        "GET",
        "/v1/me",
        me,
        "The user who is logged in",
        who="staff",
        answers={200: UserAnswer},
        tag="login",
    ),
    Route(
        "POST",
        "/v1/me/password",
        change_password,
        "Another password; the other sessions end",
        who="staff",
        body=PasswordChange,
        refusals=("invalid_credentials", "too_many_attempts"),
        tag="login",
    ),
)
