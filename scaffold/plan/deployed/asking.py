"""Evaluations of one project's variants: each once, and no more than so many."""

from __future__ import annotations

from scaffold.model.deployments import Evaluation, Programs, Variant
from scaffold.model.values import Value, to_json


class Asking:
    """Asks the reader what variants declare. `left` is how often it may still do so."""

    def __init__(self, programs: Programs, budget: int) -> None:
        self.programs = programs
        self.left = budget
        self._known: dict[str, Evaluation] = {}

    def about(self, variant: Variant) -> Evaluation | None:
        """What a variant declares, `None` where too much has been asked already."""
        key = _key(variant)
        if key not in self._known:
            if self.left <= 0:
                return None
            self.left -= 1
            self._known[key] = self.programs.evaluate(variant)
        return self._known[key]

    @property
    def answers(self) -> tuple[Evaluation, ...]:
        """Everything that was evaluated, in order."""
        return tuple(self._known.values())


def _key(variant: Variant) -> str:
    entry = variant.entry
    return repr((entry.module, entry.export, entry.title, _plain(variant.values), _plain(variant.outputs)))


def _plain(value: Value) -> str:
    """A value as text, whatever the order of its keys."""
    return repr(_ordered(to_json(value)))


def _ordered(data: object) -> object:
    if isinstance(data, dict):
        return sorted((key, _ordered(item)) for key, item in data.items())
    return [_ordered(item) for item in data] if isinstance(data, list) else data
