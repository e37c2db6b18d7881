"""Mitra in the control center: make, change, list, take offline, look at the online log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import structlog
from pydantic import Field

from halobestie.db.mitra_offline import unwish_online
from halobestie.db.mitras import (
    MitraAccount,
    MitraEdit,
    create_mitra,
    edit_mitra,
    list_mitras,
    read_mitra,
)
from halobestie.errors import Refusal
from halobestie.http.asked import ask, granted
from halobestie.http.body import Body
from halobestie.http.close_codes import DEACTIVATED
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.patch import Patch
from halobestie.http.route import Call, Route
from halobestie.http.services import Services
from halobestie.http.staff_gate import Caller
from halobestie.http.typed import DisplayName, Phone
from halobestie.ids import uuid7
from halobestie.messages import Key, MitraDeactivated, MitraEdited, OfflineForced

log = structlog.get_logger(__name__)

_TYPED_NUMBER: Final = re.compile(r"\+?[0-9][0-9\s().-]*")


class NewMitra(Body):
    """`phone` may be typed as 08…"""

    phone: Phone
    display_name: DisplayName
    weight: int = Field(1, ge=1, le=100)
    active: bool = True


class MitraChange(Patch):
    phone: Phone | None = None
    display_name: DisplayName | None = None
    weight: int | None = Field(None, ge=1, le=100)
    active: bool | None = None


class MitraQuery(Search):
    """`q` is part of a name or of a number."""

    sort: Literal["created_at", "display_name", "weight", "active", "online", "sessions"] = (
        "created_at"
    )
    active: bool | None = None
    online: bool | None = None


@dataclass(frozen=True, slots=True)
class MitraRecord:
    """`online` is what the server observes, `sessions` counts the live ones."""

    id: str
    phone: str
    display_name: str
    weight: int
    active: bool
    online: bool
    sessions: int
    created_at: datetime


async def list_(call: Call) -> Listing[MitraRecord]:
    query = call.query(MitraQuery)
    page = page_of(query, _part_of_number(query.q or ""))
    mitras, total = await list_mitras(call.services.database, page)
    return Listing([_record(mitra) for mitra in mitras], total)


async def create(call: Call) -> MitraRecord:
    body, by = call.body(NewMitra), call.caller(Caller).staff
    made = await create_mitra(
        call.services.database,
        str(uuid7(call.now)),
        body.phone,
        body.display_name,
        body.weight,
        body.active,
        by,
        call.now,
    )
    mitra = granted(made)
    log.info("mitra_created", mitra_id=mitra.mitra_id, by=by.user_id)
    return _record(mitra)


async def read(call: Call) -> MitraRecord:
    mitra = await read_mitra(call.services.database, call.ids["mitra_id"])
    if mitra is None:
        raise Refusal("mitra_not_found")
    return _record(mitra)


async def edit(call: Call) -> MitraRecord:
    by, changes = call.caller(Caller).staff, call.body(MitraChange).sent()
    edited = await edit_mitra(call.services.database, call.ids["mitra_id"], changes, by, call.now)
    edit = granted(edited)
    log.info("mitra_edited", mitra_id=edit.after.mitra_id, fields=sorted(changes), by=by.user_id)
    _tell(call.services, edit)
    return _record(edit.after)


async def force_offline(call: Call) -> None:
    """One who is offline already stays so."""
    mitra_id, by = call.ids["mitra_id"], call.caller(Caller).staff
    granted(await unwish_online(call.services.database, mitra_id, by, call.now))
    call.services.announce(OfflineForced(mitra_id))
    await ask(call, Key("mitra", mitra_id), lambda reply_to: OfflineForced(mitra_id, reply_to))
    log.info("mitra_forced_offline", mitra_id=mitra_id, by=by.user_id)


def _tell(services: Services, edit: MitraEdit) -> None:
    """It is committed: the mitra's actor hears of it, and who is out is out on the socket too."""
    mitra_id, weight = edit.after.mitra_id, edit.after.weight
    if weight != edit.before.weight:
        services.door.tell(Key("mitra", mitra_id), MitraEdited(mitra_id, weight))
        services.announce(MitraEdited(mitra_id, weight))
    if not edit.after.active:
        services.door.tell(Key("mitra", mitra_id), MitraDeactivated(mitra_id))
        services.announce(MitraDeactivated(mitra_id))
        if not edit.before.online:  # otherwise the actor tells the phone why, and then closes
            services.sockets.close_account("mitra", mitra_id, DEACTIVATED)


def _part_of_number(typed: str) -> str | None:
    """`0812-34` is looked for as 6281234, which is how numbers are kept; None for another text."""
    if not _TYPED_NUMBER.fullmatch(typed):
        return None
    digits = re.sub(r"[^0-9+]", "", typed)
    return f"62{digits[1:]}" if digits.startswith("0") else digits


def _record(mitra: MitraAccount) -> MitraRecord:
    return MitraRecord(
        mitra.mitra_id,
        mitra.phone,
        mitra.display_name,
        mitra.weight,
        mitra.active,
        mitra.online,
        mitra.sessions,
        mitra.created_at,
    )


MITRAS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/mitras",
        list_,
        "Mitra, with who is online and how many sessions each has",
        who="staff",
        query=MitraQuery,
        answers={200: Listing[MitraRecord]},
        tag="mitras",
    ),
    Route(
        "POST",
        "/v1/mitras",
        create,
        "A new mitra",
        who="staff",
        body=NewMitra,
        answers={201: MitraRecord},
        refusals=("phone_taken", "invalid_phone", "invalid_display_name"),
        tag="mitras",
    ),
    Route(
        "GET",
        "/v1/mitras/{mitra_id}",
        read,
        "One mitra",
        who="staff",
        answers={200: MitraRecord},
        refusals=("mitra_not_found",),
        tag="mitras",
    ),
    Route(
        "PATCH",
        "/v1/mitras/{mitra_id}",
        edit,
        "Change a mitra; deactivating ends the logins, running sessions stay",
        who="staff",
        body=MitraChange,
        answers={200: MitraRecord},
        refusals=("mitra_not_found", "phone_taken", "invalid_phone", "invalid_display_name"),
        tag="mitras",
    ),
    Route(
        "POST",
        "/v1/mitras/{mitra_id}/offline",
        force_offline,
        "Take a mitra offline",
        who="staff",
        refusals=("mitra_not_found",),
        tag="mitras",
    ),
)
