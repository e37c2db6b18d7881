"""Refusals: each code of the contract with its sentence and whether trying again can help.

A refusal is an answer, not an exception: `Refused` travels through rules and replies. `Refusal`
(the exception) exists for the edge alone, where aiohttp wants to be left by raising.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Meaning(NamedTuple):
    status: int
    sentence: str
    temporary: bool = False


CODES = MappingProxyType(
    {
        # logging in
        "not_authenticated": Meaning(401, "Log in first."),
        "wrong_role": Meaning(403, "This login is of another role."),
        "invalid_id_token": Meaning(401, "The ID token is not valid."),
        "registration_required": Meaning(403, "Register with a phone number or a social account."),
        "display_name_required": Meaning(422, "Choose a display name for the first login."),
        "invalid_display_name": Meaning(422, "A display name has 1 to 40 visible characters."),
        "credential_in_use": Meaning(409, "This credential belongs to another account."),
        "already_registered": Meaning(409, "This account is registered already."),
        "phone_sign_in_required": Meaning(403, "A mitra signs in by phone number."),
        "mitra_unknown": Meaning(403, "This phone number belongs to no mitra."),
        "mitra_inactive": Meaning(403, "This mitra is not active."),
        "identity_unavailable": Meaning(503, "Signing in is not possible right now.", True),
        "invalid_code": Meaning(401, "The code is wrong."),
        "expired_code": Meaning(401, "The code has expired; ask for a new one."),
        "invalid_phone": Meaning(422, "This is no phone number."),
        # frames and bodies
        "bad_frame": Meaning(400, "A frame is one JSON object with a type."),
        "bad_json": Meaning(400, "The body is no JSON."),
        "upgrade_required": Meaning(426, "This is a WebSocket."),
        "unknown_type": Meaning(400, "No command has this type."),
        "invalid_data": Meaning(422, "The data does not fit."),
        "not_found": Meaning(404, "There is no such thing."),
        "method_not_allowed": Meaning(405, "This method is not allowed here."),
        "unsupported_media_type": Meaning(415, "Send application/json."),
        "body_too_large": Meaning(413, "The body is too large."),
        "cross_site": Meaning(403, "This request comes from another site."),
        "origin_not_allowed": Meaning(403, "This origin is not allowed."),
        "too_many_requests": Meaning(429, "Too many requests; wait a little.", True),
        # pairing
        "session_live": Meaning(409, "A session is running already."),
        "request_not_found": Meaning(404, "There is no such request."),
        "request_closed": Meaning(409, "This request is closed already."),
        "session_not_found": Meaning(404, "There is no such session."),
        "session_closed": Meaning(409, "This session has ended already."),
        "offer_taken": Meaning(409, "Another mitra was first."),
        "offer_closed": Meaning(409, "This offer has ended."),
        "offer_not_found": Meaning(404, "There is no such offer."),
        "at_capacity": Meaning(409, "The maximum of running sessions is reached."),
        "not_online": Meaning(409, "Go online first."),
        "unavailable": Meaning(503, "This is not possible right now; try again.", True),
        # control center
        "invalid_credentials": Meaning(401, "E-mail or password is wrong."),
        "too_many_attempts": Meaning(429, "Too many tries; wait a little.", True),
        "email_taken": Meaning(409, "Another user has this e-mail."),
        "last_admin": Meaning(409, "The last active admin stays."),
        "phone_taken": Meaning(409, "Another mitra has this phone number."),
        "settings_changed": Meaning(409, "Somebody changed the settings; read them again."),
        "mitra_not_found": Meaning(404, "There is no such mitra."),
        "customer_not_found": Meaning(404, "There is no such customer."),
        "customer_busy": Meaning(409, "A request is open or a session runs; end it first."),
        "user_not_found": Meaning(404, "There is no such user."),
        "mitra_offline": Meaning(409, "This mitra is offline."),
        "mitra_full": Meaning(409, "This mitra has no room."),
        "same_mitra": Meaning(409, "This mitra has the session already."),
        "internal_error": Meaning(500, "Something went wrong on our side.", True),
    }
)


@dataclass(frozen=True, slots=True)
class Refused:
    """The refusal of a command. `code` is a key of CODES; `detail` never repeats what was sent."""

    code: str
    detail: str | None = None

    @property
    def sentence(self) -> str:
        return self.detail or CODES[self.code].sentence

    @property
    def temporary(self) -> bool:
        return CODES[self.code].temporary


class Refusal(Exception):
    """Leaves a handler at the edge with a refusal; the error middleware writes the problem."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        fields: tuple[tuple[str, str], ...] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(code)
        self.refused = Refused(code, detail)
        self.fields = fields
        self.retry_after_s = retry_after_s
