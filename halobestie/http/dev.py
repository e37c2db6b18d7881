"""The local issuer's two doors, for development and tests: served with that provider alone.

local_sign_in's refusals ▶ the contract's codes, in one table below
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import ConfigDict, Field

from halobestie.errors import CODES, Refusal
from halobestie.http.body import Body, Json, storable_text
from halobestie.http.limits import OTP, OTP_OF_PHONE, admit
from halobestie.http.route import Call, Route
from halobestie.http.typed import Phone
from halobestie.identity.local import LocalProvider
from halobestie.identity.local_sign_in import SignIn, SignInRefusal, SignInRefused
from halobestie.identity.model import SignInProvider
from halobestie.identity.phones import mask_phone

_CODES: Final = MappingProxyType[SignInRefusal, str](
    {
        "invalid_data": "invalid_data",
        "invalid_code": "invalid_code",
        "expired_code": "expired_code",
        "invalid_link_token": "invalid_id_token",
        "credential_in_use": "credential_in_use",
        "already_linked": "already_registered",
    }
)


_SOCIAL: Final = ["google", "apple", "facebook"]


def _by_provider(schema: Json) -> None:
    """Which fields each provider needs."""
    storable_text(schema)
    text = {"type": "string"}
    schema["allOf"] = [
        _when({"const": "anonymous"}, [], {"link_to": {"type": "null"}}),
        _when({"const": "phone"}, ["phone", "code"], {"phone": text, "code": text}),
        _when({"enum": _SOCIAL}, ["subject"], {"subject": {**text, "pattern": "^[ -~]+$"}}),
    ]


def _when(provider: Json, required: list[str], fields: Json) -> Json:
    then = {"required": required, "properties": fields}
    return {"if": {"properties": {"provider": provider}}, "then": then}


class DevOtp(Body):
    phone: Phone


class DevSignIn(Body):
    """`phone` needs `phone` and `code`, a social provider `subject`.

    `name` plays the social name; `link_to` is an ID token whose user keeps its uid.
    """

    model_config = ConfigDict(json_schema_extra=_by_provider)

    provider: SignInProvider
    phone: Phone | None = None
    code: Annotated[str, Field(max_length=16)] | None = None
    subject: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    link_to: str | None = None


@dataclass(frozen=True, slots=True)
class DevCode:
    code: str


@dataclass(frozen=True, slots=True)
class DevIdToken:
    id_token: str


async def otp(call: Call) -> DevCode:
    """A code for this phone, also on the console of whoever started the server."""
    phone = call.body(DevOtp).phone
    await admit(call, OTP)
    await admit(call, OTP_OF_PHONE, phone)
    code = await _issuer(call).request_otp(phone, call.now)
    if call.services.console is not None:
        call.services.console(f"The code for {mask_phone(phone)} is {code}")
    return DevCode(code)


async def sign_in(call: Call) -> DevIdToken:
    wish = call.body(DevSignIn)
    if wish.provider == "phone" and wish.phone is None:
        raise Refusal("invalid_phone", fields=(("phone", CODES["invalid_phone"].sentence),))
    asked = SignIn(wish.provider, wish.phone, wish.code, wish.subject, wish.name, wish.link_to)
    try:
        return DevIdToken(await _issuer(call).sign_in(asked, call.now))
    except SignInRefused as no:
        code, field = _CODES[no.code], _field(wish)
    raise Refusal(code, fields=((field, CODES[code].sentence),))


def _field(wish: DevSignIn) -> str:
    """The field that does not fit, when the issuer says no more than that one does not."""
    return "link_to" if wish.provider == "anonymous" else "subject"


def _issuer(call: Call) -> LocalProvider:
    if not isinstance(call.services.identity, LocalProvider):
        raise Refusal("not_found")
    return call.services.identity


DEV_ROUTES: Final = (
    Route(
        "POST",
        "/v1/dev/otp",
        otp,
        "With the local identity provider alone: a one-time code for a phone",
        body=DevOtp,
        answers={200: DevCode},
        refusals=("invalid_phone", "identity_unavailable", "not_found", "too_many_attempts"),
        tag="dev",
    ),
    Route(
        "POST",
        "/v1/dev/sign-in",
        sign_in,
        "With the local identity provider alone: sign in, link, and get an ID token",
        body=DevSignIn,
        answers={200: DevIdToken},
        refusals=(
            "invalid_phone",
            "invalid_code",
            "expired_code",
            "invalid_id_token",
            "credential_in_use",
            "already_registered",
            "identity_unavailable",
            "not_found",
        ),
        tag="dev",
    ),
)
