"""What an installed class makes of its inputs, read off its JavaScript as text: which it sends, and what it adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.model.values import Value

_SET: Final = re.compile(r'^\s*resourceInputs\["(?P<name>[^"\n]+)"\] = (?P<value>[^\n]*);', re.M)
_REQUIRED: Final = re.compile(r"""throw new Error\(["']Missing required property '([^'"\n]+)'["']\)""")
_TEXT: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_DEFAULT: Final = re.compile(r'\?\? \(?(?P<value>"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\)')
_LAST: Final = re.compile(r'\?\? (?P<value>"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|true|false)$')


@dataclass(frozen=True, slots=True)
class Rule:
    """What a class does with one input. `sent` is false for what is only an output; `constant` is what it always is,
    `default` what it is if it is not given; a `required` one must be given."""

    sent: bool = True
    secret: bool = False
    as_json: bool = False
    constant: Value = None
    default: Value = None
    required: bool = False


def rules_of(script: str) -> Mapping[str, Rule]:
    """The rules of a class by input, from the text of its file; empty where it is of another form.

    A class sets its inputs twice: as those of an existing resource, then as those of a new one.
    """
    required = set(_REQUIRED.findall(script))
    return {found["name"]: _rule(found["value"].strip(), found["name"] in required) for found in _SET.finditer(script)}


def _rule(value: str, required: bool) -> Rule:
    if value.startswith("undefined"):
        return Rule(sent=False)
    text = _TEXT.fullmatch(value)
    if text is not None:
        return Rule(constant=text[1])
    default = _DEFAULT.search(value) or _LAST.search(value)
    return Rule(
        secret="pulumi.secret(" in value,
        as_json="JSON.stringify" in value,
        default=_literal(default["value"]) if default else None,
        required=required,
    )


def _literal(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if text.startswith('"'):
        return text[1:-1]
    return float(text) if "." in text else int(text)
