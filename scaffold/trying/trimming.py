"""Takes away from rows what makes no difference: they were tried with all that the code might look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scaffold.model.handlers import Answer, Call
from scaffold.trying.exploring import Found
from scaffold.trying.trials import Trial, Tried

#: Rows with fewer attributes are left as they are.
_FEW: Final = 3
_MEMBERS: Final = ("Item", "Items", "Attributes")


def trimmed(found: Found, attempt: Callable[[Trial], Tried], planned: frozenset[str]) -> Found:
    """The trial with rows of only what matters; those of `planned` trials (by their keys) are left alone."""
    if found.trial.key in planned or found.odd:
        return found
    for place, item in list(_rows(found.trial)):
        if len(item) >= _FEW:
            found = _without(found, attempt, place, item)
    return found


def _without(found: Found, attempt: Callable[[Trial], Tried], place: tuple[str, int], item: Mapping[str, Any]) -> Found:
    """Halves are tried first, then smaller parts, then one attribute at a time."""
    kept, size = list(item), max(1, len(item) // 2)
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            trial = _with(found.trial, place, {name: item[name] for name in fewer})
            came = attempt(trial)
            if _alike(found.tried, came):
                kept, found = fewer, replace(found, trial=trial, tried=came)
            else:
                at += size
        size //= 2
    return found


def _alike(one: Tried, other: Tried) -> bool:
    same = one.result == other.result and (one.error and one.error.kind) == (other.error and other.error.kind)
    names = [(call.name, call.failed) for call in one.calls] == [(call.name, call.failed) for call in other.calls]
    return same and names and not other.lost and not one.reached - other.reached


def _rows(trial: Trial) -> Iterator[tuple[tuple[str, int], Mapping[str, Any]]]:
    for number, call in enumerate(trial.before):
        item = call.input.get("Item")
        if isinstance(item, Mapping):
            yield ("before", number), item
    for number, answer in enumerate(trial.answers):
        item = _found(answer)
        if item is not None:
            yield ("answers", number), item


def _found(answer: Answer) -> Mapping[str, Any] | None:
    """The row in an answer."""
    found: Any = next((answer.output[name] for name in _MEMBERS if name in answer.output), None)
    found = found[0] if isinstance(found, list | tuple) and len(found) == 1 else found
    return found if isinstance(found, Mapping) else None


def _with(trial: Trial, place: tuple[str, int], item: Mapping[str, Any]) -> Trial:
    kind, number = place
    if kind == "before":
        call = trial.before[number]
        made = Call(call.service, call.operation, {**call.input, "Item": item})
        return replace(trial, before=(*trial.before[:number], made, *trial.before[number + 1 :]))
    answer = trial.answers[number]
    name = next(name for name in _MEMBERS if name in answer.output)
    output: dict[str, Any] = {**answer.output, name: [item] if isinstance(answer.output[name], list | tuple) else item}
    other = Answer(answer.service, answer.operation, output)
    return replace(trial, answers=(*trial.answers[:number], other, *trial.answers[number + 1 :]))
