"""What else there may be around a call: calls that fail, rows that are there, variables that are not set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scaffold.model.handlers import Answer, Call, Failing
from scaffold.trying.trials import Made, Trial, Tried
from scaffold.trying.varying import Words

_CODE: Final = "ThrottlingException"
#: What a code of an error ends with.
_ENDINGS: Final = ("Exception", "Error", "NotFound", "Exists", "Denied", "Fault", "NoSuchKey", "NoSuchBucket")
#: Members that make a write depend on what is there: what is put there first does not.
#: Of words that may be a state, how many are tried for each attribute.
_FEW: Final = 4
#: Operations that find rows, and the member of their output that has them.
_FOUND: Final = {"GetItem": "Item", "Query": "Items", "Scan": "Items", "UpdateItem": "Attributes"}
_SEARCHES: Final = ("Query", "Scan")
_READS: Final = ("GetItem", "UpdateItem", "DeleteItem")


def failures(trial: Trial, tried: Tried, words: Words) -> Iterator[Trial]:
    """Each of the calls that were made fails, with each error that the code may know."""
    names = dict.fromkeys((call.service, call.operation) for call in tried.calls)
    known = [text for text in words.texts if text.endswith(_ENDINGS) and text.isalnum() and text != "Error"]
    for code in dict.fromkeys((_CODE, *known)):
        for service, operation in names:
            yield replace(trial, failing=(*trial.failing, Failing(service, operation, code)))
    often = [name for name in names if sum((each.service, each.operation) == name for each in tried.calls) > 1]
    for service, operation in often:
        yield replace(trial, failing=(*trial.failing, Failing(service, operation, _CODE, 2)))


def standing(trial: Trial, tried: Tried, words: Words) -> Iterator[Trial]:
    """What the handler writes is there already: as it writes it, and as another state of it."""
    for made in tried.calls:
        if (made.service, made.operation) != ("dynamodb", "PutItem"):
            continue
        item = made.input.get("Item", {})
        first = _put(made, item)
        yield _before(trial, first)
        for name, value in item.items():
            if set(value) == {"S"}:
                others = [text for text in words.states if text != value["S"]]
                for other in ("another", *others[:_FEW]):
                    yield _before(trial, _put(made, {**item, name: {"S": other}}))


def rows(trial: Trial, tried: Tried, words: Words) -> Iterator[Trial]:
    """What the handler looks for is there, with what the code may look for in it."""
    for made in tried.calls:
        if (made.service, made.operation) == ("s3", "GetObject") and made.failed:
            yield from (_before(trial, call) for call in _objects(made, words))
        key = _key(made, words)
        if key is None:
            continue
        yield _before(trial, _put(made, key))
        names = [name for name in words.names if name not in key and name.islower()]
        values = words.states
        for value in (*({"S": text} for text in values), {"S": "text"}, {"N": "1"}, {"S": "{}"}):
            yield _before(trial, _put(made, {**dict.fromkeys(names, value), **key}))
        for name in names:
            yield from (_before(trial, _put(made, {**key, name: {"S": text}})) for text in values[:_FEW])


def _key(made: Made, words: Words) -> Mapping[str, Any] | None:
    """The key of a row that a call would find."""
    if made.service != "dynamodb":
        return None
    if made.operation in _READS:
        return made.input.get("Key")
    names = words.keys.get(str(made.input.get("TableName")), ())
    if made.operation not in _SEARCHES or not names:
        return None
    given = [value for value in made.input.get("ExpressionAttributeValues", {}).values() if set(value) == {"S"}]
    return {name: given[at] if at < len(given) else {"S": "text"} for at, name in enumerate(names)}


def _objects(made: Made, words: Words) -> Iterator[Call]:
    """The object of a bucket that a call does not find, with some content."""
    keys = [name for names in words.keys.values() for name in names]
    members = dict.fromkeys((*keys, *(name for name in words.names if name.islower())), "text")
    place = {key: value for key, value in made.input.items() if key in ("Bucket", "Key")}
    for text in (json.dumps(members), "text", "{}", "[]", ""):
        yield Call("s3", "PutObject", {**place, "Body": text})


def answered(trial: Trial, tried: Tried, words: Words) -> Iterator[Trial]:
    """Where there is no emulator: what is looked for is there, with what the code may look for in it."""
    for made in tried.calls:
        known = made.input.get("Key", {}) if made.service == "dynamodb" else {}
        members = {} if not isinstance(known, Mapping) else known
        for output in _outputs(made, members, words):
            kept = tuple(
                each for each in trial.answers if (each.service, each.operation) != (made.service, made.operation)
            )
            yield replace(trial, answers=(*kept, Answer(made.service, made.operation, output)))


def _outputs(made: Made, key: Mapping[str, Any], words: Words) -> Iterator[Mapping[str, Any]]:
    if made.service == "dynamodb" and made.operation in _FOUND:
        names = [name for name in words.names if name not in key and name[:1].islower()]
        values = [*({"S": text} for text in words.states[:_FEW]), {"S": "text"}, {"N": "1"}]
        member = _FOUND[made.operation]
        for item in (key, *({**dict.fromkeys(names, value), **key} for value in values)):
            yield {member: [item], "Count": 1} if member == "Items" else {member: item}
    if (made.service, made.operation) == ("s3", "GetObject"):
        yield from ({"Body": text} for text in ("text", "{}", "[]", ""))


def told(trial: Trial, environment: Mapping[str, Any]) -> Iterator[Trial]:
    """Each variable is not set, or empty."""
    for name in environment:
        if name not in trial.without:
            yield replace(trial, without=(*trial.without, name))
            yield replace(trial, environment={**trial.environment, name: ""})


def _before(trial: Trial, call: Call) -> Trial:
    return replace(trial, before=(*trial.before, call))


def _put(made: Made, item: Mapping[str, Any]) -> Call:
    kept = {key: value for key, value in made.input.items() if key == "TableName"}
    return Call("dynamodb", "PutItem", {**kept, "Item": json.loads(json.dumps(item))})
