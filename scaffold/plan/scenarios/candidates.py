"""Values that a rule is worth trying with: near its boundaries, from natural to odd."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.catalog import realistic
from scaffold.model.project import Parameter, Rule
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Value, ValueSet, is_known
from scaffold.plan.scenarios import synthesis
from scaffold.plan.scenarios.uses import Use

#: The largest number of values for one rule.
MOST: Final = 200
#: The longest text that a length makes, and the longest list.
_LONGEST_TEXT: Final = 5_000
_LONGEST_LIST: Final = 300
_DEEPEST: Final = 6
_ODD: Final = ("Not valid!", "UPPER CASE", "under_score", "9starts-with-digit", "-dash-", "ünïcode", " ", "a", "a..b")
#: What patterns and formats are made of, and hardly any value is.
_SIGNS: Final = frozenset("^$*+?[]{}()|\\%")
_REFUSED: Final = ("not-a-valid-value", "invalid", "0.0.0.0/0", "10.0.0.0/99", "300.1.1.1", "http://example.com")
_USUAL: Final = (
    "example", "example-1", "Example1", "10.0.0.0/16", "10.0.1.0/24", "192.168.0.0/16", "10.0.0.0/28",
    "https://example.com", "example.com", "team@example.com", "us-east-1", "eu-west-1", "test", "dev", "prod",
    "production", "123456789012", "arn:aws:iam::123456789012:role/example", "1.0.0", "2024-01-01T00:00:00Z", "1h",
    "rate(1 day)", "cron(0 12 * * ? *)", "{}", '{"Version":"2012-10-17","Statement":[]}', "i-0a1b2c3d4e5f67890",
    "ami-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f67890",
    "Z0123456789ABCDEFGHI", "t3.micro", "#example", "/example", "Abcdefgh-12345678!",
)  # fmt: skip


def candidates(parameter: Parameter, rule: Rule, value: Value = None) -> Iterator[Value]:
    """Values for `parameter` that may satisfy or break `rule`: different, in a fixed order, natural ones first.

    `value` is what the parameter has now: those near it come first. Every value has the parameter's shape, as far as
    that is known (`WhatIf.fits` says for sure); null only if the parameter may be null. At most `MOST` values.
    """
    start = value if value is not None else _known(parameter.value)
    hints = _hints(rule)
    shape = parameter.shape
    if shape.kind is Kind.ANY and start is not None:
        shape = _shape_of(start)
    made = _of_shape(shape, start, hints, (parameter.name,), 0)
    last: tuple[Value, ...] = (None,) if parameter.nullable else ()
    different = _different(made, () if start is None else (start,))
    yield from itertools.islice(different, MOST - len(last))
    yield from last


@dataclass(frozen=True, slots=True)
class _Hints:
    """What a rule says of the values that it is about; `parts` are the texts that may stand in a value."""

    texts: tuple[str, ...]
    parts: tuple[str, ...]
    numbers: tuple[int | float, ...]
    samples: tuple[str, ...]
    flags: tuple[bool, ...]


def _hints(rule: Rule) -> _Hints:
    flat = [each for constant in rule.constants for each in _leaves(constant)]
    texts = tuple(each for each in flat if isinstance(each, str))
    numbers = [each for each in flat if isinstance(each, int | float) and not isinstance(each, bool)]
    numbers += [int(each) for each in texts if re.fullmatch(r"-?\d{1,9}", each)]
    quoted = [each for each in re.findall(r'"([^"\\$%]*)"', rule.condition) if each not in texts]
    flags = tuple(each for each in flat if isinstance(each, bool))
    texts = (*texts, *quoted)
    parts = tuple(each for each in texts if _SIGNS.isdisjoint(each))
    return _Hints(texts, parts, tuple(dict.fromkeys(numbers)), rule.samples, flags)


def _leaves(value: Value) -> Iterator[Value]:
    if isinstance(value, Mapping):
        yield from value
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _of_shape(shape: Shape, start: Value, hints: _Hints, names: tuple[str, ...], depth: int) -> Iterator[Value]:
    if depth > _DEEPEST:
        return
    if shape.kind is Kind.BOOL:
        yield from (False, True) if start is True else (True, False)
    elif shape.kind is Kind.NUMBER:
        yield from _numbers(start, hints)
    elif shape.kind in (Kind.LIST, Kind.SET):
        yield from _lists(shape, start, hints, names, depth)
    elif shape.kind is Kind.MAP:
        yield from _maps(shape, start, hints, names, depth)
    elif shape.kind is Kind.OBJECT:
        yield from _objects(shape, start, hints, names, depth)
    elif shape.kind is Kind.TUPLE:
        yield from _tuples(shape, start, hints, names, depth)
    else:
        yield from _texts(start, hints)


def _numbers(start: Value, hints: _Hints) -> Iterator[Value]:
    """Each constant and its neighbours, then what nobody means: 0, negative, huge, not whole."""
    for number in hints.numbers:
        yield from (number, number + 1, number - 1)
    pairs = sorted(hints.numbers)
    for low, high in itertools.pairwise(pairs):
        yield (low + high) // 2
    if isinstance(start, int | float) and not isinstance(start, bool):
        yield from (start + 1, start - 1, start * 2)
    yield from (1, 2, 3, 0, -1, 1.5, 7, 10, 100, 443, 8080, 65535, 65536, 1_000_000, -1_000_000)
    for number in hints.numbers:
        yield from (number + 0.5, number * 2, number * 10, -number)


def _texts(start: Value, hints: _Hints) -> Iterator[Value]:
    """Constants and samples, the present text with something done to it, usual texts, then odd ones."""
    yield from hints.parts
    yield from hints.samples
    yield from hints.texts
    for limit in (each for each in hints.numbers if isinstance(each, int) and 0 <= each <= _LONGEST_TEXT):
        for length in (limit, limit + 1, limit - 1):
            yield from _long(start, hints, length)
    yield from _REFUSED[:2]
    if isinstance(start, str):
        yield from _changed(start, hints)
    for sample in (*hints.samples[:3], *hints.parts[:6]):
        yield from _changed(sample, hints)
    yield from ("", *_USUAL, *_REFUSED[2:], *_ODD)
    for number in hints.numbers:
        yield str(number)
        yield str(number + 1)


def _long(start: Value, hints: _Hints, length: int) -> Iterator[str]:
    """Texts of one length: that which is there, or a sample, cut or made longer."""
    if length <= 0:
        return
    for seed in (start if isinstance(start, str) and start else "example", *hints.samples[:2]):
        if seed:
            yield (
                seed[:length]
                if len(seed) >= length
                else seed + (seed[-1] if seed[-1].isalnum() else "a") * (length - len(seed))
            )
    yield "a" * length


def _changed(text: str, hints: _Hints) -> Iterator[str]:
    """A text with a prefix or suffix that a rule names, without one, in the other case, with bad characters."""
    if not text:
        return
    for part in hints.parts[:8]:
        if part and len(part) <= 40:
            yield from (f"{part}{text}", f"{text}{part}")
            if text.startswith(part):
                yield text[len(part) :]
            if text.endswith(part):
                yield text[: -len(part)]
    yield from (
        text.upper(),
        text.lower(),
        text.capitalize(),
        f"{text}!",
        f"x{text}",
        f"{text}x",
        f"{text}-1",
        f"1{text}",
    )
    yield from (text[1:], text[:-1], text.replace("-", "_"), text.replace("_", "-"), f"{text} ", f" {text}")


def _lists(shape: Shape, start: Value, hints: _Hints, names: tuple[str, ...], depth: int) -> Iterator[Value]:
    kind = ValueSet if shape.kind is Kind.SET else tuple
    item = shape.item or Shape(Kind.STRING)
    given = tuple(start) if isinstance(start, tuple) else ()
    sample = synthesis.of_shape(item, names, Use(), realistic.Use("candidate"))
    one = given[0] if given else sample
    for made in (() if given else (one,), ()):
        yield kind(made)
    lengths = [int(each) for each in hints.numbers if 0 < each <= _LONGEST_LIST]
    for length in dict.fromkeys(near for each in lengths for near in (each, each + 1, each - 1) if near > 0):
        yield kind(_of_length(item, given, names, length))
    yield kind((one,))
    if item.kind in (Kind.STRING, Kind.ANY):
        yield kind(_distinct(hints.texts))
    for other in itertools.islice(_of_shape(item, one, hints, names, depth + 1), MOST):
        yield kind((other,))
        if len(given) > 1:
            yield kind((other, *given[1:]))
    if given and kind is tuple:
        yield (*given, given[0])
        yield (given[0], given[0])
    for other in itertools.islice(_of_shape(item, one, hints, names, depth + 1), 20):
        yield kind(_distinct((*given, other)))


def _of_length(item: Shape, given: tuple[Value, ...], names: tuple[str, ...], length: int) -> tuple[Value, ...]:
    """What is there, cut or continued with elements like it."""
    made = list(given[:length])
    for place in range(len(made), length):
        more = synthesis.of_shape(
            item, names, Use(), realistic.Use(f"candidate/{place}", f"example-{place + 1}", index=place)
        )
        made.append(f"{more}-{place}" if more in made and isinstance(more, str) else more)
    return tuple(made)


def _distinct(items: Iterable[Value]) -> tuple[Value, ...]:
    found: list[Value] = []
    for item in items:
        if item not in found:
            found.append(item)
    return tuple(found)


def _maps(shape: Shape, start: Value, hints: _Hints, names: tuple[str, ...], depth: int) -> Iterator[Value]:
    item = shape.item or Shape(Kind.STRING)
    given: Mapping[str, Value] = start if isinstance(start, Mapping) else {}
    one = synthesis.of_shape(item, names, Use(), realistic.Use("candidate"))
    if not given:
        yield {"example": one}
    yield {}
    for key in hints.texts[:10]:
        yield {**given, key: next(iter(given.values()), one)}
        if key in given:
            yield {name: each for name, each in given.items() if name != key}
    if hints.texts:
        yield {**given, **dict.fromkeys(hints.texts[:10], one)}
    for name in given or ("example",):
        for other in itertools.islice(_of_shape(item, given.get(name, one), hints, (name,), depth + 1), MOST // 2):
            yield {**given, name: other}
    value = next(iter(given.values()), one)
    for key in (*hints.samples[:4], "Not valid!", "", "UPPER", "under_score"):
        yield {**given, key: value}
    for length in (int(each) for each in hints.numbers if 0 < each <= _LONGEST_LIST):
        for near in (length, length + 1, length - 1):
            yield {f"example-{place + 1}": value for place in range(near)}


def _objects(shape: Shape, start: Value, hints: _Hints, names: tuple[str, ...], depth: int) -> Iterator[Value]:
    """The object with one attribute changed; its attributes take turns, so that none uses up the budget."""
    whole = start if isinstance(start, Mapping) else synthesis.of_shape(shape, names, Use(), realistic.Use("candidate"))
    given: Mapping[str, Value] = whole if isinstance(whole, Mapping) else {}
    if start is None:
        yield dict(given)
    turns = []
    for name, member in shape.members.items():
        now = given.get(name, member.default)
        turns.append(_with(given, name, _of_shape(member.shape, now, hints, (name, *names), depth + 1)))
        if member.optional:
            turns.append(_with(given, name, iter((None,))))
    for made in itertools.zip_longest(*turns):
        yield from (each for each in made if each is not None)
    for name in given:
        if shape.members.get(name) and shape.members[name].optional:
            yield {key: item for key, item in given.items() if key != name}


def _with(given: Mapping[str, Value], name: str, others: Iterable[Value]) -> Iterator[Mapping[str, Value]]:
    return ({**given, name: other} for other in others)


def _tuples(shape: Shape, start: Value, hints: _Hints, names: tuple[str, ...], depth: int) -> Iterator[Value]:
    whole = start if isinstance(start, tuple) else synthesis.of_shape(shape, names, Use(), realistic.Use("candidate"))
    given = whole if isinstance(whole, tuple) else ()
    for place, item in enumerate(shape.items[: len(given)]):
        for other in itertools.islice(_of_shape(item, given[place], hints, names, depth + 1), MOST // 2):
            yield (*given[:place], other, *given[place + 1 :])


def _shape_of(value: Value) -> Shape:
    """The shape of a value whose parameter says none."""
    if isinstance(value, bool):
        return Shape(Kind.BOOL)
    if isinstance(value, int | float):
        return Shape(Kind.NUMBER)
    if isinstance(value, Mapping):
        return Shape(Kind.MAP, _shape_of(next(iter(value.values()), "")))
    if isinstance(value, ValueSet):
        return Shape(Kind.SET, _shape_of(next(iter(value), "")))
    return Shape(Kind.LIST, _shape_of(next(iter(value), ""))) if isinstance(value, tuple) else Shape(Kind.STRING)


def _known(value: Value) -> Value:
    return value if is_known(value) else None


def _different(values: Iterable[Value], without: Iterable[Value]) -> Iterator[Value]:
    """Each value once (1 is not true), but for some; null is not among them."""
    seen = {_key(None), *map(_key, without)}
    for value in values:
        key = _key(value)
        if key not in seen:
            seen.add(key)
            yield value


def _key(value: Value) -> str:
    return json.dumps([type(value).__name__, value], sort_keys=True, default=list)
