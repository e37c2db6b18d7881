"""The settings as this node knows them now; PostgreSQL owns them."""

from __future__ import annotations

from halobestie.domain import Settings


class LiveSettings:
    """Holds the newest settings; an older version never replaces a newer one."""

    def __init__(self, settings: Settings) -> None:
        self._current = settings

    @property
    def current(self) -> Settings:
        return self._current

    def replace(self, settings: Settings) -> bool:
        """True if these are news."""
        if settings.version <= self._current.version:
            return False
        self._current = settings
        return True
