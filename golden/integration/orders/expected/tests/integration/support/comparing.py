"""How what is declared and what is found are compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .found import document, text_of

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_ROOT = re.compile(r"arn:[a-z-]+:iam::(\d{12}):root")


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same; a number is the same as its text."""
    return _canonical(one) == _canonical(other)


def alike(declared: Any, found: Any, words: Sequence[str]) -> bool:
    """Whether what is found is as declared, compared as these words say."""
    declared, found = prepared(declared, words), prepared(found, words)
    if "subset" in words:
        return _is_part(declared, found)
    if "set" in words:
        one, other = _all_texts(declared), _all_texts(found)
        return sorted(one) == sorted(other)
    for word, holds in _RELATIONS.items():
        if word in words:
            return holds(declared, found)
    return same(declared, found)


def prepared(value: Any, words: Sequence[str]) -> Any:
    """A value as it is compared, but for the order of lists."""
    for word in words:
        value = _NORMALS.get(word, _as_it_is)(value)
    return value


def listed(value: Any) -> list[Any]:
    """A list: nothing is an empty one, one value a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _canonical(value: Any) -> str:
    plain = None if value in ([], {}, ()) else _texts(value)
    return json.dumps(plain, sort_keys=True, default=str)


def _all_texts(value: Any) -> list[str]:
    return list(map(_canonical, listed(value)))


def _is_part(declared: Any, found: Any) -> bool:
    """Whether every member or element that is declared is found."""
    if isinstance(declared, Mapping):
        there = found if isinstance(found, Mapping) else {}
        return all(
            same(item, there.get(key)) or (item == "" and there.get(key) is None)
            for key, item in declared.items()
        )
    return not Counter(_all_texts(declared)) - Counter(_all_texts(found))


def _is_version(declared: Any, found: Any) -> bool:
    """Whether a version begins with the declared parts, of which `x` is any."""
    begin, whole = text_of(declared), text_of(found)
    if not (isinstance(begin, str) and isinstance(whole, str)):
        return same(declared, found)
    parts, there = begin.split("."), whole.split(".")
    return len(parts) <= len(there) and all(
        part in ("x", found) for part, found in zip(parts, there)
    )


def is_contained(declared: Any, found: Any) -> bool:
    """Whether all that is declared is found; nothing declared says nothing."""
    if declared in (None, [], {}):
        return True
    if isinstance(declared, Mapping):
        there = found if isinstance(found, Mapping) else {}
        return all(is_contained(item, there.get(key)) for key, item in declared.items())
    if not (isinstance(declared, list) and isinstance(found, list)):
        return same(declared, found)
    if len(declared) != len(found):
        return False
    if not all(isinstance(item, Mapping) for item in (*declared, *found)):
        return all(map(is_contained, declared, found))
    return not unmatched(declared, found, is_contained)[0]


def unmatched(
    declared: Sequence[Any], found: Sequence[Any], fits: Callable[[Any, Any], bool]
) -> tuple[list[Any], list[Any]]:
    """What is declared and has no element of its own, and the elements left over."""
    lonely, left = [], list(found)
    # Those that say most choose first.
    for block in sorted(declared, key=len, reverse=True):
        at = next((at for at, item in enumerate(left) if fits(block, item)), None)
        if at is None:
            lonely.append(block)
        else:
            del left[at]
    return lonely, left


def _is_segment(declared: Any, found: Any) -> bool:
    """Whether a text is a run of whole segments of another one."""
    run, whole = text_of(declared), text_of(found)
    if not (isinstance(run, str) and isinstance(whole, str)):
        return same(declared, found)
    return f"/{run}/".replace(":", "/") in f"/{whole}/".replace(":", "/")


_RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "version": _is_version,
    "contains": is_contained,
    "part": _is_segment,
}


def _as_it_is(value: Any) -> Any:
    return value


def _deep(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A change of every text, number and truth in a value."""

    def changed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: changed(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [changed(item) for item in value]
        return change(value)

    return changed


_texts = _deep(text_of)


def _number(value: Any) -> Any:
    whole = isinstance(value, str) and _NUMBER.fullmatch(value)
    return float(value) if whole else value


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _name(value: Any) -> Any:
    return re.split(r"[/:]", value)[-1] if isinstance(value, str) else value


# --- Policy documents: an item alone is a list of one, and no order counts. ---


def _policy(value: Any) -> Any:
    policy = document(value)
    if not isinstance(policy, Mapping):
        return policy
    found = dict(policy)
    if "Statement" in found:
        statements = [_statement(each) for each in listed(found["Statement"])]
        found["Statement"] = sorted(statements, key=_canonical)
    return found


def _statement(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    found = {key: item for key, item in value.items() if key != "Sid" or item}
    for key in ("Action", "NotAction", "Resource", "NotResource"):
        if key in found:
            found[key] = _sorted(listed(found[key]))
    for key in ("Principal", "NotPrincipal"):
        if key in found:
            found[key] = _principal(found[key])
    if isinstance(found.get("Condition"), Mapping):
        found["Condition"] = {
            operator: _conditions(keys) for operator, keys in found["Condition"].items()
        }
    return found


def _principal(value: Any) -> Any:
    kinds = value if isinstance(value, Mapping) else {"AWS": value}
    return {
        kind: _sorted([_account(item) for item in listed(items)])
        for kind, items in kinds.items()
    }


def _account(value: Any) -> Any:
    match = _ROOT.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else value


def _conditions(keys: Any) -> Any:
    if not isinstance(keys, Mapping):
        return keys
    return {
        key: _sorted([text_of(item) for item in listed(items)])
        for key, items in keys.items()
    }


def _sorted(values: list[Any]) -> list[Any]:
    return sorted(values, key=_canonical)


_NORMALS: Mapping[str, Callable[[Any], Any]] = {
    "text": _texts,
    "number": _deep(_number),
    "lower": _deep(_lower),
    "name": _deep(_name),
    "json": document,
    "contains": document,
    "policy": _policy,
}
