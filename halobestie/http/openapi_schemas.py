"""The JSON schemas of a listener's documents: of everything that its routes take and give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from halobestie.http.errors import InvalidProblem, Problem
from halobestie.http.route import Route, Upgrade

Json = dict[str, Any]

_REF: Final = "#/components/schemas/{model}"


class Schemas:
    """The JSON schemas of everything that the routes take and give, by type and direction."""

    def __init__(self, routes: Iterable[Route | Upgrade]) -> None:
        wanted = dict.fromkeys(_types(routes))
        self._of, defs = TypeAdapter.json_schemas(
            [(kind, mode, TypeAdapter(kind)) for kind, mode in wanted], ref_template=_REF
        )
        self.components: Json = dict(sorted(defs.get("$defs", {}).items()))

    def given(self, kind: Any) -> Json:
        return self._of[(kind, "serialization")]

    def taken(self, kind: Any) -> Json:
        return self._of[(kind, "validation")]


def _types(routes: Iterable[Route | Upgrade]) -> Iterator[tuple[Any, JsonSchemaMode]]:
    yield from ((kind, "serialization") for kind in (Problem, InvalidProblem))
    for route in routes:
        if isinstance(route, Upgrade):
            continue
        if route.body is not None:
            yield route.body, "validation"
        if route.media == "application/json":
            yield from ((kind, "serialization") for kind in route.answers.values() if kind)
