"""Values that do justice to what the code says of a place in its event, and values that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffold.catalog import handler_events
from scaffold.catalog.realistic import snake
from scaffold.model.functions import EventUse
from scaffold.model.handlers import Data, Encoded, Now, Signature
from scaffold.plan.handlers.places import Place
from scaffold.plan.handlers.reaching import ELEMENT, typed_members

#: What is tried for a pattern where nothing else fits.
_TRIED: Final = (
    "example",
    "example-1",
    "Example",
    "EXAMPLE",
    "1",
    "12",
    "1234",
    "12345678",
    "EUR",
    "CH",
    "A1",
    "a",
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    "someone@example.com",
    "+12025550123",
    "https://example.com/",
    "192.0.2.1",
    "Bearer token",
    "sha256=" + "0" * 64,
    "0" * 64,
    "0" * 24,
)
_WRONG: Final = ("!", "", "not valid", "?" * 300)
_PREFIX: Final = re.compile(r"^(?:sha1|sha256|sha512|v\d)[=:]$")
_IDENTIFYING: Final = re.compile(r"(^|_)(id|key|sku|uuid|name|number|reference|ref|code)$")
_YEARS: Final = 366 * 86400
_HEX: Final = 64


#: The longest list that is made too long.
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Longer:
    """Stands for a list of so many elements, like those that are there."""

    count: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a place: `words` say what (`text instead of a number`), `value` is there instead.
    `use` is what says that it is wrong."""

    words: str
    value: Data | Longer
    use: EventUse


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values. `constants` are the texts and numbers of the code, `index` the place in a batch, `variables` the
    environment; `hints` are what others take for values of the same name."""

    constants: tuple[str | int | float, ...] = ()
    index: int = 0
    variables: Mapping[str, str] | None = None
    hints: Mapping[str, tuple[str, ...]] | None = None

    def value(self, place: Place) -> Data:
        """A value that does justice to all that is said of a place, and of the places below it."""
        for step in ("(json)", "(base64)"):
            if step in place.inner:
                return Encoded(step[1:-1], self.value(place.inner[step]))
        if "(dynamodb)" in place.inner:
            inner = place.inner["(dynamodb)"]
            found: Data = typed_members({name: self.value(each) for name, each in inner.inner.items()})
            return found
        if ELEMENT in place.inner:
            return (self.value(place.inner[ELEMENT]),)
        if place.inner:
            return {name: self.value(each) for name, each in place.inner.items()}
        return self.leaf(place)

    def leaf(self, place: Place) -> Data:
        """A value for a place that nothing is taken out of."""
        kinds = place.kinds
        if "signature" in kinds:
            return Signature(self._prefix(place))
        if "timestamp" in kinds:
            return self._now(place)
        given = self._given(place)
        if given is not None:
            return given
        for kind, made in (("digits", "12"), ("number", 12), ("boolean", True), ("list", ("example",))):
            if kind in kinds:
                return self._bounded(place, self._as(kind, place, made))
        if "object" in kinds:
            return {"key": "value"}
        return self._text(place)

    def _given(self, place: Place) -> Data:
        """What the code itself says that it may be; nothing where it does not."""
        for use in place.uses:
            listed = (
                [item for item in (self.variables or {}).get(use.listed, "").split(",") if item] if use.listed else []
            )
            values = tuple(value for value in use.values if value != "")
            for several in (use.among, tuple(listed), values):
                if several:
                    return several[min(self.index, 0)]
            hints = (self.hints or {}).get(place.name, ()) if use.required or use.kinds else ()
            fitting = (
                hint for hint in hints if all(matches(each.pattern, hint) for each in place.uses if each.pattern)
            )
            hint = next(fitting, None)
            if hint is not None and not place.kinds & {"number", "list", "object", "boolean"}:
                return hint
            if use.sample and not all(_readable(each.pattern) for each in place.uses):
                return self._apart(place, use.sample)
        return None

    def _as(self, kind: str, place: Place, made: Data) -> Data:
        """What the name says, where that is of the kind."""
        named = handler_events.value(place.name)
        fits = {"digits": str, "number": int, "boolean": bool, "list": tuple}[kind]
        good = isinstance(named, fits) and not (kind == "number" and isinstance(named, bool)) and kind != "digits"
        return named if good else made

    def _bounded(self, place: Place, value: Data) -> Data:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        least = max((use.least for use in place.uses if use.least is not None), default=value)
        most = min((use.most for use in place.uses if use.most is not None), default=value)
        return min(max(value, least), most)

    def _text(self, place: Place) -> Data:
        named = handler_events.value(place.name)
        if place.path[-1:] == (ELEMENT,) and isinstance(named, tuple):
            named = next(iter(named), None)
        patterns = [use.pattern for use in place.uses if use.pattern]
        asked = "text" in place.kinds or patterns
        if named is not None and not patterns and not (asked and not isinstance(named, str)):
            return named if not isinstance(named, str) else self._apart(place, named)
        own = f"{snake(place.name).replace('_', '-') or 'example'}-1"
        tried = [own, *([named] if isinstance(named, str) else []), *_TRIED]
        tried += [use.sample for use in place.uses if use.sample]
        found = next((text for text in tried if all(matches(pattern, text) for pattern in patterns)), own)
        return self._apart(place, self._long(place, found))

    def _long(self, place: Place, text: str) -> str:
        """The text, as long as it has to be."""
        if place.kinds & {"number", "digits"} or any(use.pattern for use in place.uses):
            return text
        least = max((use.least for use in place.uses if use.least is not None), default=0)
        most = min((use.most for use in place.uses if use.most is not None), default=len(text))
        return (text + "x" * max(0, int(least) - len(text)))[: max(1, int(most))] if least or most < len(text) else text

    def _apart(self, place: Place, text: str) -> str:
        """A text that is another one in each record, where it names something."""
        if not self.index or not _IDENTIFYING.search(snake(place.name)):
            return text
        other = f"{text[:-1]}{self.index + 1}" if text[-1:].isdigit() else f"{text}{self.index + 1}"
        return other if all(matches(use.pattern, other) for use in place.uses if use.pattern) else text

    def _prefix(self, place: Place) -> str:
        said = [use.sample for use in place.uses if _PREFIX.match(use.sample)]
        return next(
            iter([*said, *(each for each in self.constants if isinstance(each, str) and _PREFIX.match(each))]), ""
        )

    def _now(self, place: Place, offset: int = 0) -> Now:
        kinds = place.kinds
        unit = "milliseconds" if "milliseconds" in kinds else "iso" if "iso" in kinds else "seconds"
        return Now(unit, offset, text="number" not in kinds)

    def faults(self, place: Place) -> Iterator[Fault]:
        """What can be wrong with a place, as far as the code says."""
        for use in place.uses:
            if "timestamp" in use.kinds:
                yield Fault("a time long past", self._now(place, -_YEARS), use)
                yield Fault("a time far ahead", self._now(place, _YEARS), use)
            if "signature" in use.kinds:
                yield Fault("another signature", self._prefix(place) + "0" * _HEX, use)
            yield from _of_kinds(use)
            wrong = next((text for text in _WRONG if not matches(use.pattern, text, anywhere=True)), None)
            if use.pattern and wrong is not None:
                yield Fault("a text of another form", wrong, use)
            if use.among or use.listed:
                yield Fault("an unknown value", _unknown(use), use)
            yield from _out_of_bounds(use)


def _of_kinds(use: EventUse) -> Iterator[Fault]:
    kinds = set(use.kinds)
    if "digits" in kinds:
        yield Fault("a text that is no number", "yesterday" if "timestamp" in kinds else "many", use)
        return
    if kinds & {"timestamp", "signature"}:
        return
    if "text" in kinds:
        yield Fault("a number instead of a text", 42, use)
    if kinds & {"number", "integer"}:
        yield Fault("a text instead of a number", "many", use)
    if "boolean" in kinds:
        yield Fault("a text instead of a boolean", "perhaps", use)
    if "list" in kinds:
        yield Fault("a text instead of a list", "example", use)
    if "object" in kinds:
        yield Fault("a text instead of an object", "example", use)
        yield Fault("a list instead of an object", (), use)


def _out_of_bounds(use: EventUse) -> Iterator[Fault]:
    number = bool({"number", "digits", "integer"} & set(use.kinds))
    if "list" in use.kinds:
        if use.most is not None and use.most <= _LONGEST:
            yield Fault(f"more than {use.most:g} elements", Longer(int(use.most) + 1), use)
        if use.least:
            yield Fault("too few elements" if use.least > 1 else "no elements", Longer(int(use.least) - 1), use)
        return
    if use.least is not None:
        low: Data = int(use.least) - 1 if number else "x" * max(0, int(use.least) - 1)
        yield Fault(f"less than {use.least:g}" if number else "a text that is too short", low, use)
    if use.most is not None:
        high: Data = int(use.most) + 1 if number else "x" * (int(use.most) + 1)
        yield Fault(f"more than {use.most:g}" if number else "a text that is too long", high, use)


def _unknown(use: EventUse) -> Data:
    first = use.among[0] if use.among else ""
    return -1 if isinstance(first, int | float) and not isinstance(first, bool) else "unknown"


def _readable(pattern: str) -> bool:
    """Whether it can be said what is of a pattern."""
    return not pattern or not matches(pattern, "\0") or pattern in (".*", "^.*$")


def matches(pattern: str, text: str, *, anywhere: bool = False) -> bool:
    """Whether a text is of a pattern, or (`anywhere`) has something in it that is. What cannot be read matches."""
    try:
        form = re.compile(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", pattern))
    except re.error:
        return True
    return bool(form.search(text) if anywhere else form.fullmatch(text) or (form.search(text) and "$" in pattern))


def members(value: Any) -> Mapping[str, Any]:
    """The members of a value, none of anything that has none."""
    return value if isinstance(value, Mapping) else {}
