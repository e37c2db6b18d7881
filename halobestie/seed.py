"""What a fresh development server starts with: a first admin, and a few mitra to try it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from halobestie.db.mitras import create_mitra
from halobestie.db.pool import Database
from halobestie.db.staff import Staff
from halobestie.db.users import create_admin
from halobestie.ids import uuid7
from halobestie.passwords import generate_password, hash_password

ADMIN_EMAIL = "admin@halobestie.test"
SEEDER = Staff(None, "seed", "admin")

DEMO_MITRA = (
    ("+6281200000001", "Bestie Kenanga"),
    ("+6281200000002", "Bestie Melati"),
    ("+6281200000003", "Bestie Cempaka"),
)
"""Numbers that are nobody's in our seed; the local issuer sends no SMS anyway."""


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    email: str
    password: str


async def seed_first_admin(database: Database, at: datetime) -> FirstAdmin | None:
    """Make an admin with a generated password if there is no user at all; told once."""
    if await database.pool.fetchval("SELECT EXISTS (SELECT 1 FROM users)"):
        return None
    password = generate_password()
    await create_admin(database, ADMIN_EMAIL, "Admin", await hash_password(password), at)
    return FirstAdmin(ADMIN_EMAIL, password)


async def seed_demo_mitra(database: Database, at: datetime) -> None:
    """Make the demo mitra if there is none at all."""
    if await database.pool.fetchval("SELECT EXISTS (SELECT 1 FROM mitras)"):
        return
    for phone, name in DEMO_MITRA:
        await create_mitra(database, str(uuid7(at)), phone, name, 1, True, SEEDER, at)
