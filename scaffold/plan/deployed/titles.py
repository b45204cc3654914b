"""What deployments are called: the entry, and what is chosen for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scaffold.model.deployed import DeployedCase
from scaffold.model.deployments import Variant
from scaffold.model.values import Value, is_known, to_json
from scaffold.plan.deployed.view import View
from scaffold.plan.words import listed

_LONGEST = 40


def deployment_title(variant: Variant, base: Variant | None, view: View | None = None) -> str:
    """The entry's title, with what is chosen differently from the baseline."""
    title = variant.entry.title or variant.entry.project or "program"
    if base is None:
        return title
    project = variant.entry.project
    given = [f"{shown_name(name, project)}{_value(value)}" for name, value in _changed(variant, base)]
    missing = [shown_name(name, project) for name in base.values if name not in variant.values]
    given += list(_outputs(variant.outputs, view))
    said = [f"with {listed(given)}"] if given else []
    said += [f"without {listed(missing)}"] if missing else []
    return " ".join((title, *said))


def shown_name(name: str, project: str = "") -> str:
    """A parameter as its author calls it: `size`, `STAGE`, `stack`, `aws:region`; the project's own configuration
    without its name in front."""
    short = name.partition(".")[2] or name
    return short.removeprefix(f"{project}:") if project and name.startswith("config.") else short


def _changed(variant: Variant, base: Variant) -> Iterator[tuple[str, Value]]:
    for name, value in variant.values.items():
        if name not in base.values or base.values[name] != value or type(base.values[name]) is not type(value):
            yield name, value


def _outputs(outputs: Mapping[str, Mapping[str, Value]], view: View | None) -> Iterator[str]:
    for address, given in outputs.items():
        found = view.by_address.get(address) if view else None
        thing = view.thing(found) if view and found else address
        for name, value in given.items():
            if value is None:
                yield f"no {name} of {thing}"
            elif value in ("", ()):
                yield f"an empty {name} of {thing}"
            else:
                yield f"the {name} of {thing}{_value(value)}"


def _value(value: Value) -> str:
    """A short value behind its name; what is long is only named."""
    text = json.dumps(to_json(value), ensure_ascii=False) if is_known(value) else ""
    return f" {text}" if 0 < len(text) <= _LONGEST else ""


def distinct(cases: Iterable[DeployedCase]) -> list[DeployedCase]:
    """The cases with ids and titles that are each there once: a number goes behind those that came before."""
    ids: set[str] = set()
    titles: set[str] = set()
    found = []
    for case in cases:
        title = _new(case.title, titles)
        phrase = case.phrase if title == case.title else ""
        found.append(replace(case, id=_new(case.id, ids), title=title, phrase=phrase))
    return found


def _new(name: str, taken: set[str]) -> str:
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name} ({count})"
    taken.add(found)
    return found
