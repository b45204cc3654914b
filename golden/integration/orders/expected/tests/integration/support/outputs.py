"""The outputs of a deployment: one flat object of texts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .lacking import OUTPUTS, lacking

__tracebackhide__ = True

SUITE = Path(__file__).resolve().parents[1]


class Outputs:
    """The outputs in a file, which is read when the first test needs one."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._values: Mapping[str, str] | None = None

    @property
    def file(self) -> Path:
        """Where they are; the environment may name another file."""
        named = os.environ.get(OUTPUTS)
        return Path(named) if named else SUITE / self._path

    @property
    def name(self) -> str:
        """What the file is called in messages."""
        named = os.environ.get(OUTPUTS)
        return named or self._path.replace("../", "")

    def present(self) -> Mapping[str, str]:
        """All outputs; without a file, the test is skipped."""
        if self._values is None:
            if not self.file.is_file():
                lacking(f"no outputs file: {self.name} ({OUTPUTS} names another)")
            self._values = self._read()
        return self._values

    def text(self, key: str) -> str:
        """An output that is needed; without it, the test is skipped."""
        values = self.present()
        if key not in values:
            lacking(f"output {key} is not in {self.name}")
        if not values[key].strip():
            lacking(f"output {key} is empty")
        return values[key]

    def value(self, key: str, path: Sequence[str | int]) -> Any:
        """An output, or what is at a path of one that is JSON."""
        text = self.text(key)
        if not path:
            return text
        value = _json(text)
        for step in path:
            value = _below(value, step)
        if value in (None, ""):
            lacking(f"output {key} has nothing at {'.'.join(map(str, path))}")
        return value

    def _read(self) -> Mapping[str, str]:
        values = _json(self.file.read_text(encoding="utf-8-sig"))
        if not isinstance(values, dict):
            raise ValueError(f"{self.name} is no JSON object")
        if any(map(_wrapped, values.values())):
            wanted = "it has values with their types, not one text an output"
            raise ValueError(f"{self.name} is not flat: {wanted}")
        return {key: _flat(value) for key, value in values.items()}


def _wrapped(value: Any) -> bool:
    """Whether a value is one with its type, as commands that print outputs have them."""
    typed = isinstance(value, dict) and {"type", "sensitive"} & value.keys()
    return bool(typed) and "value" in value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _below(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return value.get(str(step)) if isinstance(value, dict) else None
