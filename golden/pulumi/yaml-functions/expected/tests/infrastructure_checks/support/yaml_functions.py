"""The functions of Pulumi in YAML (`fn::join`, `fn::toJSON`, ...): each is given the program and its argument."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from . import values
from .yaml_values import EvaluationError, Node, Output, lifted, opened, step

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _text(what: str, value: Any) -> str:
    if not isinstance(value, str):
        raise EvaluationError(f"{what} has to be text")
    return value


def _two(program: Any, body: Any) -> tuple[Any, Any]:
    """A function's two arguments."""
    if not isinstance(body, list) or len(body) != 2:
        raise EvaluationError("a list of two values is wanted here")
    return program.value(body[0]), program.value(body[1])


def _join(program: Any, body: Any) -> Any:
    def join(delimiter: Any, items: Any) -> str:
        between = "" if delimiter is None else _text("what stands between", delimiter)
        if not isinstance(items, list):
            raise EvaluationError("what is joined has to be a list")
        return between.join(_text("what is joined", item) for item in items)

    return lifted(join, *_two(program, body))


def _split(program: Any, body: Any) -> Any:
    def split(delimiter: Any, source: Any) -> list[str]:
        between, whole = _text("what stands between", delimiter), _text("what is split", source)
        return whole.split(between) if between else list(whole)

    return lifted(split, *_two(program, body))


def _select(program: Any, body: Any) -> Any:
    def select(index: Any, items: Any) -> Any:
        if isinstance(index, bool) or not isinstance(index, (int, float)) or index < 0 or int(index) != index:
            raise EvaluationError("an index has to be a whole number that is not negative")
        return step(items, int(index), program.deployment.unanswered)

    return lifted(select, *_two(program, body))


def _stack_reference(program: Any, body: Any) -> Any:
    stack, name = body if isinstance(body, list) and len(body) == 2 else (None, None)
    outputs = step(program.deployment.stack(_text("a stack", stack)), "outputs", program.deployment.unanswered)
    return step(outputs, opened(program.value(name))[0], program.deployment.unanswered)


def _to_json(program: Any, body: Any) -> Any:
    def encode(value: Any) -> str:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True).translate(_ESCAPED)

    return lifted(encode, program.value(body))


def _of_text(what: str, work: Callable[[str], Any]) -> Callable[[Any, Any], Any]:
    """A function of one text."""
    return lambda program, body: lifted(lambda value: work(_text(what, value)), program.value(body))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode()
    except ValueError:
        raise EvaluationError("this is no text in Base64") from None


def _of_file(work: Callable[[bytes], str]) -> Callable[[Any, Any], Any]:
    """A function of what a file holds, by its path from where the program is."""

    def function(program: Any, body: Any) -> Any:
        def read(path: Any) -> str:
            file = program.source.path.parent / _text("the path of a file", path)
            if not file.is_file():
                raise EvaluationError(f"the file {path} cannot be read")
            return work(file.read_bytes())

        return lifted(read, program.value(body))

    return function


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _length(program: Any, body: Any) -> Any:
    def length(value: Any) -> int:
        if not isinstance(value, (str, list, Mapping)):
            raise EvaluationError("a length is that of a list, a map or a text")
        return len(value)

    return lifted(length, program.value(body))


def _single(program: Any, body: Any) -> Any:
    def single(items: Any) -> Any:
        if not isinstance(items, list) or len(items) > 1:
            raise EvaluationError("a list of one element or none is wanted")
        return items[0] if items else None

    return lifted(single, program.value(body))


def _asset(make: Callable[[str], Any]) -> Callable[[Any, Any], Any]:
    return _of_text("what an asset is made of", make)


def _archive(program: Any, body: Any) -> Any:
    if not isinstance(body, Mapping):
        raise EvaluationError("an archive is made of a map")
    return lifted(values.asset_archive, {name: program.value(item) for name, item in body.items()})


def _resource(program: Any, body: Any) -> Node:
    found = program.value(body)
    if not isinstance(found, Node):
        raise EvaluationError("a resource is wanted here")
    return found


FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "join": _join,
    "split": _split,
    "select": _select,
    "stackreference": _stack_reference,
    "tojson": _to_json,
    "tobase64": _of_text("what is encoded", lambda text: _base64(text.encode())),
    "frombase64": _of_text("what is decoded", _decoded),
    "sha1": _of_text("what is hashed", lambda text: hashlib.sha1(text.encode()).hexdigest()),
    "readfile": _of_file(lambda data: data.decode("utf-8", "replace")),
    "filebase64": _of_file(_base64),
    "filebase64sha256": _of_file(lambda data: _base64(hashlib.sha256(data).digest())),
    "length": _length,
    "singleornone": _single,
    "secret": lambda program, body: Output(opened(program.value(body))[0], secret=True),
    "unsecret": lambda program, body: Output(opened(program.value(body))[0]),
    "pulumiresourcename": lambda program, body: _resource(program, body).name,
    "pulumiresourcetype": lambda program, body: _resource(program, body).type,
    "stringasset": _asset(values.text_asset),
    "fileasset": _asset(values.file_asset),
    "remoteasset": _asset(values.remote_asset),
    "filearchive": _asset(values.file_archive),
    "remotearchive": _asset(values.remote_archive),
    "assetarchive": _archive,
}
