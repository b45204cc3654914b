"""Names that AWS cannot accept: too long, with characters that are not allowed, without the suffix they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from scaffold.catalog.advice.base import Advice, as_check, load, text_parts, thing
from scaffold.model.checks import Check
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Value

_FIFO = ".fifo"
_SHOWN = 80


@cache
def name_checks() -> Mapping[str, Check]:
    """One check for each service whose names there are rules of, by service."""
    found: dict[str, Check] = {}
    for rule in load("names.toml")["rule"]:
        row = {
            "title": "has a name that AWS accepts",
            "why": "A name that AWS refuses is found when the configuration is applied, in the middle of a change.",
            "link": rule["link"],
            "weight": "high",
        }
        found.setdefault(rule["service"], as_check(f"{rule['service']}-name", row))
    return found


def look(project: Project) -> Iterator[Advice]:
    """Every name that is known to break a rule, whatever stands in the parts of it that are not known."""
    rules = _rules()
    for resource in project.resources:
        if resource.mode is Mode.MANAGED:
            for attribute, rule in rules.get(resource.type, {}).items():
                if problem := _problem(resource, attribute, rule):
                    sentence = f"{thing(resource)}: {attribute} {problem}"
                    hint = f"See {rule['link']}."
                    check = name_checks()[rule["service"]]
                    yield Advice(check, resource.address, resource.position, sentence, hint)


@cache
def _rules() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The rules by resource type and argument."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for rule in load("names.toml")["rule"]:
        for place in rule["for"]:
            type_, _, attribute = place.partition(".")
            found.setdefault(type_, {})[attribute] = rule
    return found


def _problem(resource: Resource, attribute: str, rule: Mapping[str, Any]) -> str:
    """What is wrong with a name, empty where nothing is known to be."""
    parts = tuple(part for part in text_parts(resource.attributes.get(attribute)) or () if part != "")
    if not parts or _is_left_out(parts, rule):
        return ""
    problem = _length_problem(parts, rule)
    plain = parts
    if "fifo" in rule and not problem:
        flag = resource.attributes.get(rule["fifo"])
        if not (flag is None or isinstance(flag, bool)):
            return ""
        problem, plain = _fifo_problem(parts, bool(flag), rule)
    for judge in (_character_problem, _begin_problem, _end_problem):
        problem = problem or judge(plain, rule)
    return f"{problem}: {_shown(parts)}" if problem else ""


def _is_left_out(parts: tuple[Value, ...], rule: Mapping[str, Any]) -> bool:
    words = [*load("names.toml")["placeholders"], *([rule["except"]] if "except" in rule else [])]
    return any(isinstance(part, str) and word in part.lower() for part in parts for word in words)


def _fifo_problem(parts: tuple[Value, ...], fifo: bool, rule: Mapping[str, Any]) -> tuple[str, tuple[Value, ...]]:
    """The problem with the suffix, and the name without it, whose dot is allowed."""
    last = parts[-1]
    if not isinstance(last, str):
        return "", parts
    ends = last.endswith(_FIFO)
    if ends and not fifo:
        return f"ends with {_FIFO}, and {rule['fifo']} is not set", parts
    if fifo and len(parts) > 1 and len(last) < len(_FIFO) and _FIFO.endswith(last):
        return "", parts[:-1]
    if fifo and not ends:
        return f"does not end with {_FIFO}, and {rule['fifo']} is set", parts
    return "", (*parts[:-1], last.removesuffix(_FIFO)) if fifo else parts


def _length_problem(parts: tuple[Value, ...], rule: Mapping[str, Any]) -> str:
    length = sum(len(part) for part in parts if isinstance(part, str))
    known = all(isinstance(part, str) for part in parts)
    limit = rule["max"]
    if length > limit:
        return f"has {'' if known else 'at least '}{length} characters where {limit} are allowed"
    if known and length < rule.get("min", 0):
        return f"has {length} characters where at least {rule['min']} are needed"
    return ""


def _character_problem(parts: tuple[Value, ...], rule: Mapping[str, Any]) -> str:
    texts = [part for part in parts if isinstance(part, str)]
    for text in texts:
        odd = re.search(f"[^{rule['allowed']}]", text) if "allowed" in rule else None
        if odd:
            return f"has {odd[0]!r} in it, which is not allowed"
        never = next((never for never in rule.get("never_has", ()) if never in text), None)
        if never:
            return f"has {never!r} in it, which is not allowed"
    if len(parts) == 1 and texts and "whole" in rule and re.fullmatch(rule["whole"], texts[0]):
        return "is one that is not allowed"
    return ""


def _begin_problem(parts: tuple[Value, ...], rule: Mapping[str, Any]) -> str:
    text = parts[0]
    if not isinstance(text, str) or not text:
        return ""
    wanted = rule.get("begins", "")
    enough = text[: len(wanted)] if len(parts) > 1 else text
    if not (enough.startswith(wanted) or (len(parts) > 1 and wanted.startswith(enough))):
        return f"does not begin with {wanted}"
    never = next((never for never in rule.get("never_begins", ()) if text.startswith(never)), None)
    if never:
        return f"begins with {never}"
    if "first" in rule and not re.match(f"[{rule['first']}]", text):
        return f"begins with {text[0]!r}"
    return ""


def _end_problem(parts: tuple[Value, ...], rule: Mapping[str, Any]) -> str:
    text = parts[-1]
    if not isinstance(text, str) or not text:
        return ""
    never = next((never for never in rule.get("never_ends", ()) if text.endswith(never)), None)
    if never:
        return f"ends with {never}"
    if "last" in rule and not re.search(rf"[{rule['last']}]\Z", text):
        return f"ends with {text[-1]!r}"
    return ""


def _shown(parts: tuple[Value, ...]) -> str:
    """The name, with dots for what is not known and for what is too long to show."""
    text = "".join(part if isinstance(part, str) else "..." for part in parts)
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
