"""How the packages for Python call what the library calls otherwise."""

from __future__ import annotations

import keyword
import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"([a-z\d])([A-Z])")
_ABBREVIATION: Final = re.compile(r"([A-Z]+)([A-Z][a-z]+)")
_STEP: Final = re.compile(r"_+([a-z\d])")
_CONSTANT: Final = re.compile(r"[A-Z][A-Z\d_]*")
#: Constants of classes, which the library does not write in capitals.
_CONSTANTS: Final = {
    "TF_RESOURCE_TYPE": "tfResourceType",
    "FILE_NAME": "fileName",
    "STACKS_FOLDER": "stacksFolder",
    "STACK_METADATA_PATH": "stackMetadataPath",
}
_ODD: Final = {"to_json": "toJSON"}
#: What programs find with a line in front, as it is only for classes that extend the library's.
_PROTECTED: Final = frozenset(
    {
        "_allocate_logical_id",
        "_complex_computed_list_index",
        "_complex_object_index",
        "_complex_object_is_from_set",
        "_construct_node_metadata",
        "_interpolation_as_list",
        "_raw_overrides",
        "_register_provider_feature_usage",
        "_resolve_lazy",
        "_synthesize_attributes",
        "_synthesize_hcl_attributes",
        "_terraform_attribute",
        "_terraform_resource",
        "_wraps_set",
    }
)
_PYTHON: Final = {name: odd for odd, name in _ODD.items()}


@lru_cache(maxsize=1 << 14)
def python_name(name: str) -> str:
    """What Python calls a member."""
    if name in _PYTHON or _CONSTANT.fullmatch(name):
        return _PYTHON.get(name, name)
    found = snake_case(name)
    return f"{found}_" if keyword.iskeyword(found) else found


@lru_cache(maxsize=1 << 14)
def library_name(name: str) -> str:
    """What the library calls the member that Python calls so; nothing where Python calls none so."""
    if name in _CONSTANTS or name in _ODD:
        return _CONSTANTS.get(name) or _ODD[name]
    if _CONSTANT.fullmatch(name):
        return name
    if name in _PROTECTED:
        return camel_case(name[1:])
    plain = name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
    found = camel_case(plain)
    return found if found.isalnum() and python_name(found) == name else ""


def snake_case(name: str) -> str:
    """`ipv6CidrBlock` as `ipv6_cidr_block`."""
    return _ABBREVIATION.sub(r"\1_\2", _WORD.sub(r"\1_\2", name)).lower()


def camel_case(name: str) -> str:
    """`ipv6_cidr_block` as `ipv6CidrBlock`."""
    return _STEP.sub(lambda found: found[1].upper(), name)
