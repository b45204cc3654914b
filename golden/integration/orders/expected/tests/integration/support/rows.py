"""A row of a comparison: an attribute as it is declared, and as it is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .comparing import alike, is_contained, listed, prepared, unmatched
from .found import find, pick
from .messages import difference, differences
from .terms import Member, Row


def compare(row: Row, declared: Any, answer: Any) -> Iterator[str]:
    """A line for each difference between what is declared and what an answer says."""
    words = row.normal.split()
    found = pick(find(answer, row.path), row.picks)
    if found is None:
        found = row.default
    if row.each:
        yield from _blocks(row, row.each, listed(declared), listed(found))
    elif not alike(declared, found, words):
        yield from _told(row.attribute, declared, found, words)


def _told(name: str, declared: Any, found: Any, words: Sequence[str]) -> Iterator[str]:
    declared, found = prepared(declared, words), prepared(found, words)
    if isinstance(declared, Mapping) and "subset" in words:
        there = found if isinstance(found, Mapping) else {}
        declared = {
            key: item
            for key, item in declared.items()
            if item != "" or there.get(key) is not None
        }
        found = {key: there[key] for key in declared if key in there}
    if "contains" in words:
        declared, found = _not_contained(declared, found)
    if isinstance(found, Mapping) and "set" not in words:
        yield from differences(name, declared, found)
    else:
        yield difference(name, declared, found)


def _not_contained(declared: Any, found: Any) -> tuple[Any, Any]:
    """Of objects, the members that are declared and not found so."""
    if not (isinstance(declared, Mapping) and isinstance(found, Mapping)):
        return declared, found
    one, other = {}, {}
    for key, item in declared.items():
        if not is_contained(item, found.get(key)):
            one[key], other[key] = _not_contained(item, found.get(key))
    return one, other


def _blocks(
    row: Row, each: Mapping[str, str | Member], declared: list[Any], found: list[Any]
) -> Iterator[str]:
    """That each declared block has an element of its own."""
    words = row.normal.split()
    members = {name: _member(member, words) for name, member in each.items()}
    blocks = [_said(block, members) for block in declared]
    elements = [_reduced(item, members) for item in found]

    def fits(block: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
        return all(
            alike(value, item.get(name), members[name][1])
            for name, value in block.items()
        )

    lonely, left = unmatched(blocks, elements, fits)
    if "subset" in words and lonely:
        near = [item for item in left if any(map(_near(item), lonely))]
        yield difference(row.attribute, lonely, near)
    elif lonely or (left and "subset" not in words):
        yield difference(row.attribute, blocks, elements)


def _member(member: str | Member, words: Sequence[str]) -> tuple[Member, list[str]]:
    """A member, and the words that say how it is compared."""
    found = Member(member) if isinstance(member, str) else member
    return found, [word for word in words if word != "subset"] + found.normal.split()


_Members = Mapping[str, "tuple[Member, list[str]]"]


def _said(block: Any, members: _Members) -> dict[str, Any]:
    """Of a declared block, the members that count: those that it has."""
    has = block if isinstance(block, Mapping) else {}
    return {name: has[name] for name in members if has.get(name) is not None}


def _reduced(item: Any, members: _Members) -> dict[str, Any]:
    """Of a found element, the members that count, by their declared names."""
    found = {}
    for name, (member, _) in members.items():
        value = find(item, member.path)
        value = member.default if value is None else value
        if value is not None:
            found[name] = value
    return found


def _near(item: Mapping[str, Any]) -> Any:
    """Whether a block says something that an element has, too."""
    return lambda block: any(alike(block[name], item.get(name), ()) for name in block)
