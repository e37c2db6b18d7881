"""PostgreSQL and Valkey as our own child processes, for a machine that has neither.

    async with EmbeddedServers(data_dir) as servers:
        pool = await asyncpg.create_pool(servers.database_url)

The parts, from the outside in:

- `servers`: `EmbeddedServers`, the only thing an application starts;
- `choice`: which server is used: a URL, the wheel's, or one of this machine;
- `owner`: one owner for a data folder, and how other commands find it (`find_running`);
- `supervisor`: keeps one server up, a bounded number of times;
- `postgres_server`, `valkey_server`: what each of the two needs to run;
- `fit`, `identity`: which program runs here, and as whom;
- `child`, `leash`: one process that cannot outlive us;
- `folders`, `locks`, `errors`: what all of them stand on.
"""

from halobestie.embedded.choice import UseBinaries, UseUrl, choose, discover
from halobestie.embedded.errors import EmbeddedServerError
from halobestie.embedded.owner import Addresses, find_running
from halobestie.embedded.servers import EmbeddedServers

__all__ = [
    "Addresses",
    "EmbeddedServerError",
    "EmbeddedServers",
    "UseBinaries",
    "UseUrl",
    "choose",
    "discover",
    "find_running",
]
