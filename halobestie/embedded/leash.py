"""The leash: a small program that ties itself to its owner's life and then becomes a server.

    leash.py OWNER_PID DEATH_SIGNAL WAY:UID:GID FOLDER PROGRAM [ARGUMENT …]

It runs by itself, before any of our packages could be imported, and imports none of them.

Why a program of its own, and not a function between fork and exec: the kernel drops the death
signal when a process forks or changes its credentials, so the order below matters, and Python
code in a forked child of a threaded process can hang. The signal is tied to the *thread* that
started us: it comes when that thread ends. See prctl(2), PR_SET_PDEATHSIG, and
user_namespaces(7). Only Linux has both; elsewhere the server is started without a leash.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
CANNOT_RUN = 126


def main(owner: str, death_signal: str, identity: str, folder: str, *command: str) -> None:
    """Become `command`, in `folder`, as `identity`, for as long as `owner` lives."""
    forget_inherited_signals()
    # A core dump would hold what customers wrote.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    become(*identity.split(":"))
    os.umask(0o077)
    os.chdir(folder)
    if sys.platform == "linux":
        die_with(int(owner), int(death_signal))
    os.execv(command[0], command)  # noqa: S606 - the caller chose the program, no shell is near


def forget_inherited_signals() -> None:
    # A shell starts background jobs with the keyboard's signals ignored, and that is inherited.
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def become(way: str, uid: str, gid: str) -> None:
    if way == "namespace":
        enter_namespace(int(uid), int(gid))
    elif way == "user":
        os.setgroups([])
        os.setresgid(int(gid), int(gid), int(gid))
        os.setresuid(int(uid), int(uid), int(uid))


def enter_namespace(uid: int, gid: int) -> None:
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWUSER)
    # An unprivileged process may map its group only after giving up setgroups.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")


def die_with(owner: int, death_signal: int) -> None:
    call("prctl", PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    # If the owner was gone before the call, no signal will ever come.
    if os.getppid() != owner:
        sys.exit(CANNOT_RUN)


def call(name: str, *arguments: int) -> None:
    function = getattr(ctypes.CDLL(None, use_errno=True), name)
    if function(*(ctypes.c_ulong(argument) for argument in arguments)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANNOT_RUN)
