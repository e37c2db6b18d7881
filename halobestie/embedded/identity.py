"""As whom an embedded PostgreSQL runs: it refuses root, and wants a user that has a name."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from typing import Literal

# In order; the last resort is on every Unix.
_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Identity:
    """One way to run a program.

    - `same`: as we are;
    - `namespace`: in a user namespace where we look like `uid`, and are still ourselves to
      every file outside;
    - `user`: as the real user `uid`, to whom the files must then belong.
    """

    way: Literal["same", "namespace", "user"]
    uid: int
    gid: int

    def __str__(self) -> str:
        return f"{self.way}:{self.uid}:{self.gid}"

    @property
    def file_owner(self) -> tuple[int, int]:
        """The user and group to whom this identity's files belong, seen from outside."""
        return (self.uid, self.gid) if self.way == "user" else (os.geteuid(), os.getegid())


def ways_to_run(uid: int, *, named: bool, account: tuple[int, int]) -> tuple[Identity, ...]:
    """The ways to try, best first.

    `uid` is who we are, `named` whether the user database knows us, `account` the user and group
    of an ordinary account.
    """
    same = Identity("same", uid, uid)
    namespace = Identity("namespace", *account)
    if uid == 0:
        return (namespace, Identity("user", *account))
    return (same,) if named else (namespace, same)


def ways_to_run_here() -> tuple[Identity, ...]:
    """`ways_to_run` for this process."""
    uid = os.geteuid()
    everyone = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    ordinary = [everyone[name] for name in _ACCOUNTS if name in everyone]
    named = any(entry.pw_uid == uid for entry in everyone.values())
    account = next(iter([*ordinary, *everyone.values()]), None)
    if account is None:
        return (Identity("same", uid, os.getegid()),)
    return ways_to_run(uid, named=named, account=(account.pw_uid, account.pw_gid))
