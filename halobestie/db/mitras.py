"""Mitra, to import from: their accounts, and what their phones need."""

from halobestie.db.mitra_accounts import (
    MitraAccount,
    MitraEdit,
    create_mitra,
    edit_mitra,
    list_mitras,
    read_mitra,
)
from halobestie.db.mitra_phones import (
    MitraSnapshot,
    OnlineLog,
    OnlinePeriod,
    log_in_mitra,
    mitra_snapshot,
    online_log,
)

__all__ = [
    "MitraAccount",
    "MitraEdit",
    "MitraSnapshot",
    "OnlineLog",
    "OnlinePeriod",
    "create_mitra",
    "edit_mitra",
    "list_mitras",
    "log_in_mitra",
    "mitra_snapshot",
    "online_log",
    "read_mitra",
]
