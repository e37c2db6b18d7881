"""Control-center users over REST: admins make them, change them and take them away.

Whoever is deactivated or taken away is out at once; the last active admin stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import structlog

from halobestie.db.users import (
    User,
    UserRole,
    create_user,
    delete_user,
    edit_user,
    list_users,
    read_user,
)
from halobestie.errors import Refusal
from halobestie.http.asked import granted
from halobestie.http.body import Body
from halobestie.http.internal_parts import PARTS
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.patch import Patch
from halobestie.http.route import Call, Route
from halobestie.http.staff_gate import Caller
from halobestie.http.staff_types import Email, NewPassword, UserName, hashed
from halobestie.ids import uuid7

log = structlog.get_logger(__name__)


class NewUser(Body):
    email: Email
    display_name: UserName
    role: UserRole
    active: bool = True
    password: NewPassword


class UserChange(Patch):
    email: Email | None = None
    display_name: UserName | None = None
    role: UserRole | None = None
    active: bool | None = None


class UserQuery(Search):
    sort: Literal["created_at", "email", "display_name", "role", "active"] = "created_at"
    role: UserRole | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class UserView:
    id: str
    email: str
    display_name: str
    role: UserRole
    active: bool


def user_view(user: User) -> UserView:
    return UserView(user.user_id, user.email, user.display_name, user.role, user.active)


async def list_(call: Call) -> Listing[UserView]:
    users, total = await list_users(call.services.database, page_of(call.query(UserQuery)))
    return Listing([user_view(user) for user in users], total)


async def create(call: Call) -> UserView:
    body, by = call.body(NewUser), call.caller(Caller).staff
    password_hash = await hashed(call, body.password, body.email, field="password")
    made = await create_user(
        call.services.database,
        str(uuid7(call.now)),
        body.email,
        body.display_name,
        body.role,
        password_hash,
        by,
        call.now,
        active=body.active,
    )
    user = granted(made)
    log.info("user_created", user_id=user.user_id, role=user.role, by=by.user_id)
    return user_view(user)


async def read(call: Call) -> UserView:
    user = await read_user(call.services.database, call.ids["user_id"])
    if user is None:
        raise Refusal("user_not_found")
    return user_view(user)


async def edit(call: Call) -> UserView:
    by, changes = call.caller(Caller).staff, call.body(UserChange).sent()
    edited = await edit_user(call.services.database, call.ids["user_id"], changes, by, call.now)
    user = granted(edited).after
    if not user.active:
        call.request.app[PARTS].feed.end_user(user.user_id)
    log.info("user_edited", user_id=user.user_id, fields=sorted(changes), by=by.user_id)
    return user_view(user)


async def delete(call: Call) -> None:
    by = call.caller(Caller).staff
    deleted = await delete_user(call.services.database, call.ids["user_id"], by, call.now)
    user = granted(deleted)
    call.request.app[PARTS].feed.end_user(user.user_id)
    log.info("user_deleted", user_id=user.user_id, by=by.user_id)


USER_ROUTES: Final = (
    Route(
        "GET",
        "/v1/users",
        list_,
        "Users of the control center",
        who="admin",
        query=UserQuery,
        answers={200: Listing[UserView]},
        tag="users",
    ),
    Route(
        "POST",
        "/v1/users",
        create,
        "A new user",
        who="admin",
        body=NewUser,
        answers={201: UserView},
        refusals=("email_taken",),
        tag="users",
    ),
    Route(
        "GET",
        "/v1/users/{user_id}",
        read,
        "One user",
        who="admin",
        answers={200: UserView},
        refusals=("user_not_found",),
        tag="users",
    ),
    Route(
        "PATCH",
        "/v1/users/{user_id}",
        edit,
        "Change a user; who is deactivated is out at once",
        who="admin",
        body=UserChange,
        answers={200: UserView},
        refusals=("user_not_found", "email_taken", "last_admin"),
        tag="users",
    ),
    Route(
        "DELETE",
        "/v1/users/{user_id}",
        delete,
        "Take a user away, with all sessions",
        who="admin",
        refusals=("user_not_found", "last_admin"),
        tag="users",
    ),
)
