"""What runs that keep or break a rule are called: the kind of value, in words that also stand in the name of a run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scaffold.model.project import Rule
from scaffold.model.values import Reference, Value
from scaffold.plan.scenarios.ground import Ground, key_of
from scaffold.plan.scenarios.phrases import shown, thing
from scaffold.plan.scenarios.trials import Border, Trial

_PLAIN = re.compile(r"[\w.-]+")
#: The longest sentence of an author that is a title.
_LONGEST = 80


def refusing(ground: Ground, rule: Rule, parameter: str, trial: Trial, border: Border | None, listed: bool) -> str:
    """The title of a run that breaks a rule; `listed` says that the rule lists the allowed values."""
    name = _name(parameter, trial)
    secret = ground.secret(parameter)
    what = _beyond(name, border, secret) if border else ""
    what = what or _kind(ground, rule, parameter, trial, listed) or _whole(ground, rule, name, trial.inner, secret)
    verb = "notices" if rule.kind == "assert" else "refuses"
    return _said(rule, parameter, verb, what)


def accepting(ground: Ground, rule: Rule, parameter: str, trial: Trial, border: Border | None) -> str:
    """The title of a run that keeps a rule."""
    name = _name(parameter, trial)
    inner = trial.inner
    if border is not None and border.length and border.exact and isinstance(inner, str | tuple | Mapping) and inner:
        what = f"{name} {'of' if isinstance(inner, str) else 'with'} {_amount(inner)}"
    elif ground.secret(parameter):
        what = f"another value of {name}"
    else:
        text = shown(inner)
        what = f"empty {name}" if _is_empty(inner) else f"{name} {text}" if text else f"another value of {name}"
    return _said(rule, parameter, "accepts", what)


def _said(rule: Rule, parameter: str, verb: str, what: str) -> str:
    """Who does what: a parameter's own rule is no one's, that of another one is about both."""
    subject = key_of(rule).subject
    if subject == f"var.{parameter}":
        return f"{verb} {what}"
    if subject.startswith("var."):
        return f"{verb} {subject.removeprefix('var.')} with {what}"
    return f"{thing(subject)} {verb} {what}"


def _name(parameter: str, trial: Trial) -> str:
    return f"{parameter}{Reference('', trial.path)}"


def _beyond(name: str, border: Border, secret: bool) -> str:
    """What is just beyond a border; nothing where the border is none that one would name."""
    inside = border.inside.inner
    if not border.exact:
        return ""
    if not border.length:
        return "" if secret else f"{name} {'above' if border.above else 'below'} {shown(inside)}"
    if not isinstance(inside, str | tuple | Mapping) or not inside:
        return ""
    if not border.above and len(inside) == 1:
        return f"empty {name}"
    return f"{name} {'longer' if border.above else 'shorter'} than {_amount(inside)}"


def _amount(value: str | tuple[Value, ...] | Mapping[str, Value]) -> str:
    one, many = ("character", "characters") if isinstance(value, str) else ("entry", "entries")
    return f"{len(value)} {one if len(value) == 1 else many}"


def _kind(ground: Ground, rule: Rule, parameter: str, trial: Trial, listed: bool) -> str:
    """What sort of value it is, where that says more than the value."""
    name, inner = _name(parameter, trial), trial.inner
    if _is_empty(inner):
        return f"empty {name}"
    for other in rule.parameters:
        if other != parameter and not isinstance(inner, bool) and inner is not None and ground.value(other) == inner:
            return f"{name} equal to {other}"
    if listed and isinstance(inner, str):
        return f"{name} that is not listed"
    if rule.samples and isinstance(inner, str) and inner not in rule.samples:
        return f"{name} that does not match its pattern"
    return ""


def _whole(ground: Ground, rule: Rule, name: str, value: Value, secret: bool) -> str:
    """The value, where it is short and plain; else what the author says of the rule."""
    text = "" if secret else shown(value)
    if text and (isinstance(value, bool | int | float) or value is None or _is_plain(value)):
        return f"{name} {text}"
    message = _message(ground, rule)
    return f"{name}: {message}" if message else f"{name} {text}" if text else f"a wrong value of {name}"


def _is_plain(value: Value) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _is_empty(value: Value) -> bool:
    return isinstance(value, str | tuple | Mapping) and not value


def _message(ground: Ground, rule: Rule) -> str:
    """The first sentence that the author has for the rule; nothing where a secret may stand in it."""
    if not isinstance(rule.message, str) or any(ground.secret(name) for name in rule.parameters):
        return ""
    sentence = re.split(r"(?<=[.!?])\s", " ".join(rule.message.split()), maxsplit=1)[0].rstrip(".")
    return sentence if 3 < len(sentence) <= _LONGEST and sentence.isprintable() else ""
