"""What a fresh development server starts with: a first admin, and a few mitra to try it with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from halobestie.db.mitras import create_mitra
from halobestie.db.pool import Database
from halobestie.db.staff import Staff
from halobestie.db.users import User, count_admins, create_user
from halobestie.errors import Refused
from halobestie.ids import uuid7
from halobestie.passwords import Passwords, generate_password

ADMIN_EMAIL = "admin@halobestie.test"
OPERATOR = Staff(None, "command line", "admin")
"""Who is named in the audit log for what was done at a command."""

DEMO_MITRA = (
    ("+6281200000001", "Bestie Kenanga"),
    ("+6281200000002", "Bestie Melati"),
    ("+6281200000003", "Bestie Cempaka"),
)
"""The local issuer sends no SMS, so nobody's phone rings."""


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    email: str
    password: str = field(repr=False)


async def make_admin(
    database: Database, email: str, name: str, password: str, at: datetime
) -> User | Refused:
    """An admin, as an operator of the servers makes one. Refused: email_taken."""
    passwords = Passwords()
    try:
        hashed = await passwords.hash(password)
    finally:
        passwords.close()
    user_id = str(uuid7(at))
    return await create_user(database, user_id, email, name, "admin", hashed, OPERATOR, at)


async def seed_first_admin(database: Database, at: datetime) -> FirstAdmin | None:
    """Make an admin with a generated password if there is no user at all; told once."""
    if await count_admins(database):
        return None
    password = generate_password()
    made = await make_admin(database, ADMIN_EMAIL, "Admin", password, at)
    return None if isinstance(made, Refused) else FirstAdmin(ADMIN_EMAIL, password)


async def seed_demo_mitra(database: Database, at: datetime) -> None:
    """Make the demo mitra that are not there."""
    for phone, name in DEMO_MITRA:
        await create_mitra(database, str(uuid7(at)), phone, name, 1, True, OPERATOR, at)
