"""The end of a login, of either role: its token opens nothing more, its sockets close."""

from __future__ import annotations

from typing import Final

import structlog

from halobestie.db.logins import Login, end_login
from halobestie.http.route import Call, Route
from halobestie.messages import LoginEnded

log = structlog.get_logger(__name__)

LOGIN_ENDED: Final = 4500


async def log_out(call: Call) -> None:
    """Ends the login that calls; other logins of the account go on."""
    login = call.caller(Login)
    await end_login(call.services.database, login.login_id, call.now)
    call.services.sockets.close_login(login.login_id, LOGIN_ENDED)
    call.services.announce(LoginEnded(login.login_id, LOGIN_ENDED))
    log.info("logged_out", role=login.role, account_id=login.account_id, login_id=login.login_id)


LOGOUT_ROUTES: Final = (
    Route("POST", "/v1/logout", log_out, "End this login", who="login", tag="login"),
)
