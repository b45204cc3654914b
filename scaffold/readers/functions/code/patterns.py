"""Regular expressions in function code."""

from __future__ import annotations

import re
from typing import Any

from scaffold.readers.functions.code.choices import asking
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.truth import Question
from scaffold.readers.functions.code.values import UNDEFINED, Obj, Pattern, Scope, Seq, Sym, Symbol, Value, made
from scaffold.readers.programs.javascript.regex_syntax import compile_pattern
from scaffold.readers.programs.regex.match import Matcher, TooMuchWorkError
from scaffold.readers.programs.regex.reading import PatternError, UnsupportedPatternError

_LONGEST = 2000
_ANCHORS = {"fullmatch": r"^(?:{})$", "match": r"^(?:{})", "search": "{}", "test": "{}", "exec": "{}"}


def pattern_method(machine: Machine, pattern: Pattern, name: str, given: list[Value], node: Any, scope: Scope) -> Value:
    """A method of a compiled pattern."""
    subject = given[0] if given else None
    if name in _ANCHORS and subject is not None:
        return asked(machine, pattern, name, subject, node, scope)
    return made(*given)


def asked(machine: Machine, pattern: Pattern, name: str, subject: Value, node: Any, scope: Scope) -> Value:
    """Whether a pattern matches: a question where the text is not known."""
    written = _ANCHORS.get(name, "{}").replace("{}", pattern.pattern)
    if isinstance(subject, Sym) and subject.kind == "event":
        if "(json)" in subject.path and machine.language == "python" and "text" not in subject.views:
            machine.facts.kind(subject, "text")
        return Question(asking("matches", subject, (written, pattern.flags)), subject)
    if isinstance(subject, str):
        found = matches(written, pattern.flags, subject)
        if found is None:
            return made()
        if not found or name == "test":
            return found if machine.language == "python" or name == "test" else None
        return (
            Obj(cls=Symbol("re.Match"), open=True) if machine.language == "python" else Seq([made() for _ in range(10)])
        )
    if isinstance(subject, Sym):
        return made(subject)
    if machine.language == "python" and (subject is None or isinstance(subject, int | float | Seq | Obj)):
        raise machine.fail("TypeError", node, scope)
    if subject is None or subject is UNDEFINED:
        return matches(written, pattern.flags, "undefined" if subject is UNDEFINED else "null")
    return made(subject)


def matches(pattern: str, flags: str, text: str) -> bool | None:
    """Whether a pattern matches somewhere in a text; `None` where that is not known."""
    try:
        program = compile_pattern(as_script(pattern), "".join(flag for flag in flags if flag in "imsu"))
        return Matcher(program, lambda _steps: None).search(text[:_LONGEST], 0) is not None
    except (PatternError, UnsupportedPatternError, TooMuchWorkError, RecursionError):
        return None


def as_script(pattern: str) -> str:
    """A pattern of Python in JavaScript's syntax."""
    pattern = re.sub(r"\(\?P<", "(?<", pattern)
    return pattern.replace(r"\A", "^").replace(r"\Z", "$")
