"""File functions over a folder in memory, and functions on paths: each row is a call and what Terraform answers."""

from collections.abc import Mapping
from fnmatch import fnmatch
from typing import Any

import pytest

from scaffold.model.values import Reference, Template, Value, ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError

FILES = {"hello.txt": b"Good day\n", "raw.bin": b"\xff\xfe", "t/greet.tftpl": b"Dear ${name}", "t/b.txt": b""}


class Folder:
    """Files by path; `render` shows what it was asked for."""

    def read_bytes(self, path: str) -> bytes:
        if path not in FILES:
            raise FunctionError(f"no file exists at {path}")
        return FILES[path]

    def exists(self, path: str) -> bool:
        return path in FILES

    def glob(self, folder: str, pattern: str) -> tuple[str, ...]:
        below = [path.removeprefix(f"{folder}/") for path in FILES if path.startswith(f"{folder}/")]
        return tuple(path for path in below if fnmatch(path, pattern))

    def render(self, template: str, variables: Mapping[str, Value], origin: str) -> Value:
        return Template((template, origin, *variables.values())) if origin.endswith("tftpl") else template.upper()


ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("file", ("hello.txt",), "Good day\n"),
    ("filebase64", ("raw.bin",), "//4="),
    ("fileexists", ("hello.txt",), True),
    ("fileexists", ("nope.txt",), False),
    ("fileset", ("t", "*.txt"), ValueSet(("b.txt",))),
    ("fileset", ("t", "*"), ValueSet(("b.txt", "greet.tftpl"))),
    ("filemd5", ("hello.txt",), "58a11c6ee7df0f6271016d5b4d0f4458"),
    ("filesha1", ("hello.txt",), "6ae7821b70cf4e0414d7a5530657d4e6e0bd5667"),
    ("filesha256", ("hello.txt",), "6e7ee0069dc997d1d76858e96964a0e131303125ed3e40d816e57d59d0c65bb1"),
    (
        "filesha512",
        ("hello.txt",),
        "d0c177940bb0ea1a4bcd7e6f8e55e5afa317dac1e39217bb55a7eebab303f435d92ef1524d9bbbf5b7e8e6de8dcdd79bb8f17c2d89b9f9e3750574233b804f59",
    ),
    ("filebase64sha256", ("hello.txt",), "bn7gBp3Jl9HXaFjpaWSg4TEwMSXtPkDYFuV9WdDGW7E="),
    (
        "filebase64sha512",
        ("hello.txt",),
        "0MF3lAuw6hpLzX5vjlXlr6MX2sHjkhe7VafuurMD9DXZLvFSTZu79bfo5t6NzdebuPF8LYm5+eN1BXQjO4BPWQ==",
    ),
]

PATHS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("abspath", ("/a/../b//c/",), "/b/c"),
    ("abspath", ("//a",), "/a"),
    ("basename", ("a/b/c.txt",), "c.txt"),
    ("basename", ("a/b/",), "b"),
    ("basename", ("",), "."),
    ("basename", ("/",), "/"),
    ("dirname", ("a/b/c.txt",), "a/b"),
    ("dirname", ("c.txt",), "."),
    ("dirname", ("a/../b/c",), "b"),
    ("dirname", ("/c",), "/"),
    ("dirname", ("a/b/",), "a/b"),
    ("pathexpand", ("/etc/x",), "/etc/x"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_file_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert FUNCTIONS[name].files
    assert FUNCTIONS[name].call(Folder(), *arguments) == expected


@pytest.mark.parametrize(("name", "arguments", "expected"), PATHS)
def test_path_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert FUNCTIONS[name].call(*arguments) == expected


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("file", ("nope.txt",), "no file exists at nope.txt"),
        ("file", ("raw.bin",), "not valid UTF-8"),
        ("filemd5", ("nope.txt",), "no file exists"),
        ("templatefile", ("nope.tftpl", {}), "no file exists"),
        ("templatefile", ("t/greet.tftpl", ("x",)), "must be a map"),
        ("templatefile", ("t/greet.tftpl", {"1x": 1}), 'invalid template variable name "1x"'),
        ("templatestring", ("x", "y"), "must be a map"),
    ],
)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason):
        FUNCTIONS[name].call(Folder(), *arguments)


def test_templates_are_rendered_with_their_variables_and_nothing_else() -> None:
    arn = Reference("aws_sqs_queue.a", ("arn",))
    rendered = FUNCTIONS["templatefile"].call(Folder(), "t/greet.tftpl", {"name": arn})
    assert rendered == Template(("Dear ${name}", "t/greet.tftpl", arn))
    assert FUNCTIONS["templatestring"].call(Folder(), "dear", {}) == "DEAR"


@pytest.mark.parametrize(("name", "path"), [("abspath", "a/b"), ("pathexpand", "~/x")])
def test_paths_of_the_machine_are_not_told(name: str, path: str) -> None:
    with pytest.raises(NeedsKnownError):
        FUNCTIONS[name].call(path)
