"""Which references a form makes, counted as the generated suites count them at run time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref

_NAME = r"[^\W\d][\w-]*"
_INDEX = rf'\[(?:\*|\d+|"[^"\\$%]*"|{_NAME}(?:\.{_NAME})*)\]'
_TOKEN = re.compile(
    rf'(?P<text>"(?:[^"\\$%]|\\.)*")|(?P<number>\d[\w.]*)|(?P<reference>{_NAME}(?:\.{_NAME}|{_INDEX})*)|(?P<sign>\S)'
)
_INNER = re.compile(rf"\[({_NAME}(?:\.{_NAME})*)\]")
_WORDS = frozenset({"true", "false", "null"})

#: Signs of what this does not read: strings with something in them, objects, directives.
_HARD = frozenset('"{%$')


def exact_references(form: Form) -> tuple[str, ...] | None:
    """Every reference in `form`, sorted and each once; `None` where it holds something that is not read here."""
    found = list(_references(form))
    return None if None in found else tuple(sorted({text for text in found if text is not None}))


def _references(form: Form) -> Iterator[str | None]:
    if isinstance(form, Ref | Expression):
        yield from _in_text(form.text)
    elif isinstance(form, Interpolation | Invocation):
        for part in form.parts if isinstance(form, Interpolation) else form.arguments:
            yield from _references(part)
    elif isinstance(form, Mapping):
        for key, item in form.items():
            yield from (None,) if key.startswith("(") else _references(item)
    elif isinstance(form, tuple):
        for item in form:
            yield from _references(item)


def _in_text(text: str) -> Iterator[str | None]:
    before = ""
    for token in _TOKEN.finditer(text):
        name, sign = token["reference"], token["sign"]
        if (sign and sign in _HARD) or name in ("for", "in"):
            yield None
        elif name:
            if before != "." and name not in _WORDS and not text.startswith("(", token.end()):
                yield None if text.startswith(("::", "[", "."), token.end()) else name
            yield from _INNER.findall(name)
        before = token[0]
