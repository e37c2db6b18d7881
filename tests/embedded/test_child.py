"""One process on a leash: it hears its signals, and cannot outlive its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from halobestie.embedded.child import Spec, leashed, open_log, plain_environment, start_child
from halobestie.embedded.identity import Identity
from halobestie.embedded.locks import try_lock
from tests.embedded.machine import ROOT, is_alive, wait_until, ways_that_work

SAME = Identity("same", os.geteuid(), os.getegid())

OWNER = """
import signal, subprocess, sys
from pathlib import Path
from halobestie.embedded.child import leashed
from halobestie.embedded.identity import Identity
identity = Identity(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
command = leashed(("/bin/sleep", "60"), Path("/"), identity, signal.SIGKILL)
print(subprocess.Popen(command).pid, flush=True)
sys.stdin.read()
"""


def test_the_leash_holds_in_every_way_to_run() -> None:
    """The death signal survives the change of identity: kill -9 of the owner ends the child."""
    for identity in ways_that_work():
        command = [sys.executable, "-c", OWNER, *str(identity).split(":")]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as owner:
            assert owner.stdout is not None
            child = int(owner.stdout.readline())
            wait_until(lambda pid=child: runs(pid, "sleep"))  # type: ignore[misc]
            owner.kill()
            wait_until(lambda pid=child: not is_alive(pid), within=1.0)  # type: ignore[misc]


def runs(pid: int, name: str) -> bool:
    return Path(f"/proc/{pid}/comm").read_text().strip() == name


async def test_a_family_is_gone_when_its_last_member_is(tmp_path: Path) -> None:
    """The lock that the processes inherit is free only when none of them is left."""
    lock = try_lock(tmp_path / "lock")
    assert lock is not None
    parent = await start_child(family(tmp_path), lock)
    os.close(lock)
    wait_until(lambda: (tmp_path / "member").exists() and bool(read(tmp_path / "member")))
    member = int(read(tmp_path / "member"))

    await parent.stop()
    assert is_alive(member)
    assert try_lock(tmp_path / "lock") is None

    os.kill(member, signal.SIGKILL)
    wait_until(lambda: not is_alive(member))
    free = try_lock(tmp_path / "lock")
    assert free is not None
    os.close(free)


def family(folder: Path) -> Spec:
    """A process with a child of its own, whose number it writes down."""
    return Spec(
        name="family",
        command=("/bin/sh", "-c", "sleep 60 & echo $! > member; wait"),
        folder=folder,
        identity=SAME,
        log=folder / "family.log",
        death_signal=signal.SIGKILL,
        stops=((signal.SIGKILL, 5.0),),
    )


def read(path: Path) -> str:
    return path.read_text().strip()


async def test_a_deaf_process_is_ended_all_the_same(tmp_path: Path) -> None:
    """A polite signal gets its seconds; then comes one that cannot be ignored."""
    lock = try_lock(tmp_path / "lock")
    assert lock is not None
    deaf = Spec(
        name="deaf",
        command=("/bin/sh", "-c", "trap '' TERM; echo > deaf; while :; do sleep 1; done"),
        folder=tmp_path,
        identity=SAME,
        log=tmp_path / "deaf.log",
        death_signal=signal.SIGKILL,
        stops=((signal.SIGTERM, 0.2), (signal.SIGKILL, 5.0)),
    )
    child = await start_child(deaf, lock)
    os.close(lock)
    wait_until((tmp_path / "deaf").exists)

    await child.stop()

    assert child.status == -signal.SIGKILL


def test_a_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    """A log that has become large is put aside at the next start, one generation."""
    large = tmp_path / "server.log"
    large.write_bytes(b"x" * 1_000_001)
    os.close(open_log(large))
    assert large.stat().st_size == 0
    assert (tmp_path / "server.log.1").stat().st_size == 1_000_001


def test_a_leash_without_its_owner_starts_nothing(tmp_path: Path) -> None:
    """The owner died before the leash was tied: the program is not started."""
    command = list(leashed(("/bin/touch", "made"), tmp_path, SAME, signal.SIGKILL))
    command[command.index(str(os.getpid()))] = "1"
    ended = subprocess.run(command, check=False)
    assert ended.returncode == 126
    assert not (tmp_path / "made").exists()


def test_a_server_dumps_no_core(tmp_path: Path) -> None:
    """What a server held in its memory is not left on the disk when it crashes."""
    command = leashed(("/bin/cat", "/proc/self/limits"), tmp_path, SAME, signal.SIGKILL)
    limits = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


def test_a_leash_clears_what_a_shell_left_behind(tmp_path: Path) -> None:
    """A background job has the keyboard's signals ignored; a server must hear them."""
    inner = leashed(("/bin/cat", "/proc/self/status"), tmp_path, SAME, signal.SIGKILL)
    ended = subprocess.run(
        inner,
        check=True,
        capture_output=True,
        text=True,
        env=plain_environment(),
        preexec_fn=lambda: [
            signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)
        ],
    )
    status = dict(line.split(":\t", 1) for line in ended.stdout.splitlines() if ":\t" in line)
    deaf_to = int(status["SigIgn"], 16) | int(status["SigBlk"], 16)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        assert not deaf_to & (1 << (number - 1))
