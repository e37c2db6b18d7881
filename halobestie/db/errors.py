"""What goes wrong with PostgreSQL, sorted in one place: away for now, or our own mistake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import asyncpg

LAST_ADMIN: Final = "HB004"
"""An SQLSTATE of our own guards (sql/migrations/0002_guards.sql)."""

# Classes of SQLSTATE that pass by themselves: connection, resources, operator, rolled back.
_PASSING_CLASSES: Final = ("08", "53", "57", "40")
# A lock that was not to be had, a transaction of ours that slept for too long.
_PASSING: Final = ("55P03", "25P03")


class DatabaseUnavailable(Exception):
    """PostgreSQL cannot answer now; trying again later may help.

    What was asked may have happened or not. `why` is short and quotes nothing: `unreachable`,
    `timeout`, `closed`, `busy`, or an SQLSTATE.
    """

    temporary: Final = True

    def __init__(self, why: str) -> None:
        super().__init__(f"PostgreSQL cannot answer now: {why}")
        self.why = why


@contextmanager
def translated(conn: Any = None) -> Iterator[None]:
    """Inside, what passes by itself becomes `DatabaseUnavailable`; other errors stay.

    Those lose their DETAIL, which quotes the row, and with it names and phone numbers. `conn` is
    the connection in use: what asyncpg says of one that is closed is not our mistake.
    """
    try:
        yield
    except TimeoutError:
        raise DatabaseUnavailable("timeout") from None
    except OSError:
        raise DatabaseUnavailable("unreachable") from None
    except asyncpg.PostgresError as error:
        if passes(error.sqlstate):
            raise DatabaseUnavailable(error.sqlstate) from None
        error.detail = None
        raise
    except (asyncpg.InterfaceError, asyncpg.InternalClientError):
        if conn is not None and _is_gone(conn):
            raise DatabaseUnavailable("closed") from None
        raise


def passes(sqlstate: str | None) -> bool:
    """Whether an error with this SQLSTATE goes away without anybody changing anything."""
    return sqlstate is not None and (sqlstate[:2] in _PASSING_CLASSES or sqlstate in _PASSING)


def _is_gone(conn: Any) -> bool:
    try:
        return bool(conn.is_closed())
    except asyncpg.InterfaceError:
        return True  # the pool has taken it back, which it does by itself when one is cut
