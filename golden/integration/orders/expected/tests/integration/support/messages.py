"""What is said of a difference; what may be secret is never shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .comparing import same

LONGEST = 300
HIDDEN = "declared and found differ (values are not shown)"

_SECRET = frozenset(
    ("secret", "token", "password", "passphrase", "passwd", "credential", "credentials")
)
#: What makes a key of another kind than that of a table or of encryption.
_SECRET_KEYS = frozenset(("api", "access", "private", "auth", "signing", "shared"))
_SURROUNDINGS = frozenset(("environment", "variables"))
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def differences(name: str, declared: Any, found: Any) -> Iterator[str]:
    """A line for each difference; objects are compared member by member."""
    if same(declared, found):
        return
    if isinstance(declared, Mapping) and isinstance(found, Mapping):
        for key in sorted({*declared, *found}):
            below = f"{name}.{key}"
            yield from differences(below, declared.get(key), found.get(key))
    else:
        yield difference(name, declared, found)


def difference(name: str, declared: Any, found: Any) -> str:
    """That an attribute is another than declared."""
    if _is_hidden(name, declared, found):
        return f"{name}: {HIDDEN}"
    return f"{name}: declared {shown(declared)}, found {shown(found)}"


def shown(value: Any) -> str:
    """A value on one line, cut where it is long."""
    if value is None:
        return "nothing"
    told = _redacted(value)
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def is_secret(name: str) -> bool:
    """Whether what is called so is a secret."""
    words = _words(name)
    pairs = zip(words, words[1:])
    return not _SECRET.isdisjoint(words) or any(
        first in _SECRET_KEYS and second == "key" for first, second in pairs
    )


def _is_hidden(name: str, *values: Any) -> bool:
    *above, last = name.split(".")
    holds = any(isinstance(value, (list, Mapping)) for value in values)
    around = [*above, last] if holds else above
    if any(map(_is_surrounding, around)) or _words(last)[:2] == ["user", "data"]:
        return True
    plain = all(
        value is None or isinstance(value, (bool, int, float)) for value in values
    )
    return not plain and any(map(is_secret, (*above, last)))


def _is_surrounding(name: str) -> bool:
    return not _SURROUNDINGS.isdisjoint(_words(name))


def _redacted(value: Any) -> Any:
    """A value without what is secret by its name."""
    if isinstance(value, Mapping):
        return {
            key: "***" if _is_hidden(str(key), item) else _redacted(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return list(map(_redacted, value))
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _words(name: str) -> list[str]:
    return [word.lower() for word in _HUMP.split(name) if word]
