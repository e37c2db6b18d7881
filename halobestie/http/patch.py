"""Bodies that change a part: a field that is not sent stays as it is, and null is no value."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, field_validator

from halobestie.http.body import Body, Json, storable_text


def _without_null(schema: Json) -> None:
    """As the field is sent: the None of a field that was not sent is nobody's value."""
    storable_text(schema)
    for field in schema.get("properties", {}).values():
        field.pop("default", None)
        choices = [one for one in field.get("anyOf", ()) if one != {"type": "null"}]
        if len(choices) == 1:
            del field["anyOf"]
            field.update(choices[0])
        elif choices:
            field["anyOf"] = choices


class Patch(Body):
    """The base of such bodies. Each optional field is `T | None = None`; see `sent`."""

    model_config = ConfigDict(json_schema_extra=_without_null)

    @field_validator("*", mode="before")
    @classmethod
    def _no_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("Leave the field out to keep it as it is.")
        return value

    def sent(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)
