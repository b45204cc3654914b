"""Which objects in JSON are nested blocks: of types that are known they are lists of one, as in the native syntax."""

from __future__ import annotations

from typing import Any, Final

from scaffold.catalog.cdktf.providers import provider
from scaffold.catalog.cdktf.shapes import Attribute, Shape

#: The mark of a block that stands once, and what is one in spite of its mark.
_BLOCK: Final = ""
_ALWAYS: Final = frozenset({"timeouts"})
_KINDS: Final = {"resource": "", "data": "data.", "provider": "provider."}
_DEPTH: Final = 20


def with_blocks(kind: str, type_: str, content: dict[str, Any]) -> dict[str, Any]:
    """The content of a block of this type, with every nested block as a list."""
    prefix = _KINDS.get(kind)
    facts = provider(type_.partition("_")[0]) if prefix is not None else None
    found = facts.of_type(f"{prefix}{type_}") if facts is not None else None
    return _members(found.shape, content, 0) if found is not None else content


def _members(shape: Shape, content: dict[str, Any], depth: int) -> dict[str, Any]:
    if depth > _DEPTH or not any(isinstance(value, dict | list) for value in content.values()):
        return content
    return {name: _value(shape.named(name), value, depth) for name, value in content.items()}


def _value(attribute: Attribute | None, value: Any, depth: int) -> Any:
    if attribute is None or attribute.shape is None:
        return value
    shape = attribute.shape
    if isinstance(value, list):
        return type(value)(_members(shape, item, depth + 1) if isinstance(item, dict) else item for item in value)
    if not isinstance(value, dict) or attribute.code.endswith("%"):
        return value
    inner = _members(shape, value, depth + 1)
    is_block = attribute.code in (_BLOCK, "*", "&") or attribute.name in _ALWAYS
    return [inner] if is_block else inner
