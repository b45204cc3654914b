"""The parameters that are another value in a later variant, and that value told wherever it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scaffold.model.values import Value

#: In an effect, the function of a call that stands for the value of a parameter.
GIVEN = "value of"


@dataclass(frozen=True)
class Changed:
    """What the later of two variants is given that the earlier is not."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]

    @cached_property
    def pairs(self) -> tuple[tuple[str, Value], ...]:
        """The parameters, members of objects by themselves too (`args.settings.stage`), with their values; flags and
        small numbers are too common to be told by value."""
        found = _leaves("", self.before, self.after)
        return tuple((name, value) for name, value in found if value and value is not True and value != 1)

    def parameter(self, value: Any) -> str:
        """The parameter whose whole value this is; empty for none."""
        return next((name for name, now in self.pairs if type(value) is type(now) and value == now), "")

    def marked(self, text: str) -> str:
        """A text with the names of parameters in place of their values."""
        return self._replaced(text, lambda name: f"<{name}>")

    def without(self, text: str) -> str:
        """A text without the values of parameters: what is refused may stand in the message."""
        return self._replaced(text, lambda _: "").strip()

    def _replaced(self, text: str, said: Any) -> str:
        for name, now in self.pairs:
            spelled = now if isinstance(now, str) else f"{now:g}" if isinstance(now, int | float) else ""
            if len(spelled) > 1:
                text = word(spelled).sub(said(name).replace("\\", r"\\"), text)
        return text

    def anywhere(self, effect: str) -> str:
        """An effect in a form in which a program and a component that it passes its parameters on to say it alike."""
        for name, _ in self.pairs:
            short = short_name(name)
            effect = effect.replace(repr(name), repr(short)).replace(f"<{name}>", f"<{short}>")
        return effect


def _leaves(prefix: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for name, value in after.items():
        was = before.get(name)
        if name in before and was == value:
            continue
        yield f"{prefix}{name}", value
        if isinstance(value, Mapping):
            yield from _leaves(f"{prefix}{name}.", was if isinstance(was, Mapping) else {}, value)


def word(text: str) -> re.Pattern[str]:
    """A text that stands alone in another."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(text)}(?![A-Za-z0-9])")


def short_name(name: str) -> str:
    """A parameter's name, alike for `args.size`, `config.shop:size` and `env.SIZE`."""
    return re.sub(r"[^a-z0-9]", "", name.lower().rpartition(":")[2].rpartition(".")[2])
