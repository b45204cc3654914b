"""Values as part of a name: what is not known of one stands in braces."""

from __future__ import annotations

from typing import Final

from scaffold.model.values import Call, Reference, Template, Value

#: What stands in a name for what is not known of it.
UNKNOWN: Final = "{unknown}"


def spelled(value: Value) -> str:
    """A value as part of a name."""
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else spelled(part) for part in value.parts)
    if isinstance(value, Reference):
        return f"{{{'.'.join((value.address, *map(str, value.path)))}}}"
    if isinstance(value, Call):
        return spelled(value.arguments[0]) if value.arguments else f"{{{value.function}}}"
    return str(value) if isinstance(value, str | int | float) else UNKNOWN
