"""A process that owns embedded servers until it is killed: says where they are, then waits.

python -m tests.embedded.owner_process DATA_FOLDER asyncio|uvloop
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import orjson
import uvloop

from halobestie.embedded import EmbeddedServers


async def own(data: Path) -> None:
    async with EmbeddedServers(data) as servers:
        print(orjson.dumps([servers.database_url, servers.valkey_url]).decode(), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    run = uvloop.run if sys.argv[2] == "uvloop" else asyncio.run
    run(own(Path(sys.argv[1])))
