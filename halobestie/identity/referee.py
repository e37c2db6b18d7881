"""firebase-admin asked whether a token is good: the blocking half of the Firebase providers.

It is slow to import, reads `FIREBASE_AUTH_EMULATOR_HOST` at every call, and quotes the token in
its exceptions. So it is imported on a worker thread, is not asked while that variable differs
from what the settings said, and its exceptions end in `ask`, which answers with data.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from halobestie.identity.claims import CLOCK_SKEW_S, ISSUER, Claims
from halobestie.identity.model import IdentityMisconfigured, Refusal

EMULATOR_VARIABLE: Final = "FIREBASE_AUTH_EMULATOR_HOST"
HTTP_TIMEOUT_S: Final = 5


@dataclass(frozen=True, slots=True)
class FirebaseProject:
    """Which project, and how to reach it.

    `credentials` is a service account's JSON. Only `check_revoked` needs it, and without it asks
    with the machine's own credentials. `web_config` is public.
    """

    project_id: str
    credentials: dict[str, Any] | None = field(default=None, repr=False)
    web_config: dict[str, Any] | None = None
    check_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    claims: Claims = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bad:
    reason: Refusal | None  # None: the referee does not say which


@dataclass(frozen=True, slots=True)
class NoAnswer:
    why: str
    kind: str  # the exception's type, for the log


Answer = Good | Bad | NoAnswer


class Referee:
    """One named firebase-admin app. Every method blocks; `ask` may run on several threads."""

    def __init__(self, project: FirebaseProject, emulator_host: str = "") -> None:
        self._project = project
        self._emulator_host = emulator_host
        self._app: Any = None

    def open(self) -> None:
        """Import firebase-admin and set it up, once. Raises IdentityMisconfigured."""
        if os.environ.get(EMULATOR_VARIABLE, "") != self._emulator_host:
            raise IdentityMisconfigured(f"{EMULATOR_VARIABLE} is not what the settings say")
        if self._app is not None:
            return
        import firebase_admin  # noqa: PLC0415 - half a second, and only where Firebase is used

        options = {"projectId": self._project.project_id, "httpTimeout": HTTP_TIMEOUT_S}
        name = f"halobestie-{secrets.token_hex(4)}"
        self._app = firebase_admin.initialize_app(self._credential(), options, name=name)

    def ask(self, id_token: str) -> Answer:
        """Is this token good? Never raises; an answer holds nothing of a bad token."""
        from firebase_admin import auth  # noqa: PLC0415

        if os.environ.get(EMULATOR_VARIABLE, "") != self._emulator_host:
            return NoAnswer("environment", EMULATOR_VARIABLE)
        app = self._app
        if app is None:
            return NoAnswer("not_prepared", "closed")
        try:
            claims = auth.verify_id_token(
                id_token,
                app=app,
                check_revoked=self._project.check_revoked,
                clock_skew_seconds=CLOCK_SKEW_S,
            )
        except Exception as error:
            closed = self._app is not app  # meanwhile: that says nothing about the token
            return NoAnswer("not_prepared", "closed") if closed else _verdict(error)
        return Good(claims)

    def knock(self) -> NoAnswer | None:
        """Make firebase-admin fetch its certificates, by a token that cannot be good.

        Its public interface has no other way; a signature is looked at after they are there.
        """
        project_id = self._project.project_id
        header = {"alg": "RS256", "kid": "nobody"}
        claims = {"iss": ISSUER + project_id, "aud": project_id, "sub": "nobody"}
        answer = self.ask(f"{_segment(header)}.{_segment(claims)}.{_segment({})}")
        return answer if isinstance(answer, NoAnswer) else None

    def close(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            import firebase_admin  # noqa: PLC0415

            firebase_admin.delete_app(app)

    def _credential(self) -> Any:
        import google.auth.credentials  # noqa: PLC0415
        from firebase_admin import credentials  # noqa: PLC0415

        if self._project.credentials is not None:
            try:
                return credentials.Certificate(self._project.credentials)
            except (ValueError, KeyError, TypeError):
                pass  # raised below: the text may quote the key
            raise IdentityMisconfigured("HALOBESTIE_FIREBASE_CREDENTIALS is no service account")
        if self._project.check_revoked and not self._emulator_host:
            return credentials.ApplicationDefault()
        nobody: Any = google.auth.credentials.AnonymousCredentials
        return nobody()


def _segment(content: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _verdict(error: Exception) -> Bad | NoAnswer:
    """What firebase-admin's exception comes to. The order is from special to general."""
    from firebase_admin import auth  # noqa: PLC0415

    kind = type(error).__name__
    verdicts: tuple[tuple[Any, Bad | NoAnswer], ...] = (
        (auth.RevokedIdTokenError, Bad("revoked")),
        (auth.InvalidIdTokenError, _no_certificates(error) or Bad(None)),
        (auth.UserDisabledError, Bad("disabled")),
        (auth.UserNotFoundError, Bad("unknown_user")),
        (auth.CertificateFetchError, NoAnswer("certificates", kind)),
        # Claims of a shape that it did not expect.
        ((ValueError, TypeError, RecursionError), Bad(None)),
    )
    for kinds, verdict in verdicts:
        if isinstance(error, kinds):
            return verdict
    return NoAnswer("backend", kind)


def _no_certificates(error: Exception) -> NoAnswer | None:
    """firebase-admin calls the token invalid when the certificates it fetched are no JSON."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, json.JSONDecodeError | UnicodeDecodeError):
        return NoAnswer("certificates", type(cause).__name__)
    return None
