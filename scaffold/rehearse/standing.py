"""What stands for a resource that nobody can make here, so that what builds on it is tried all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.catalog import realistic


def stand_in(type_: str, address: str, values: Mapping[str, Any], region: str) -> Mapping[str, Any]:
    """Attributes that look like those of a resource of this type: its own, and what the cloud would add. Where nothing
    is known of the type, it has an ARN and, for an id, its name."""
    name = next((str(each) for word in ("name", f"{type_}_name") if (each := values.get(word))), "")
    use = realistic.Use(address, name or realistic.name_from(address.rpartition(".")[2]), region, values)
    known = {each: realistic.attribute(type_, each, use) for each in realistic.attributes(type_)}
    found = {"arn": realistic.some_arn(type_, use), "id": use.name, "name": use.name, **known, **values}
    return {each: value for each, value in found.items() if value is not None}
