"""The audit log: who, when, what, from, to; written with the change or not at all, and for good."""

from __future__ import annotations

import asyncpg
import pytest

from halobestie.db.audit import AuditEntry, list_audit, masked_phone, write_audit
from halobestie.db.pages import Page
from halobestie.db.pool import Database
from halobestie.db.staff import Staff, staff_of
from tests.db.given import NOW, STAFF, a_mitra, an_admin, later, new_id, value


async def _write(db: Database, action: str, n: int = 0, by: Staff = STAFF) -> None:
    async with db.transaction() as conn:
        await write_audit(
            conn, by, action, action.split(".", maxsplit=1)[0], str(n), {"n": n}, None, later(n)
        )


async def test_an_entry_is_read_as_it_was_written(db: Database) -> None:
    """Before and after are objects, not text."""
    by = Staff(new_id(), "an admin", "admin")
    await _write(db, "thing.edit", 7, by)
    (entry,), total = await list_audit(db, Page())
    assert total == 1
    assert entry == AuditEntry(
        entry.id, later(7), by.user_id, "an admin", "thing.edit", "thing", "7", {"n": 7}, None
    )


async def test_no_change_no_entry(db: Database) -> None:
    """What is rolled back was never done."""
    with pytest.raises(LookupError):
        async with db.transaction() as conn:
            await write_audit(conn, STAFF, "thing.edit", "thing", None, None, None, NOW)
            raise LookupError
    assert await list_audit(db, Page()) == ([], 0)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_log SET user_name = 'nobody'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
    ],
)
async def test_what_was_written_stays(db: Database, sql: str) -> None:
    """For everybody."""
    await _write(db, "thing.edit")
    with pytest.raises(asyncpg.PostgresError, match="stays as it was written"):
        await value(db, sql)
    assert (await list_audit(db, Page()))[1] == 1


async def test_the_log_is_paged_filtered_and_searched(db: Database) -> None:
    """The newest first."""
    # given
    by = Staff(new_id(), "Somebody Else", "operator")
    for n in range(5):
        await _write(db, "thing.edit", n)
    await _write(db, "other.make", 9, by)

    async def found(page: Page) -> list[str | None]:
        entries, _ = await list_audit(db, page)
        return [entry.subject_id for entry in entries]

    # then
    assert await found(Page(per_page=3)) == ["9", "4", "3"]
    assert await found(Page(per_page=3, page=2, order="asc")) == ["3", "4", "9"]
    assert await found(Page(q="somebody")) == ["9"]
    assert await found(Page(q="edit", per_page=1)) == ["4"]
    for filters in (
        {"action": "other.make"},
        {"user_id": by.user_id},
        {"subject_kind": "other"},
        {"subject_id": "9"},
    ):
        assert await found(Page(filters=filters)) == ["9"]


async def test_staff_is_known_by_name_also_when_gone(db: Database) -> None:
    """What was done was done."""
    admin, gone = await an_admin(db), new_id()
    async with db.connection() as conn:
        assert await staff_of(conn, admin.user_id) == Staff(admin.user_id, "a user", "admin")
        assert await staff_of(conn, gone) == Staff(gone, "(removed)", "operator")


async def test_no_whole_number_is_ever_in_the_log(db: Database) -> None:
    """Its last digits are enough to know it again."""
    await a_mitra(db)
    phone = await value(db, "SELECT phone FROM mitras")
    assert phone not in await value(db, "SELECT string_agg(audit_log::text, '') FROM audit_log")
    assert masked_phone("+628123456789") == "…789"
