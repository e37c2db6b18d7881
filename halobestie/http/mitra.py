"""A mitra's own account over REST: log in by phone, look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from halobestie.db.logins import Login
from halobestie.db.mitras import log_in_mitra, read_mitra
from halobestie.errors import Refusal, Refused
from halobestie.http.answers import MitraView
from halobestie.http.auth import new_login, verified
from halobestie.http.body import Body
from halobestie.http.limits import LOGIN, LOGIN_OF_ACCOUNT, admit
from halobestie.http.route import Call, Route
from halobestie.http.views import mitra_view

log = structlog.get_logger(__name__)


class MitraLogin(Body):
    """The ID token of somebody who has just signed in by phone."""

    id_token: str


@dataclass(frozen=True, slots=True)
class MitraLoggedIn:
    """`token` goes into `Authorization: Bearer`; it is shown this once."""

    token: str
    expires_at: datetime
    mitra: MitraView


@dataclass(frozen=True, slots=True)
class MitraAnswer:
    mitra: MitraView


async def log_in(call: Call) -> MitraLoggedIn:
    """A mitra is known by phone number, and made in the control center alone."""
    services = call.services
    await admit(call, LOGIN)
    identity = await verified(services, call.body(MitraLogin).id_token)
    await admit(call, LOGIN_OF_ACCOUNT, identity.uid)
    # A phone number linked to a social account is no sign-in by phone: the OTP was another day's.
    if identity.provider != "phone" or identity.phone is None:
        raise Refusal("phone_sign_in_required")
    token, login = new_login(services, call.now)
    outcome = await log_in_mitra(services.database, identity.phone, login, call.now)
    if isinstance(outcome, Refused):
        log.info("mitra_login_refused", refusal=outcome.code)
        raise Refusal(outcome.code, outcome.detail)
    log.info("mitra_logged_in", mitra_id=outcome.mitra_id, login_id=login.login_id)
    return MitraLoggedIn(token, login.expires_at, mitra_view(outcome))


async def me(call: Call) -> MitraAnswer:
    account = await read_mitra(call.services.database, call.caller(Login).account_id)
    if account is None:
        raise Refusal("not_authenticated")
    return MitraAnswer(mitra_view(account))


MITRA_ROUTES: Final = (
    Route(
        "POST",
        "/v1/mitra/login",
        log_in,
        "Log in with the ID token of a sign-in by phone",
        body=MitraLogin,
        answers={200: MitraLoggedIn},
        refusals=(
            "invalid_id_token",
            "phone_sign_in_required",
            "mitra_unknown",
            "mitra_inactive",
            "identity_unavailable",
            "too_many_attempts",
        ),
        tag="mitra",
    ),
    Route(
        "GET",
        "/v1/mitra/me",
        me,
        "The mitra's own account",
        who="mitra",
        answers={200: MitraAnswer},
        tag="mitra",
    ),
)
