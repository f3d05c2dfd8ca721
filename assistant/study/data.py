"""Sessions, papers and cards as plain data for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from pydantic import BaseModel

from assistant.plan import Unit

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def as_data(value: object) -> Json:
    """Turn a session or any piece of one into what JSON can hold; a unit becomes its label.

    Raises:
        TypeError: A value is of a type that sessions do not hold.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Unit):
        return {
            "article": value.article,
            "part": value.part,
            "label": value.label,
            "title": value.title,
        }
    if isinstance(value, BaseModel):
        return {name: as_data(getattr(value, name)) for name in type(value).model_fields}
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    raise TypeError(f"no plain data: {type(value).__name__}")
