"""Alembic, driven without a folder of Python scripts: each SQL file is a revision.

Its offline mode writes the script that brings a database from one revision to the newest, its own
table alembic_version included; whoever asked runs it. So neither a second driver nor an engine of
SQLAlchemy is needed beside asyncpg. Loaded only when there is something to apply: that takes long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from types import ModuleType

from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import Script
from alembic.script.revision import RevisionMap

from halobestie.db.migrations import MigrationFile


def upgrade_script(files: Sequence[MigrationFile], version: str | None) -> str:
    """The SQL that applies all files after `version` (None: all), and keeps account of them."""
    output = StringIO()
    scripts: list[Script] = []
    revisions = RevisionMap(lambda: scripts)

    def pending(_: object, __: MigrationContext) -> Iterable[MigrationStep]:
        newest_first = list(revisions.iterate_revisions("heads", version or "base"))
        return [_step(revisions, script) for script in reversed(newest_first)]

    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": output, "starting_rev": version, "fn": pending},
    )
    before: str | None = None
    for file in files:
        scripts.append(Script(_module(context, file, before), file.number, file.path))
        before = file.number
    context.run_migrations()
    return output.getvalue()


def _step(revisions: RevisionMap, script: object) -> MigrationStep:
    assert isinstance(script, Script)
    return MigrationStep.upgrade_from_script(revisions, script)


def _module(context: MigrationContext, file: MigrationFile, before: str | None) -> ModuleType:
    """What Alembic expects a revision to be, made of a file of SQL."""

    def upgrade() -> None:
        context.impl.static_output(file.path.read_text(encoding="utf-8"))

    module = ModuleType(file.name)
    vars(module).update(revision=file.number, down_revision=before, upgrade=upgrade)
    return module
