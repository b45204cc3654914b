"""What becomes of requests that are not as they should be, and of numbers that a table does not take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffold.catalog.functions import is_added
from scaffold.model.functions import EventUse, Function, Trigger
from scaffold.plan.handlers.findings.base import Ground, Remark, listed, read_code

_REQUESTS = frozenset({"rest-api", "http-api", "function-url"})
#: Events of the first form have these always, if only as null.
_ALWAYS = frozenset({"body", "headers", "queryStringParameters", "multiValueHeaders", "pathParameters"})


def malformed(function: Function, _ground: Ground) -> Iterator[Remark]:
    """Requests that the handler fails on, or answers as if it were to blame."""
    code = read_code(function)
    trigger = next((each for each in function.triggers if each.kind in _REQUESTS), None)
    if code is None or trigger is None:
        return
    wrong = [
        use for use in code.uses if use.required and _is_the_callers(use, trigger) and not _is_checked(use, trigger)
    ]
    raising = [use for use in wrong if "escapes" in (use.guard.outcome, *use.guard.mixed)]
    if raising:
        yield _remark(function, raising, "raises for a request", "Answer it with 400 and what is wrong with it.")
    blaming = [use for use in wrong if use.guard.outcome == "answered" and _blames_itself(use.guard.statuses)]
    if blaming and not raising:
        wrong_ones = [status for status in sorted(blaming[0].guard.statuses) if status >= 500 or status < 300]
        statuses = listed([str(status) for status in wrong_ones], "or")
        hint = "Answer it with 400, and keep 5xx for what the caller cannot mend."
        yield _remark(function, blaming, f"answers {statuses} to a request", hint)


def _remark(function: Function, uses: Sequence[EventUse], does: str, hint: str) -> Remark:
    first = min(uses, key=lambda use: use.position)
    words = [_words(use) for use in sorted(uses, key=lambda use: use.position)]
    return Remark("lambda-malformed-input", f"{function.title} {does} {listed(words, 'or')}", first.position, hint)


def _blames_itself(statuses: Sequence[int]) -> bool:
    """Whether a caller is told of an error of the function's, or of none at all."""
    return any(status >= 500 for status in statuses) or (bool(statuses) and all(status < 300 for status in statuses))


def _is_the_callers(use: EventUse, trigger: Trigger) -> bool:
    """Whether the caller decides whether something is there, and what it is."""
    path = use.path
    if not path or path[0] not in ("body", "queryStringParameters", "headers"):
        return False
    if path[0] == "headers" and len(path) > 1 and is_added(path[1].lower()):
        return False
    first = trigger.kind == "rest-api" or trigger.payload == "1.0"
    return len(path) > 1 or not (first and path[0] in _ALWAYS)


def _is_checked(use: EventUse, trigger: Trigger) -> bool:
    """Whether the API looks at a part of a request before it calls the function: by a schema, or that it is there."""
    if trigger.detail.get("request_validator_id") is None:
        return False
    if use.path[0] == "body":
        return bool(trigger.detail.get("request_models"))
    asked = trigger.detail.get("request_parameters")
    names = {str(name).rpartition(".")[2].lower() for name in asked} if isinstance(asked, Mapping) else set()
    return len(use.path) == 2 and use.path[1].lower() in names and not use.kinds


def _words(use: EventUse) -> str:
    """What a request lacks, as the end of a sentence."""
    place, *inside = use.path
    if place == "headers":
        return f"without the header {inside[0]}" if inside else "without headers"
    if place == "queryStringParameters":
        return f"without the parameter {inside[0]}" if inside else "without parameters"
    names = [step for step in inside if not step.startswith("(")]
    if names:
        return f"without {'.'.join(names)} in its body"
    if inside and inside[-1] == "(json)":
        # Text that is no JSON, and JSON that is no object, may come to different ends.
        whole = bool(use.guard.mixed or len(use.guard.statuses) > 1) and "object" in use.kinds
        return "whose body is no JSON object" if whole else "whose body is no JSON"
    return "whose body is no base64" if inside else "without a body"


def floats(function: Function, _ground: Ground) -> Iterator[Remark]:
    """Floating-point numbers that are given to a table resource of boto3."""
    code = read_code(function)
    for call in code.calls if code else ():
        if call.floats:
            sentence = (
                f"{function.title} gives {call.operation} floats ({call.floats}), which the table resource refuses"
            )
            hint = "Make them Decimal: json.loads(..., parse_float=Decimal), or Decimal(str(value))."
            yield Remark("lambda-table-floats", sentence, call.position, hint)
