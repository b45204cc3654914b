"""Values that look like what the cloud would give: made up, always the same, and different for each resource.

A pattern is a text with placeholders: `<region>`, `<account>`, `<partition>`, `<name>` (the resource's), `<zone>`,
`<index>`, `<block>`, `<host>`, `<uuid>`, `<base>`, and with a length `<hex17>`, `<digits12>`, `<letters6>`,
`<upper16>`, `<b64url43>`. `<@attribute|...>` is what the resource itself says for `attribute`, else the rest.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

ACCOUNT = "123456789012"
PARTITIONS = {"us-gov-": "aws-us-gov", "cn-": "aws-cn"}
DIGITS = "0123456789"
HEX = "0123456789abcdef"
LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

_OWN = re.compile(r"<@(\w+)\|((?:[^<>]|<\w+>)*)>")
_HOLE = re.compile(r"<([a-z]\w*?)(\d*)>")


@dataclass(frozen=True)
class Use:
    """What a pattern is filled in for: `seed` makes the values its own, `name` and `region` may stand in them.

    `own` are other attributes of the same thing, `index` is the place in a list.
    """

    seed: str
    name: str
    region: str
    own: Mapping[str, Any] = field(default_factory=dict)
    index: int = 0


def filled(pattern: Any, use: Use) -> Any:
    """A pattern with its placeholders filled in; lists and maps of patterns likewise. Unknown placeholders stay."""
    if isinstance(pattern, str):
        return _HOLE.sub(lambda hole: _made(hole, use), _OWN.sub(lambda own: _said(own, use), pattern))
    if isinstance(pattern, (list, tuple)):
        return [filled(item, replace(use, index=index)) for index, item in enumerate(pattern)]
    if isinstance(pattern, Mapping):
        return {key: filled(item, use) for key, item in pattern.items()}
    return pattern


def _said(found: re.Match[str], use: Use) -> str:
    own = use.own.get(found[1])
    return own if isinstance(own, str) and own else found[2]


def _made(hole: re.Match[str], use: Use) -> str:
    make = _MAKERS.get(hole[1])
    return make(use, int(hole[2] or 0)) if make else hole[0]


def _number(use: Use, what: str) -> int:
    """A large number that belongs to the use and to `what` is made of it."""
    seed = f"{use.seed}/{use.index}/{what}" if use.index else f"{use.seed}/{what}"
    return int(hashlib.sha512(seed.encode()).hexdigest(), 16)


def _spelled(use: Use, what: str, alphabet: str, length: int) -> str:
    rest = _number(use, what)
    letters: list[str] = []
    for _ in range(length):
        rest, at = divmod(rest, len(alphabet))
        letters.append(alphabet[at])
    return "".join(letters)


def _partition(use: Use, _: int) -> str:
    return next((name for start, name in PARTITIONS.items() if use.region.startswith(start)), "aws")


def _block(use: Use, _: int) -> str:
    return str(int(hashlib.sha256(use.seed.encode()).hexdigest(), 16) % 25 * 10 + use.index % 10)


def _hex(use: Use, length: int) -> str:
    digits = _spelled(use, "hex", HEX, length)
    return f"0{digits[1:]}" if length == 17 else digits  # The ids of EC2 all begin so.


def _uuid(use: Use, _: int) -> str:
    digits = _spelled(use, "uuid", HEX, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _base(use: Use, _: int) -> str:
    return base64.b64encode(hashlib.sha256(use.seed.encode()).digest()).decode()


_MAKERS: Mapping[str, Callable[[Use, int], str]] = {
    "region": lambda use, _: use.region,
    "account": lambda *_: ACCOUNT,
    "partition": _partition,
    "name": lambda use, _: use.name,
    "index": lambda use, _: str(use.index),
    "block": _block,
    "zone": lambda use, _: "abcdef"[use.index % 6],
    "host": lambda use, _: str(_number(use, "host") % 250 + 1),
    "hex": _hex,
    "digits": lambda use, length: "1" + _spelled(use, "digits", DIGITS, length - 1),
    "letters": lambda use, length: "a" + _spelled(use, "letters", LOWER, length - 1),
    "upper": lambda use, length: _spelled(use, "upper", UPPER, length),
    "uuid": _uuid,
    "base": _base,
    "b64url": lambda use, length: _spelled(use, "b64url", UPPER + LOWER, length),
}
