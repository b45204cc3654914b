"""Values for what only the cloud knows, from the catalog and from how they are used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from scaffold.catalog import realistic
from scaffold.model.shapes import Kind
from scaffold.model.values import Step, Value
from scaffold.plan.scenarios.uses import DECODED, EACH, Use

#: The longest list that an index makes.
_LONGEST = 12
#: What the catalog says where anything may stand: what takes it says more.
_PLAIN = "example"
#: Names that are texts (or lists of texts) in whatever type has them.
_TELLING = re.compile(r"(^|_)(ids?|arns?|names?|url|uri|email|domain|hostname|dns_name|zone_id|version)$")
#: What a use takes whole without saying anything of its form.
_VAGUE = frozenset({"condition", "value", "values", "result", "output", "triggers", "for_each", "input"})


def attribute(type_: str, name: str, use: Use, of: realistic.Use, *, data: bool) -> Value:
    """A value for one attribute of a resource or data source, that everything asked of it can be answered from.

    Null where nothing says what it looks like: what the mock gives has at least the right type.
    """
    known = realistic.attribute(type_, name, of, data=data)
    if known == _PLAIN:
        known = text(use.names(), of) or known
    if known is None and name == "arn":
        return realistic.some_arn(type_, of)
    if known is None and name == "id":
        return of.name
    if known is None and not (use.below or use.kinds or use.cidr or use.constants):
        return _alone(name, use, of) if _TELLING.search(name) else None
    return shaped(name, use, of, known)


def shaped(name: str, use: Use, of: realistic.Use, known: Value = None) -> Value:
    """A value that fits its name and its use; what `known` says stays, and only what is missing is made up."""
    if known is not None and not use.below:
        return known
    below = use.below
    if DECODED in below:
        return _document(below[DECODED], of, known)
    names = [step for step in below if isinstance(step, str) and step != EACH]
    if names and not isinstance(known, str | tuple):
        found = dict(known) if isinstance(known, dict) else {}
        return {**found, **{step: shaped(step, below[step], of, found.get(step)) for step in names}}
    places = [step for step in below if step == EACH or isinstance(step, int)]
    if places and not isinstance(known, str):
        return _elements(name, use, of, known, places)
    return known if known is not None else _alone(name, use, of)


def text(names: Iterable[str], of: realistic.Use) -> str | None:
    """A text that fits the first of several names that says anything; an index makes a different one."""
    for name in names:
        found = realistic.sample(singular(name)) if name not in _VAGUE else None
        if found:
            return found.text(of)
    return None


def singular(name: str) -> str:
    """The name of one of many: `subnet_id` for `subnet_ids`."""
    return re.sub(r"(?<=[a-z0-9])(?<!s)(?<!u)s$", "", realistic.snake(name)) if len(name) > 3 else name


def _document(use: Use, of: realistic.Use, known: Value) -> str:
    """JSON text with everything in it that is read from it."""
    given: Any = None
    if isinstance(known, str):
        try:
            given = _frozen(json.loads(known))
        except ValueError:
            given = None
    wanted = shaped("", use, of, given) if use.below else given
    return json.dumps(wanted if isinstance(wanted, dict | tuple) else {}, separators=(",", ":"))


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def _elements(name: str, use: Use, of: realistic.Use, known: Value, places: list[Step]) -> Value:
    """A list in which every place exists that is asked for."""
    given = known if isinstance(known, tuple) else ()
    most = max((step + 1 for step in places if isinstance(step, int)), default=0)
    sample = realistic.sample(singular(name))
    few = 1 if _is_block(use) else sample.count if sample else realistic.FEW
    length = max(most, len(given) or few)
    made = []
    for place in range(min(length, _LONGEST)):
        item = Use(consumers=dict(use.consumers))
        for step in (EACH, place):
            if step in use.below:
                item = _merged(item, use.below[step])
        made.append(
            shaped(singular(name), item, replace(of, index=place), given[place] if place < len(given) else None)
        )
    return tuple(made)


def _is_block(use: Use) -> bool:
    """Whether the elements have attributes: then one is what the cloud mostly gives."""
    return any(below.below for step, below in use.below.items() if step == EACH or isinstance(step, int))


def _merged(one: Use, other: Use) -> Use:
    below = dict(one.below)
    for step, use in other.below.items():
        below[step] = _merged(below[step], use) if step in below else use
    kinds = [*one.kinds, *(kind for kind in other.kinds if kind not in one.kinds)]
    return Use(below, kinds, {**one.consumers, **other.consumers}, [*one.constants, *other.constants])


def _alone(name: str, use: Use, of: realistic.Use) -> Value:
    """A value nothing of which is taken apart."""
    kinds = use.kinds
    if Kind.MAP in kinds:
        return {}
    if "json" in name:
        return _text(name, use, of)
    if Kind.LIST in kinds or (realistic.likely_kind(name) is Kind.LIST and Kind.STRING not in kinds):
        sample = realistic.sample(singular(name))
        count = sample.count if sample else realistic.FEW
        return tuple(_text(name, use, replace(of, index=place)) for place in range(count))
    if Kind.BOOL in kinds and Kind.STRING not in kinds:
        return True
    if use.constants and not kinds:
        return next((each for each in use.constants if isinstance(each, str | int | float)), use.constants[0])
    if Kind.NUMBER in kinds or realistic.likely_kind(name) is Kind.NUMBER:
        return realistic.number(name) or 1
    if realistic.likely_kind(name) is Kind.BOOL:
        return True
    if realistic.likely_kind(name) is Kind.MAP and name not in ("label", "labels"):
        return {}
    return _text(name, use, of)


def _text(name: str, use: Use, of: realistic.Use) -> str:
    own = [*use.names(), name] if "json" in name else [name, *use.names()]
    if use.cidr:
        own.insert(0, "cidr_block")
    found = text(own, replace(of, name=realistic.name_from(name) if name else of.name))
    if found is not None:
        return found
    plain = realistic.name_from(name) if name else of.name
    return f"{plain}-{of.index + 1}" if of.index else plain
