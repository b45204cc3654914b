"""The part of Velocity that templates of API Gateway are written in: references, `#set`, `#if`, `#foreach`."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, unquote_plus

_PIECE = re.compile(
    r"(##[^\n]*\n?|#\*.*?\*#|#(?:set|if|elseif|foreach)\s*\(|#(?:else|end)\b|\$!?\{?[A-Za-z])", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_MOST = 100_000


@dataclass
class Input:
    """`$input`: a body and the parameters of a request, by their kind."""

    body: str
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def _data(self) -> Any:
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError:
            return {}

    def path(self, way: str) -> Any:
        """What is at a path (`$.a.b[0]`)."""
        value = self._data()
        for name, index in re.findall(r"\.?([A-Za-z_][\w-]*)|\[['\"]?([\w-]+)['\"]?\]", way.removeprefix("$")):
            key = name or index
            if isinstance(value, Mapping):
                value = value.get(key)
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                return None
        return value

    def json(self, way: str) -> str:
        """The same as JSON."""
        return json.dumps(self.path(way))

    def params(self, name: str = "") -> Any:
        """A parameter: of the path, behind `?`, or a header; all of them without a name."""
        if not name:
            return self.parameters
        for kind in ("path", "querystring", "header"):
            own = self.parameters.get(kind, {})
            found = next((value for each, value in own.items() if each.lower() == name.lower()), None)
            if found is not None:
                return found
        return ""


_UTIL = {
    "urlEncode": lambda text: quote_plus(_text(text)),
    "urlDecode": lambda text: unquote_plus(_text(text)),
    "base64Encode": lambda text: base64.b64encode(_text(text).encode()).decode(),
    "base64Decode": lambda text: base64.b64decode(_text(text)).decode("utf-8", "replace"),
    "escapeJavaScript": lambda text: json.dumps(_text(text))[1:-1].replace("'", "\\'"),
    "parseJson": lambda text: json.loads(_text(text)),
}


def rendered(template: str, variables: Mapping[str, Any]) -> str:
    """A template with what it says."""
    return _Renderer({"util": _UTIL, **variables}).text(template)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else json.dumps(value) if isinstance(value, dict | list) else str(value)


class _Renderer:
    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables
        self._steps = 0

    def text(self, template: str) -> str:
        written, rest = self._block(template, 0, True)
        return written if rest >= len(template) else written + template[rest:]

    def _block(self, text: str, at: int, live: bool) -> tuple[str, int]:
        """What a block says, and where it ends: at its `#end`, `#else` or `#elseif`, or with the text."""
        out: list[str] = []
        while at < len(text) and self._steps < _MOST:
            self._steps += 1
            found = _PIECE.search(text, at)
            if found is None:
                out.append(text[at:])
                return "".join(out), len(text)
            out.append(text[at : found.start()])
            sign = found[0]
            if sign.startswith(("#end", "#else")):
                return "".join(out), found.start()
            if sign.startswith("$"):
                written, at = self._reference(text, found.start())
                out.append(written)
            elif sign.startswith("#set"):
                inner, at = _inside(text, found.end())
                if live:
                    self._set(inner)
                at += text[at : at + 1] == "\n"
            elif sign.startswith("#if"):
                written, at = self._if(text, found.end(), live)
                out.append(written)
            elif sign.startswith("#foreach"):
                written, at = self._each(text, found.end(), live)
                out.append(written)
            else:
                at = found.end()
        return "".join(out) if live else "", at

    def _if(self, text: str, at: int, live: bool) -> tuple[str, int]:
        condition, at = _inside(text, at)
        done, out = False, ""
        while True:
            holds = live and not done and (condition is None or bool(self._value(condition)))
            written, at = self._block(text, at, holds)
            out, done = (written, True) if holds else (out, done)
            if text.startswith("#elseif", at):
                condition, at = _inside(text, text.index("(", at) + 1)
            elif text.startswith("#else", at):
                condition, at = None, at + len("#else")  # type: ignore[assignment]
            else:
                return out, at + len("#end") if text.startswith("#end", at) else at

    def _each(self, text: str, at: int, live: bool) -> tuple[str, int]:
        head, begin = _inside(text, at)
        name, _, source = head.partition(" in ")
        items = self._value(source) if live else ()
        whole = list(items.keys() if isinstance(items, Mapping) else items or ())
        out, end = "", begin
        for count, item in enumerate(whole):
            self._variables[name.strip().lstrip("$").strip("{}")] = item
            self._variables["foreach"] = {"hasNext": count + 1 < len(whole), "index": count, "count": count + 1}
            written, end = self._block(text, begin, True)
            out += written
        if not whole:
            _, end = self._block(text, begin, False)
        return out, end + len("#end") if text.startswith("#end", end) else end

    def _set(self, inner: str) -> None:
        name, _, value = inner.partition("=")
        self._variables[name.strip().lstrip("$").strip("{}")] = self._value(value)

    def _reference(self, text: str, at: int) -> tuple[str, int]:
        value, end = self._look(text, at)
        if value is None:
            return "" if text.startswith("$!", at) else text[at:end], end
        return _text(value), end

    def _look(self, text: str, at: int) -> tuple[Any, int]:
        """The value of a reference that begins there, and where it ends."""
        start = at + 1 + (text[at + 1 : at + 2] == "!")
        braced = text[start : start + 1] == "{"
        found = _NAME.match(text, start + braced)
        if found is None:
            return None, at + 1
        value, at = self._variables.get(found[0]), found.end()
        while at < len(text):
            if text[at] == "." and (name := _NAME.match(text, at + 1)):
                at = name.end()
                arguments = None
                if text[at : at + 1] == "(":
                    inner, at = _inside(text, at + 1)
                    arguments = [self._value(each) for each in _split(inner)]
                value = _step(value, name[0], arguments)
            elif text[at] == "[":
                end = text.find("]", at)
                key = self._value(text[at + 1 : end])
                value, at = _step(value, str(key), None), end + 1
            else:
                break
        return value, at + 1 if braced and text[at : at + 1] == "}" else at

    def _value(self, text: str) -> Any:
        """The value of an expression."""
        text = text.strip()
        for sign in ("||", "&&", "==", "!="):
            parts = _split(text, sign)
            if len(parts) > 1:
                values = [self._value(each) for each in parts]
                if sign in ("==", "!="):
                    return (_text(values[0]) == _text(values[1])) == (sign == "==")
                return any(values) if sign == "||" else all(values)
        if text.startswith("!") and not text.startswith("!="):
            return not self._value(text[1:])
        if text[:1] == '"' and text[-1:] == '"':
            return _Renderer(self._variables).text(text[1:-1])
        if text[:1] == "'" and text[-1:] == "'":
            return text[1:-1]
        if text.startswith("$"):
            value, end = self._look(text, 0)
            return value if end >= len(text) else self.text(text)
        try:
            return json.loads(text)
        except ValueError:
            return text


def _step(value: Any, name: str, arguments: list[Any] | None) -> Any:
    if isinstance(value, Input):
        found = getattr(value, name, None) if name in ("path", "json", "params", "body") else None
        return found(*arguments) if arguments is not None and callable(found) else found
    if arguments is not None:
        if isinstance(value, Mapping) and callable(value.get(name)):
            return value[name](*arguments)
        return _method(value, name, arguments)
    if isinstance(value, Mapping):
        return value.get(name)
    return value[int(name)] if isinstance(value, list) and name.isdigit() and int(name) < len(value) else None


def _method(value: Any, name: str, arguments: list[Any]) -> Any:
    """The methods of texts, lists and maps that templates call."""
    if name == "size" and hasattr(value, "__len__"):
        return len(value)
    if name == "isEmpty":
        return not value
    if isinstance(value, Mapping):
        return {
            "keySet": lambda: list(value),
            "entrySet": lambda: [{"key": k, "value": v} for k, v in value.items()],
        }.get(name, lambda *given: value.get(given[0]) if given else None)(*arguments)
    text = _text(value)
    known: Mapping[str, Any] = {
        "replaceAll": lambda one, other: text.replace(one.replace("\\", ""), other),
        "replace": text.replace,
        "contains": lambda part: part in text,
        "toString": lambda: text,
        "trim": text.strip,
        "toUpperCase": text.upper,
        "toLowerCase": text.lower,
        "split": text.split,
        "equals": lambda other: text == _text(other),
    }
    return known[name](*arguments) if name in known else None


def _inside(text: str, at: int) -> tuple[str, int]:
    """What is between parentheses of which the first is open, and where it ends."""
    depth, sign, start = 1, "", at
    while at < len(text):
        here = text[at]
        if sign:
            sign = "" if here == sign else sign
        elif here in "\"'":
            sign = here
        elif here in "()":
            depth += 1 if here == "(" else -1
            if not depth:
                return text[start:at], at + 1
        at += 1
    return text[start:], len(text)


def _split(text: str, by: str = ",") -> list[str]:
    """The parts of a text between signs that stand in no parentheses and no quotes."""
    parts, depth, sign, last, at = [], 0, "", 0, 0
    while at < len(text):
        here = text[at]
        if sign:
            sign = "" if here == sign else sign
        elif here in "\"'":
            sign = here
        elif here in "([{":
            depth += 1
        elif here in ")]}":
            depth -= 1
        elif not depth and text.startswith(by, at):
            parts.append(text[last:at])
            at += len(by) - 1
            last = at + 1
        at += 1
    rest = text[last:]
    return [*parts, rest] if parts or rest.strip() else []
