"""What else a handler may be called with: changes of an event, one at a time, in the order that promises most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from scaffold.model.handlers import Created, Data, Encoded, Joined, Now, Signature
from scaffold.trying.places import GONE, Path, children, opened

#: How many texts and numbers of the code are put in one place.
_MOST: Final = 12
#: Of a list, how many of its first elements are looked into.
_ELEMENTS: Final = 2
_LONG: Final = 300
#: What may stand anywhere, and in a member that was not there.
_ANY: Final[tuple[Any, ...]] = (None, "", 7, "text", (), {}, True)
_ADDED: Final[tuple[Any, ...]] = (("text",), "text", 1, {}, True)
_FAR: Final = 86400
_OFTEN: Final = 3
#: Of the texts that may mean something, how many are tried before what means nothing.
_FIRST: Final = 3


class Words:
    """The texts and numbers in the code: what an event may have that changes what happens. `told` are names of
    variables, `keys` the names of the keys of tables."""

    def __init__(
        self, constants: Sequence[Any], told: Sequence[str] = (), keys: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._told, self.keys = frozenset(told), keys or {}
        self.texts = tuple(each for each in constants if isinstance(each, str) and each)
        self.numbers = tuple(each for each in constants if isinstance(each, int | float) and not isinstance(each, bool))

    @property
    def states(self) -> tuple[str, ...]:
        """Those that may say how far something is: in capitals, and no variable's name."""
        return tuple(each for each in self.texts if each.isupper() and len(each) > 1 and each not in self._told)

    @property
    def names(self) -> tuple[str, ...]:
        """Those that may be names of members."""
        return tuple(each for each in self.texts if each.replace("_", "").replace("-", "").isalnum())


def removals(event: Data, path: Path = ()) -> Iterator[Path]:
    """The places of the parts of what is at a path."""
    for step, _ in children(event):
        yield (*path, step)


def leaves(value: Any, words: Words) -> Iterator[Any]:
    """What else may stand in the place of a value."""
    inner = opened(value)
    first = isinstance(value, Now | Signature | int | float) and not isinstance(value, bool)
    if first:
        yield from _of_its_kind(value, words)
    if isinstance(value, Encoded):
        yield from _encoded(value)
    yield from (each for each in _ANY if not _alike(each, inner))
    if not first:
        yield from _of_its_kind(value, words)


def _of_its_kind(value: Any, words: Words) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from _numbers(value, words)
        yield str(value)
    elif isinstance(value, str):
        yield from _texts(value, words)
    elif isinstance(value, Now):
        yield from ("soon", "-5")
        scale = _FAR * 365
        yield from (Now(value.unit, offset, value.text) for offset in (-_FAR, _FAR, -scale))
    elif isinstance(value, Signature):
        yield from ("", f"{value.prefix}{'0' * 64}", "nothing")
    elif isinstance(value, Joined | Created):
        yield "text"
    elif isinstance(value, Mapping):
        yield {}
    elif isinstance(value, list | tuple):
        yield from _lists(tuple(value))


def _numbers(value: float, words: Words) -> Iterator[Any]:
    known = [each for each in words.numbers if abs(each) < 10**9][:_MOST]
    around = [near for each in known for near in (each - 1, each, each + 1)]
    yield from (each for each in dict.fromkeys([0, -1, 1, *around, 10**12, value + 0.5]) if each != value)


def _texts(value: str, words: Words) -> Iterator[Any]:
    if value.lstrip("-").isdigit():
        yield from map(str, _numbers(int(value), words))
    lengths = [each for each in words.numbers if isinstance(each, int) and 0 < each <= _LONG][:_OFTEN]
    yield from ("x" * length for each in lengths for length in (each, each + 1))
    yield from (each for each in words.texts[:_FIRST] if each != value)
    yield from ("x" * _LONG, " ", "ä ö/ü", value.upper() if value != value.upper() else value.lower())
    yield from (each for each in words.texts[_FIRST:] if each != value)


def _lists(value: tuple[Any, ...]) -> Iterator[Any]:
    yield ()
    if value:
        yield (*value, value[-1])
        yield (value[0],) if len(value) > 1 else value * _OFTEN


def _encoded(value: Encoded) -> Iterator[Any]:
    """Text that is not what it says, and what is no object."""
    yield from ("{", "", "not base64!")
    for other in ((), "text", 7, None):
        yield _wrapped(value, other)
    yield Encoded("base64", value)


def _wrapped(value: Encoded, other: Any) -> Encoded:
    inner = _wrapped(value.value, other) if isinstance(value.value, Encoded) else other
    return Encoded(value.how, inner)


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def additions(event: Any, words: Words) -> Iterator[tuple[str, Any]]:
    """Members that an object does not have and that the code may look for, and what they may be."""
    inner = opened(event)
    if not isinstance(inner, Mapping):
        return
    for name in words.names:
        if name not in inner:
            yield from ((name, value) for value in _ADDED)


__all__ = ["GONE", "Words", "additions", "leaves", "removals"]
