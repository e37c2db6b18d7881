"""Runs schemathesis, as its users do, against a listener of a node in this process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tests.http.internal.kit import House

ROOT: Final = Path(__file__).parents[2]
CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
WITHIN_S: Final = 1200.0
Role = Literal["admin", "operator", "customer", "mitra"]


@dataclass(frozen=True, slots=True)
class Report:
    """`cases` were sent to `tested` of `operations`; `said` is the report for people."""

    exit_status: int
    cases: int
    operations: int
    tested: int
    complete: bool
    said: str


async def fuzz(
    house: House, role: Role, mitra: str, folder: Path, *, examples: int, only: str | None = None
) -> Report:
    """All phases and every check, with the login of `role`; `examples` for each operation.

    `mitra` is the number of the mitra who logs in, `only` the id of the one operation wanted.
    """
    public, internal = (
        f"http://127.0.0.1:{port}" for port in (house.app.public_port, house.app.internal_port)
    )
    base = internal if role in ("admin", "operator") else public
    report = folder / "report.json"
    command = (
        *("-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"),
        *(f"{base}/v1/openapi.json", "--url", base, "--checks", "all", "--seed", "1"),
        *("--max-examples", str(examples), "--continue-on-failure"),
        *("--report", "json", "--report-json-path", str(report)),
        *(("--include-operation-id", only) if only else ()),
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
            "FUZZ_BASE": base,
            "FUZZ_PUBLIC": public,
            "FUZZ_ROLE": role,
            "FUZZ_MITRA": mitra,
            "FUZZ_DATABASE_URL": house.database_url,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _read(report, process.returncode or 0, said.decode())


def _read(report: Path, exit_status: int, said: str) -> Report:
    assert report.exists(), said
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    operations, cases = found["operations"], found["test_cases"]["generated"]
    complete = found["complete"] and operations["selected"] == operations["tested"]
    return Report(exit_status, cases, operations["total"], operations["tested"], complete, said)
