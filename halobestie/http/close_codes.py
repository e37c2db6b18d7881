"""The close codes of the contract: why a socket ends.

4000 to 4499: come back, with jittered backoff; from 4500 on: do not, until something changes. Those
below are of RFC 6455; 1006 is never sent, it says that there was no goodbye.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

NORMAL: Final = 1000
PROTOCOL_ERROR: Final = 1002
ABNORMAL: Final = 1006
INVALID_TEXT: Final = 1007
TOO_BIG: Final = 1009

GOING_AWAY: Final = 4001
TOO_SLOW: Final = 4008
SILENT: Final = 4009
TOO_MANY: Final = 4013
NOT_AUTHENTICATED: Final = 4500
NO_COMMANDS: Final = 4501
NO_AUTH: Final = 4502
DEACTIVATED: Final = 4503
WRONG_ROLE: Final = 4507
REPLACED: Final = 4512

MEANINGS: Final = MappingProxyType(
    {
        TOO_BIG: "the frame is over the size limit",
        GOING_AWAY: "the node is going away",
        TOO_SLOW: "the client reads too slowly",
        SILENT: "heartbeats missed",
        TOO_MANY: "too many messages",
        NOT_AUTHENTICATED: "not authenticated, or the login ended",
        NO_COMMANDS: "frames that are no commands, again and again",
        NO_AUTH: "no auth in time",
        DEACTIVATED: "the account was deactivated",
        WRONG_ROLE: "the token is of another role",
        REPLACED: "replaced by a newer socket of the same account",
    }
)
