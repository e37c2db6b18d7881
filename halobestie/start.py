"""What comes before anybody is served: what cannot work is named, who may log in is made."""

from __future__ import annotations

import os

from halobestie.clock import Clock
from halobestie.config import Config, ConfigError
from halobestie.db.pool import open_database
from halobestie.identity.build import check, check_project
from halobestie.identity.referee import EMULATOR_VARIABLE
from halobestie.seed import FirstAdmin, seed_demo_mitra, seed_first_admin
from halobestie.servers import Backends, missing_urls


def check_start(config: Config) -> None:
    """Before anything is started: what can't work needs no servers to find out.

    Raises ConfigError with a sentence for each problem.
    """
    problems = missing_urls(config)
    problems += check(config.identity, config.env, os.environ.get(EMULATOR_VARIABLE))
    problems += check_project(config.identity, config.firebase_project, config.firebase_web_config)
    if problems:
        raise ConfigError("\n".join(problems))


async def seed(config: Config, backends: Backends, clock: Clock) -> FirstAdmin | None:
    """Only a development server of our own is seeded; elsewhere `admin create` makes the first."""
    wanted = backends.embedded if config.demo_data is None else config.demo_data
    if config.env != "development" or not wanted:
        return None
    database = await open_database(backends.database_url, size=2)
    try:
        await seed_demo_mitra(database, clock.now())
        return await seed_first_admin(database, clock.now())
    finally:
        await database.close()
