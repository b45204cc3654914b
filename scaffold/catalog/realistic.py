"""Values that look like what the cloud, or somebody who knows the cloud, would give: made up, and always the same.

Data: `samples.toml` (by the name of what takes the value), `mocks.toml` and `mocks_data.toml` (by resource type).
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.shapes import Kind
from scaffold.model.values import Value

#: How many elements a made up collection has where its row says nothing.
FEW: Final = 2
_ACCOUNT: Final = "123456789012"
_OWN: Final = re.compile(r"<@(\w+)\|((?:[^<>]|<\w+>)*)>")
_HOLE: Final = re.compile(r"<([a-z]\w*?)(\d*)>")
_LOWER: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_PARTITIONS: Final = {"us-gov-": "aws-us-gov", "cn-": "aws-cn"}
#: The last words of a name that say what a value is, not whose.
_KINDS_OF_NAMES: Final = re.compile(
    r"(_(arns?|ids?|urls?|uris?|names?|keys?|domains?|endpoints?|hosts?|address(es)?|prefix|suffix|version))+$"
)


@dataclass(frozen=True, slots=True)
class Use:
    """What a value is made up for: `seed` (an address) makes it its own, `name` may stand in it.

    `own` are other attributes of the same thing, which values may repeat; `index` is the place in a list.
    """

    seed: str
    name: str = "example"
    region: str = DEFAULT_REGION
    own: Mapping[str, Value] | None = None
    index: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """How texts for one kind of name are made; a collection of them has `count` elements."""

    pattern: str
    count: int = FEW

    def text(self, use: Use) -> str:
        """The text for one use."""
        return written(self.pattern, use)


def sample(name: str) -> Sample | None:
    """How texts for a parameter or attribute with this name (in any case) are made; nothing where it says nothing."""
    row = _row("texts", snake(name))
    return Sample(row["text"], row.get("count", FEW)) if row else None


def number(name: str) -> int | None:
    """A number for a parameter or attribute with this name."""
    row = _row("numbers", snake(name))
    return row["number"] if row else None


def likely_kind(name: str) -> Kind | None:
    """What a parameter without a type is, as far as its name says."""
    row = _row("kinds", snake(name))
    return Kind(row["kind"]) if row else None


def attribute(type_: str, name: str, use: Use, *, data: bool = False) -> Value:
    """What the cloud gives for an attribute of a resource (or data source) type; null where that is not known."""
    return _written(_mocks(data).get(type_, {}).get(name), use)


def nulls(type_: str, *, data: bool = False) -> tuple[str, ...]:
    """The attributes that a mock always leaves null, whatever is said of them: their schema has them as arguments."""
    return tuple(_load("mocks_data.toml" if data else "mocks.toml").get("null", {}).get(type_, ()))


def attributes(type_: str, *, data: bool = False) -> tuple[str, ...]:
    """The attributes of a resource (or data source) type that `attribute` knows."""
    return tuple(_mocks(data).get(type_, ()))


def mocks(type_: str, *, data: bool = False) -> Mapping[str, Any]:
    """The patterns for the attributes of a resource (or data source) type, before they are written out."""
    return _mocks(data).get(type_, {})  # type: ignore[no-any-return]


def some_arn(type_: str, use: Use) -> str:
    """An ARN for a type that the catalog does not know: its form is right, its service a guess from the type."""
    service, _, kind = type_.removeprefix("aws_").partition("_")
    what = f"{kind.replace('_', '-')}/<name>" if kind else "<name>"
    return written(f"arn:<partition>:{service}:<region>:<account>:{what}", use)


def written(pattern: str, use: Use) -> str:
    """A text of the catalog with its placeholders filled in; see `samples.toml`. Unknown ones stay."""
    return _HOLE.sub(lambda hole: _fill(hole, use), _OWN.sub(lambda own: _own(own, use), pattern))


def name_from(name: str) -> str:
    """The name of what a parameter is about: `alarm-topic` for `alarm_topic_arn`."""
    return _KINDS_OF_NAMES.sub("", snake(name)).strip("_").replace("_", "-")[:32].strip("-") or "example"


def snake(name: str) -> str:
    """A name in snake_case: `vpcId`, `VPC-Id` and `vpc_id` are the same."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def _written(value: Any, use: Use) -> Value:
    if isinstance(value, str):
        return written(value, use)
    if isinstance(value, Mapping):
        return {key: _written(item, use) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_written(item, use) for item in value)
    return value  # type: ignore[no-any-return]


def _own(found: re.Match[str], use: Use) -> str:
    own = (use.own or {}).get(found[1])
    return own if isinstance(own, str) and own else found[2]


def _fill(hole: re.Match[str], use: Use) -> str:
    make = _MAKERS.get(hole[1])
    return make(use, int(hole[2] or 0)) if make else hole[0]


def _digest(use: Use, what: str) -> int:
    seed = f"{use.seed}/{use.index}/{what}" if use.index else f"{use.seed}/{what}"
    return int.from_bytes(hashlib.sha512(seed.encode()).digest())


def _spelled(use: Use, what: str, alphabet: str, length: int) -> str:
    number, letters = _digest(use, what), []
    for _ in range(length):
        number, rest = divmod(number, len(alphabet))
        letters.append(alphabet[rest])
    return "".join(letters)


def _hex(use: Use, length: int) -> str:
    digits = _spelled(use, "hex", "0123456789abcdef", length)
    return f"0{digits[1:]}" if length == 17 else digits  # the ids of EC2 all begin so


def _uuid(use: Use, _: int) -> str:
    digits = _spelled(use, "uuid", "0123456789abcdef", 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _partition(use: Use, _: int) -> str:
    return next((name for start, name in _PARTITIONS.items() if use.region.startswith(start)), "aws")


def _base64(use: Use, _: int) -> str:
    return base64.b64encode(hashlib.sha256(use.seed.encode()).digest()).decode()


_MAKERS: Final[Mapping[str, Callable[[Use, int], str]]] = {
    "region": lambda use, _: use.region,
    "account": lambda *_: _ACCOUNT,
    "partition": _partition,
    "name": lambda use, _: use.name,
    "index": lambda use, _: str(use.index),
    "block": lambda use, _: str(int(hashlib.sha256(use.seed.encode()).hexdigest(), 16) % 25 * 10 + use.index % 10),
    "zone": lambda use, _: "abcdef"[use.index % 6],
    "host": lambda use, _: str(_digest(use, "host") % 250 + 1),
    "hex": _hex,
    "digits": lambda use, length: "1" + _spelled(use, "digits", "0123456789", length - 1),
    "letters": lambda use, length: "a" + _spelled(use, "letters", _LOWER, length - 1),
    "upper": lambda use, length: _spelled(use, "upper", _UPPER, length),
    "uuid": _uuid,
    "base": _base64,
    "b64url": lambda use, length: _spelled(use, "b64url", _UPPER + _LOWER, length),
}


def _row(table: str, name: str) -> Mapping[str, Any] | None:
    return next((row for pattern, row in _patterns(table) if pattern.search(name)), None)


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple((re.compile(row["match"]), row) for row in _load("samples.toml")[table])


def _mocks(data: bool) -> Mapping[str, Any]:
    return _load("mocks_data.toml" if data else "mocks.toml")["types"]  # type: ignore[no-any-return]


@cache
def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
