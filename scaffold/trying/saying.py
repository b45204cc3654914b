"""Titles of pinned cases: what comes out, and what is particular about the event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from scaffold.model.handlers import Answer, Call, Encoded, HandlerCase, Joined, Now, Signature
from scaffold.trying.places import GONE, differences, named
from scaffold.trying.trials import Trial, Tried, parsed

_LONGEST: Final = 40
#: More differences than these are no title.
_MOST: Final = 2
#: What the title of a planned case begins with.
_VERB: Final = re.compile(
    r"(?:answers|takes|refuses|fails for|fails|reports|copes with|copes|handles|raises for|gives back|holds back) "
)
#: Members of a body that say why.
_REASONS: Final = ("error", "message", "errorMessage", "reason", "detail", "status", "Error", "Message")


def outcome(tried: Tried) -> str:
    """What came out, in a few words."""
    if tried.error is not None:
        return f"raises {tried.error.kind}"
    if tried.status is not None:
        reason = _reason(tried.result.get("body"))
        return f"answers {tried.status} ({reason})" if reason else f"answers {tried.status}"
    if isinstance(tried.result, Mapping) and "batchItemFailures" in tried.result:
        count = len(tried.result["batchItemFailures"] or ())
        return "reports no record as failed" if not count else f"reports {count} record{'s' * (count > 1)} as failed"
    if tried.result is None:
        return "completes"
    text = json.dumps(tried.result)
    return f"returns {text}" if len(text) <= _LONGEST else "returns what it makes"


def _reason(body: Any) -> str:
    if not isinstance(body, str):
        return ""
    read = parsed(body)
    found = [read[name] for name in _REASONS if isinstance(read, Mapping) and isinstance(read.get(name), str)]
    return found[0] if found and 0 < len(found[0]) <= _LONGEST and not re.search(r"[0-9a-f]{8}|\d{6}", found[0]) else ""


def title(trial: Trial, tried: Tried, planned: Sequence[HandlerCase]) -> str:
    """A sentence about a trial, told by the planned case that is nearest to it."""
    base, changes, around = _nearest(trial, planned)
    said = outcome(tried)
    if base is None:
        return said
    of = _VERB.sub("", base.title, count=1)
    if base.failing and " when " in base.title:
        of = f"when {base.title.partition(' when ')[2]}"
    joint = "" if of.startswith(("when ", "where ", "without ", "in ")) else "for "
    told = [*changes, *around]
    if len(changes) > _MOST:
        told = [changes[0], f"{len(changes) - 1} other changes", *around]
    if not told:
        return f"{said} {joint}{of}"
    ending = " and ".join(told)
    return f"{said} {joint}{of} {ending}" if base is not planned[0] else f"{said} {ending}"


def _nearest(trial: Trial, planned: Sequence[HandlerCase]) -> tuple[HandlerCase | None, list[str], list[str]]:
    """The planned case with the fewest differences, and these in words: of the event, and of what is around it."""
    best: tuple[int, HandlerCase | None, list[str], list[str]] = (10**6, None, [], [])
    for number, case in enumerate(planned):
        other = Trial.of(case)
        changes = list(differences(other.event, trial.event))
        if any(path == () for path, _, _ in changes):
            continue
        around = list(_around(other, trial))
        if any(one not in trial.before for one in other.before) or any(o not in trial.failing for o in other.failing):
            continue
        cost = (len(changes) + len(around)) * 100 + number
        if cost < best[0]:
            best = cost, case, [_change(*each) for each in changes], around
    return best[1:]


def _change(path: tuple[str | int, ...], old: Any, new: Any) -> str:
    place = named(path)
    if new is GONE:
        return f"without {place}"
    if old is GONE:
        return f"with {place}"
    if isinstance(new, Encoded) and isinstance(old, Encoded) and new.value == old:
        return f"where {place} is in {new.how}"
    return f"where {place} is {_value(new, old)}"


def _value(value: Any, old: Any = None) -> str:
    if isinstance(value, Encoded):
        inner = _value(value.value)
        return f"the JSON {inner}" if value.how == "json" else f"{inner} in base64"
    if isinstance(value, Now):
        return _time(value)
    if isinstance(value, Signature | Joined):
        return "another one"
    if isinstance(old, Signature):
        return "another one" if value else "empty"
    if isinstance(value, str) and not value:
        return "empty"
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"a text of {len(value)} characters"
    if isinstance(value, list | tuple) and value and isinstance(old, list | tuple):
        return f"{len(value)} of them" if len(value) > 1 else "one alone"
    if isinstance(value, list | tuple | Mapping):
        if not value:
            return "an empty object" if isinstance(value, Mapping) else "an empty list"
        return "another object" if isinstance(value, Mapping) else "another list"
    return json.dumps(value, ensure_ascii=False)


def _time(value: Now) -> str:
    if not value.offset:
        return "the time"
    days, way = abs(value.offset) / 86400, "ago" if value.offset < 0 else "ahead"
    return f"{round(days)} days {way}" if days >= 2 else f"a day {way}" if days >= 1 else f"{abs(value.offset)} s {way}"


def _around(base: Trial, trial: Trial) -> Iterator[str]:
    for call in trial.before:
        if call not in base.before:
            yield _standing(call)
    yield from (_answered(each) for each in trial.answers if each not in base.answers)
    for each in trial.failing:
        if each not in base.failing:
            later = "" if each.first == 1 else f" from call {each.first} on"
            yield f"when {each.service} {each.operation} fails with {each.code}{later}"
    yield from (f"without the variable {name}" for name in trial.without if name not in base.without)
    for name, value in trial.environment.items():
        if base.environment.get(name) != value:
            yield f"with {name} {json.dumps(value)}" if value else f"with {name} empty"


def _standing(call: Call) -> str:
    item = call.input.get("Item")
    if (call.service, call.operation) == ("s3", "PutObject"):
        return f"where the object is {_value(call.input.get('Body', ''))}"
    if not isinstance(item, Mapping):
        return f"after {call.service} {call.operation}"
    shown = [f"{name} {value['S']}" for name, value in item.items() if set(value) == {"S"} and _is_word(value["S"])]
    with_ = f" with {' and '.join(shown[:2])}" if shown else ""
    return f"where the row is there already{with_}"


def _answered(answer: Answer) -> str:
    """What a call finds."""
    found: Any = next((answer.output[name] for name in ("Item", "Items", "Attributes") if name in answer.output), None)
    found = found[0] if isinstance(found, list | tuple) and found else found
    if not isinstance(found, Mapping):
        return f"where {answer.service} {answer.operation} answers something"
    values = {name: next(iter(value.values())) for name, value in found.items() if isinstance(value, Mapping) and value}
    shown = [f"{name} {value}" for name, value in values.items() if isinstance(value, str) and _is_word(value)]
    return f"where {answer.service} {answer.operation} finds {' and '.join(shown[:2]) or 'a row'}"


def _is_word(text: str) -> bool:
    return 0 < len(text) <= _LONGEST // 2 and text.isalnum()
