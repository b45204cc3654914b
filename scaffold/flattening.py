"""Flat outputs: what a deployment says of itself, as one JSON object of texts.

Forms that are read: `terraform output -json` (OpenTofu's too), `pulumi stack output --json`, the outputs file of
`cdktf deploy` and `cdktf output` (by stack and construct), and CloudFormation's `describe-stacks`. Source: the
documentation of these commands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.diagnostics import Diagnostic, RefusedError, Severity

#: What Pulumi shows in the place of a secret.
_SECRET: Final = "[secret]"
#: What CDKTF puts behind the name of an output that is not declared in the stack itself.
_HASH: Final = re.compile(r"_[0-9A-F]{8}\Z")
#: Outputs that CDKTF makes for references from one stack to another.
_CROSS_STACK: Final = "cross-stack-output-"


class FlattenError(RefusedError):
    """The outputs cannot be read."""

    def __init__(self, summary: str, hint: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "bad-outputs", summary, hint=hint))


@dataclass(frozen=True, slots=True)
class Told:
    """One output as a deployment tells it; `stack` is empty where the form has no stacks."""

    stack: str
    name: str
    value: Any
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Flat:
    """Flat outputs: `values` by key, sorted; `notes` say what was left out or is called otherwise, and why."""

    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()

    def text(self) -> str:
        """The file: a JSON object, one output a line."""
        return json.dumps(self.values, indent=2) + "\n"


def flatten(text: str, form: str = "", stack: str = "", *, sensitive: bool = False) -> Flat:
    """The flat outputs in a document. `form` is one of `FORMS`, empty for the one that it looks like; `stack` takes one
    stack only; with `sensitive`, sensitive values are kept. Raises `FlattenError`."""
    try:
        document = json.loads(text, object_pairs_hook=_distinct)
    except (ValueError, RecursionError) as error:
        raise FlattenError(f"the outputs are no JSON: {error}", "Give the command's JSON output.") from error
    if not isinstance(document, dict):
        raise FlattenError("the outputs are no JSON object", "Give what the deployment's own command prints.")
    told = list(FORMS[form or _form(document)](document))
    if stack:
        told = _of_stack(told, stack)
    return flat(told, sensitive=sensitive)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values, one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FlattenError(f"{twice} stands twice in one object", "Give what the deployment's own command prints.")
    return found


def flat(told: list[Told], *, sensitive: bool = False) -> Flat:
    """Outputs as flat ones: where several have the same name, each is called by its stack too."""
    values: dict[str, str] = {}
    nothing = Diagnostic(Severity.WARNING, "no-outputs", "there are no outputs", hint="Is it deployed, and this stack?")
    notes = [] if told else [nothing]
    kept = [each for each in told if not each.name.startswith(_CROSS_STACK)]
    names = [each.name for each in kept]
    for each in kept:
        several = names.count(each.name) > 1
        key = f"{each.stack}.{each.name}" if several and each.stack else each.name
        if each.sensitive and not sensitive:
            summary = f"output {key} is sensitive and left out"
            notes.append(_note("sensitive-output", summary, "Keep it with --sensitive."))
        elif each.value is None:
            notes.append(_note("null-output", f"output {key} is null and left out"))
        elif key in values:
            raise FlattenError(f"several outputs are called {key}", "Name one stack with --stack.")
        else:
            values[key] = as_text(each.value)
            if several:
                summary = f"several stacks have an output {each.name}: this one is called {key}"
                notes.append(_note("same-output", summary, "Name one stack with --stack for plain names."))
    return Flat(dict(sorted(values.items())), tuple(notes))


def as_text(value: Any) -> str:
    """A value of the flat file: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def without_hash(name: str) -> str:
    """A CDKTF output's name without the hash of its construct's path: `audit_bucket` for `audit_bucket_92DC5EE4`."""
    return _HASH.sub("", name)


def _note(code: str, summary: str, hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.WARNING if code == "same-output" else Severity.NOTE, code, summary, hint=hint)


def _of_stack(told: list[Told], stack: str) -> list[Told]:
    stacks = sorted({each.stack for each in told if each.stack})
    if stack not in stacks:
        raise FlattenError(f"there is no stack {stack!r}", f"There are: {', '.join(stacks) or 'none in this form'}.")
    return [each for each in told if each.stack == stack]


def _form(document: Mapping[str, Any]) -> str:
    """The form that a document looks like."""
    values = list(document.values())
    if isinstance(document.get("Stacks"), list):
        return "cloudformation"
    if any(
        isinstance(value, dict) and "value" in value and ("sensitive" in value or "type" in value) for value in values
    ):
        return "terraform"
    return "cdktf" if values and all(isinstance(value, dict) for value in values) else "pulumi"


def _terraform(document: Mapping[str, Any]) -> Iterator[Told]:
    for name, entry in document.items():
        if not isinstance(entry, dict) or "value" not in entry:
            raise FlattenError(f"output {name} has no value", "Give the output of `terraform output -json`.")
        yield Told("", without_hash(name), entry["value"], entry.get("sensitive") is True)


def _pulumi(document: Mapping[str, Any]) -> Iterator[Told]:
    for name, value in document.items():
        yield Told("", name, value, _secret(value))


def _secret(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value == _SECRET or any(map(_secret, inner))


def _cdktf(document: Mapping[str, Any]) -> Iterator[Told]:
    for stack, outputs in document.items():
        if not isinstance(outputs, dict):
            hint = "Give the outputs file, or name the form (--from)."
            raise FlattenError(f"stack {stack} has no outputs by name", hint)
        yield from _constructs(stack, outputs, ())


def _constructs(stack: str, outputs: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Told]:
    """The outputs of a stack, by the path of the construct that declares them. An object is what a construct has, or
    the value of an output: nothing tells which, so that it counts as both."""
    for name, value in outputs.items():
        way = (*path, without_hash(name))
        yield Told(stack, "_".join(way), value)
        if isinstance(value, dict):
            yield from _constructs(stack, value, way)


def _cloudformation(document: Mapping[str, Any]) -> Iterator[Told]:
    for stack in _objects(document.get("Stacks"), "stack"):
        for output in _objects(stack.get("Outputs", []), "output"):
            if not isinstance(output.get("OutputKey"), str):
                raise FlattenError("an output has no OutputKey", "Give the output of `describe-stacks`.")
            yield Told(str(stack.get("StackName", "")), output["OutputKey"], output.get("OutputValue"))


def _objects(value: Any, noun: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise FlattenError(f"there is no list of {noun}s", "Give the output of `describe-stacks`.")
    return value


FORMS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[Told]]]] = {
    "terraform": _terraform,
    "pulumi": _pulumi,
    "cdktf": _cdktf,
    "cloudformation": _cloudformation,
}
