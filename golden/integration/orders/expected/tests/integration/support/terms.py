"""What is only known once something is deployed, and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union


@dataclass(frozen=True)
class Pick:
    """A part of a text; where the sign does not stand, the text stays as it is."""

    verb: str
    sign: str

    def __iter__(self):
        return iter((self.verb, self.sign))


@dataclass(frozen=True)
class Output:
    """A value of the outputs."""

    key: str
    path: tuple[str | int, ...]
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Found:
    """What a question about another resource finds."""

    address: str
    ask: str
    path: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Joined:
    """Text with terms in it."""

    parts: tuple[Any, ...]
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Surrounding:
    """What the credentials and the region are."""

    name: str


#: What a test may say instead of a value.
Term = Union[Output, Found, Joined, Surrounding]

ACCOUNT = Surrounding("account")
REGION = Surrounding("region")
PARTITION = Surrounding("partition")


@dataclass(frozen=True)
class Question:
    """A call of the SDK; see `ask`."""

    client: str
    method: str
    inputs: Mapping[str, Any]
    result: str
    where: Mapping[str, Any]
    missing: Sequence[str]


@dataclass(frozen=True)
class Member:
    """A member of each element of a list; see `member`."""

    path: str
    normal: str = ""
    default: Any = None


@dataclass(frozen=True)
class Row:
    """An attribute and what it must be; see `row`."""

    attribute: str
    path: str
    declared: Any
    ask: str = ""
    normal: str = ""
    picks: Sequence[Sequence[str] | Pick] = ()
    default: Any = None
    each: Mapping[str, str | Member] | None = None


def output(key: str, *steps: str | int | Pick) -> Output:
    """A value of the outputs: its key, the way into its JSON, and what part of it."""
    path = tuple(step for step in steps if not isinstance(step, Pick))
    return Output(key, path, _picks(steps))


def found(address: str, ask: str, path: str, *picks: Pick) -> Found:
    """What a question about another resource finds at a path."""
    return Found(address, ask, path, picks)


def joined(*parts: Any) -> Joined:
    """One text of all parts; picks behind them take a part of it."""
    texts = tuple(part for part in parts if not isinstance(part, Pick))
    return Joined(texts, _picks(parts))


def after(sign: str) -> Pick:
    """What follows the first `sign`."""
    return Pick("after", sign)


def before(sign: str) -> Pick:
    """What stands before the first `sign`."""
    return Pick("before", sign)


def last(sign: str) -> Pick:
    """What follows the last `sign`."""
    return Pick("last", sign)


def ask(
    client: str,
    method: str,
    inputs: Mapping[str, Any],
    *,
    result: str = "",
    where: Mapping[str, Any] | None = None,
    missing: Sequence[str] = (),
) -> Question:
    """A question: a method of a boto3 client and what it is given.

    `result` is the path to what was asked for. Where that is a list, the one element
    counts whose members are as `where` says. `missing` are error codes that say that
    it is not there; so does a result that is empty.
    """
    return Question(client, method, inputs, result, where or {}, missing)


def row(
    attribute: str,
    path: str,
    declared: Any,
    *,
    ask: str = "",
    normal: str = "",
    picks: Sequence[Pick] = (),
    default: Any = None,
    each: Mapping[str, str | Member] | None = None,
) -> Row:
    """An attribute, where it is found, and what it must be.

    `ask` is the question that finds it (without it, the first one), `default` what it
    means that nothing is there, `picks` take a part of what is found. `normal` says
    how both are compared: as `text`, as `number`, without case (`lower`), in any order
    (`set`), by what follows the last `/` or `:` (`name`), as documents (`json`,
    `policy`), as a list or object with at least these members (`subset`), by the parts
    of a `version` that are declared. With `each`, both are lists of objects in any
    order, and of each only the members count that its declaration has.
    """
    return Row(attribute, path, declared, ask, normal, picks, default, each)


def member(path: str, *, normal: str = "", default: Any = None) -> Member:
    """A member of each element, and how it is compared; see `row`."""
    return Member(path, normal, default)


def _picks(parts: Sequence[Any]) -> tuple[Pick, ...]:
    return tuple(part for part in parts if isinstance(part, Pick))
