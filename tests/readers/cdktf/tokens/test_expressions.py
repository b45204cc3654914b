"""Expressions come to what they come to with the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.readers.cdktf.tokens.registry import is_early

ROWS = (Path(__file__).parent / "expressions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("library", ["cdktf", "cdktn"])
def test_as_the_library(library: str, ours, real) -> None:  # type: ignore[no-untyped-def]
    here, there = ours(ROWS, library), real(ROWS, library)
    different = [
        f"{row}\n  here  {found}\n  there {wanted}"
        for row, found, wanted in zip(ROWS, here, there, strict=True)
        if found != wanted
    ]
    assert different == [], "\n".join(different)


#: What only CDK Terrain has.
TERRAIN = [
    "TerraformProviderFunction.invoke('aws', 'arn_parse', [text(), null, [true], { a: 'b' }])",
    "Fn.urldecode(text())",
    "Fn.base64gunzip(text())",
    "Fn.cidrcontains('10.0.0.0/8', text())",
    "Fn.convert({ a: 'x' }, 'y')",
    "Fn.issensitive(text())",
    "Fn.ephemeralasnull(null)",
    "Fn.templatestring('x ${y}', { y: text() })",
    "Fn.jsonencode(Token.nullValue())",
    "Fn.jsonencode([undefined, null, new Own({ 'a\"b': '${x}' })])",
    "new StringMapMap(resource, 'tags').lookup('a').lookup('b')",
    "new StringMapMap(resource, 'tags')",
]


def test_what_is_new(ours, real) -> None:  # type: ignore[no-untyped-def]
    assert ours(TERRAIN, "cdktn") == real(TERRAIN, "cdktn")
    assert "error" not in ours(TERRAIN, "cdktn")


@pytest.mark.parametrize(
    ("version", "early"),
    [("^0.15.5", True), ("0.13.0-pre.25", True), ("~0.9", True), ("0.16.0", False), ("^0.21.0", False),
     ("0.0.0", False), (">=0.10", False), ("latest", False), ("", False), ("=0.12", True), ("~=0.15.1", True)],
)  # fmt: skip
def test_early_releases(version: str, early: bool) -> None:
    assert is_early(version) is early


def test_members_of_early_releases(ours) -> None:  # type: ignore[no-untyped-def]
    rows = ["propertyAccess(map(), ['a'])", "Fn.jsonencode({ a: 'b' })", "Fn.lookup(map(), 'a', '')"]
    assert ours(rows, early=True) == [
        '${aws_x.y.tags["a"]}',
        '${jsonencode({a = "b"})}',
        '${lookup(aws_x.y.tags, "a", "")}',
    ]
