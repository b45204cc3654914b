"""What nobody is to read: values of sensitive inputs are replaced by made-up ones wherever they have got to."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, quote_plus

from scaffold.model.handlers import Call, Joined
from scaffold.model.project import Parameter, Project

#: Shorter values are only known as a whole, not inside of other text.
_SHORTEST: Final = 4
#: Attributes of resources that hold what nobody is to read.
_ATTRIBUTES: Final = {
    *("admin_password", "auth_token", "client_secret", "master_password", "master_user_password", "password"),
    *("private_key", "secret", "secret_access_key", "secret_key", "secret_string", "secret_string_wo"),
}
_TELLING: Final = re.compile(r"passw|secret|token|credential|(^|[_-])(api|access|private|signing)?_?key$", re.I)
_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]+")


def private(name: str) -> str:
    """Text for what nobody is to know, long enough for any algorithm; `name` is in snake case."""
    return f"not-a-real-{name.replace('_', '-')}-0123456789abcdef"


def instead(text: str, name: str) -> str:
    """Text that stands for another one that nobody is to know: of its form, where code may depend on that."""
    own = private(re.sub(r"[^a-z0-9]+", "-", re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", name).lower()).strip("-"))
    if re.fullmatch(r"[0-9]+", text):
        return ("2" if set(text) == {"1"} else "1") * len(text)
    if found := _URL.match(text):
        return f"{found[1]}://example.com/{own}"
    if _MAIL.fullmatch(text):
        return f"{own}@example.com"
    found_object = _parsed(text)
    if isinstance(found_object, Mapping | tuple):
        return json.dumps(_replaced(found_object, name), separators=(",", ":"))
    return own


class Hiding:
    """The values of a project's sensitive inputs, plain and as functions spell them, and what is said instead."""

    def __init__(self, project: Project) -> None:
        self._instead: dict[str, str] = {}
        for parameter in project.parameters:
            if parameter.sensitive or parameter.ephemeral:
                sample = next((each for rule in parameter.rules for each in rule.samples), None)
                for value in (parameter.value, parameter.default):
                    self._learn(value, _named(parameter), sample)
        for resource in project.resources:
            secure = resource.type == "aws_ssm_parameter" and resource.attributes.get("type") == "SecureString"
            for name, value in resource.attributes.items():
                if name in _ATTRIBUTES or (name == "value" and secure) or name == "value_wo":
                    self._learn_declared(value, name)
        known = sorted((each for each in self._instead if len(each) >= _SHORTEST), key=lambda each: (-len(each), each))
        self._inside = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, value: Any) -> Any:
        """The same value without what nobody is to read; terms stay."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = str(value)
            known = self._instead.get(text) if len(text) >= _SHORTEST else None
            return int(known) if known is not None and known.isdecimal() else value
        if isinstance(value, Mapping):
            return {key: self(item) for key, item in value.items()}
        if isinstance(value, tuple | list):
            return tuple(map(self, value))
        if isinstance(value, Joined):
            return replace(value, parts=tuple(map(self, value.parts)))
        if isinstance(value, Call):
            return replace(value, input=self(value.input))
        return value

    def _text(self, text: str) -> str:
        if text in self._instead:
            return self._instead[text]
        return self._inside.sub(lambda found: self._instead[found[0]], text) if self._inside else text

    def _learn(self, value: Any, name: str, sample: str | None = None) -> None:
        for key, leaf in _leaves(value, name):
            parsed = _parsed(leaf)
            if isinstance(parsed, Mapping | tuple):
                self._learn(parsed, key)
            made = sample if sample is not None and sample != leaf else instead(leaf, key)
            for form in _forms(leaf):
                self._instead.setdefault(form, made)

    def _learn_declared(self, value: Any, name: str) -> None:
        """What a resource is given; of an object, only what is called a secret."""
        parsed = _parsed(value) if isinstance(value, str) else None
        if not isinstance(parsed, Mapping):
            self._learn(value if isinstance(value, str) and len(value) >= _SHORTEST else None, name)
            return
        for key, leaf in _leaves(parsed, name):
            if _TELLING.search(key) and len(leaf) >= _SHORTEST:
                self._learn(leaf, key)


def _named(parameter: Parameter) -> str:
    return parameter.name.rpartition(":")[2]


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """The texts and numbers in a value, by what each is called."""
    if isinstance(value, str) and value.strip():
        yield name, value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, str(int(value) if isinstance(value, float) and value.is_integer() else value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, key)
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item, name)


def _forms(text: str) -> Iterator[str]:
    """A text as it may stand somewhere: itself, and what functions make of it."""
    yield text
    if len(text) < _SHORTEST:
        return
    data = text.encode(errors="replace")
    yield from (text.strip(), text.lower(), text.upper(), text.title(), json.dumps(text)[1:-1], text[::-1])
    yield from (json.dumps(text, ensure_ascii=False)[1:-1], quote(text, safe=""), quote_plus(text), quote(text))
    yield base64.b64encode(data).decode()
    yield base64.urlsafe_b64encode(data).decode().rstrip("=")
    for digest in (hashlib.md5(data, usedforsecurity=False), hashlib.sha1(data, usedforsecurity=False)):
        yield digest.hexdigest()
    for strong in (hashlib.sha256(data), hashlib.sha512(data)):
        yield strong.hexdigest()
        yield base64.b64encode(strong.digest()).decode()


def _parsed(text: str) -> Any:
    """The JSON that a text is, with tuples for lists; nothing where it is none."""
    try:
        return _frozen(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _replaced(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _replaced(item, key) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_replaced(item, name) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 1
    return instead(value, name) if isinstance(value, str) else value
