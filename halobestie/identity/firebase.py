"""Firebase signs people in: firebase-admin judges the tokens, off the event loop."""

from __future__ import annotations

import functools
from typing import Any, NoReturn

import structlog

from halobestie.clock import Clock
from halobestie.identity.claims import identity_of
from halobestie.identity.model import Identity, IdentityName, IdentityUnavailable, InvalidIdToken
from halobestie.identity.referee import Bad, FirebaseProject, NoAnswer, Referee
from halobestie.identity.tokens import name_refusal, screen
from halobestie.identity.workers import Workers

log = structlog.get_logger(__name__)


class FirebaseProvider:
    """Verifies the ID tokens of one Firebase project.

    `workers` bounds how many wait and for how long, and is closed with the provider. firebase-admin
    goes by the machine's clock; `clock` is for the checks that it has not.
    """

    def __init__(
        self,
        project: FirebaseProject,
        clock: Clock,
        workers: Workers | None = None,
        emulator_host: str = "",
    ) -> None:
        self._project = project
        self._clock = clock
        self._workers = workers or Workers()
        self._referee = Referee(project, emulator_host)
        self._prepared = False

    @property
    def name(self) -> IdentityName:
        return "firebase"

    async def prepare(self) -> None:
        """Import firebase-admin and see that verifying can work."""
        await self._workers.call(self._referee.open)
        await self._reach()
        self._prepared = True
        log.info("identity_ready", provider=self.name, project_id=self._project.project_id)

    async def verify(self, id_token: str) -> Identity:
        screen(id_token)
        if not self._prepared:
            raise IdentityUnavailable("not_prepared")
        answer = await self._workers.call(functools.partial(self._referee.ask, id_token))
        if isinstance(answer, NoAnswer):
            self._give_up(answer)
        now, project_id = self._clock.now(), self._project.project_id
        if isinstance(answer, Bad):
            raise InvalidIdToken(answer.reason or name_refusal(id_token, project_id, now))
        return identity_of(answer.claims, project_id, now)

    async def close(self) -> None:
        self._prepared = False
        self._workers.close()
        self._referee.close()

    def web_config(self) -> dict[str, Any] | None:
        config = self._project.web_config
        return None if config is None else dict(config)

    async def _reach(self) -> None:
        """Fetch the certificates, so that the first login does not wait for them."""
        missing = await self._workers.call(self._referee.knock)
        if missing is not None:
            self._referee.close()  # and with it a wrong answer that it may have cached
            self._give_up(missing)

    def _give_up(self, answer: NoAnswer) -> NoReturn:
        log.warning("identity_unavailable", provider=self.name, why=answer.why, kind=answer.kind)
        raise IdentityUnavailable(answer.why)
