"""Files of native syntax: blocks, labels, positions, and going on after mistakes."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.diagnostics import Diagnostic
from scaffold.model.values import Unknown
from scaffold.readers.terraform.ast import BlockNode, Body
from scaffold.readers.terraform.syntax import parse_native


def parse(text: str) -> tuple[Body, list[str]]:
    """The body of a file and its diagnostics as `line summary`."""
    diagnostics: list[Diagnostic] = []
    body = parse_native(text.encode(), "x.tf", diagnostics)
    assert {each.code for each in diagnostics} <= {"syntax-error"}
    assert all(each.hint for each in diagnostics)
    return body, [f"{each.position.line if each.position else 0} {each.summary}" for each in diagnostics]


def outline(blocks: tuple[BlockNode, ...]) -> list[object]:
    """Blocks as lists of line, header, attributes and nested blocks."""
    return [
        [block.line, " ".join((block.type, *block.labels)), *block.body.attributes, *outline(block.body.blocks)]
        for block in blocks
    ]


WELL_FORMED: dict[str, tuple[str, list[object]]] = {
    "empty": ("", []),
    "only space": ("\n\n  \n\t\n", []),
    "only comments": ("# a\n// b\n/* c\n d */\n", []),
    "no final newline": ("a {}", [[1, "a"]]),
    "one line": ('variable "x" { type = string }', [[1, "variable x", "type"]]),
    "quoted and bare labels": ('resource "a" b {\n}\nc d "e-f" {}\n', [[1, "resource a b"], [3, "c d e-f"]]),
    "nested": ("a {\n  b {\n    c = 1\n    d {}\n  }\n  e = 2\n}\n", [[1, "a", "e", [2, "b", "c", [4, "d"]]]]),
    "comments everywhere": (
        '# x\na /* l */ "b" { # y\n  // z\n  c = 1 # w\n  /* v */ d = 2 /* u */\n} // t\n# s',
        [[2, "a b", "c", "d"]],
    ),
    "blank lines": ("\n\na {\n\n\n  b = 1\n\n}\n\n\nc {}\n", [[3, "a", "b"], [11, "c"]]),
    "heredoc like a block": (
        'a {\n  b = <<EOT\nc "d" {\n}\n}\nEOT\n  e = 1\n}\nf {}\n',
        [[1, "a", "b", "e"], [9, "f"]],
    ),
    "long expression": ("a {\n  b = [\n    1,\n    {\n      x = 2\n    },\n  ]\n  c = 1\n}\n", [[1, "a", "b", "c"]]),
    "what the grammar refuses": ("a {\n  b = 1e3\n}\nc {\n  d = 2\n}\n", [[1, "a", "b"], [4, "c", "d"]]),
    "nested beside what the grammar refuses": (
        'a "l" m {\n  b = 1E3 # c\n\n  c { d = 1 }\n  e {}\n}\n',
        [[1, "a l m", "b", [4, "c", "d"], [5, "e"]]],
    ),
    "unicode": ('a "é" {\n  b = "日本語"\n  ü = 1\n}\nc {}\n', [[1, "a é", "b", "ü"], [5, "c"]]),
    "braces in strings": ('a {\n  b = "}"\n  c = "${"}"}{"\n}\nd {}\n', [[1, "a", "b", "c"], [5, "d"]]),
}


@pytest.mark.parametrize("name", WELL_FORMED)
def test_blocks_keep_their_labels_order_and_lines(name: str) -> None:
    text, expected = WELL_FORMED[name]
    body, diagnostics = parse(text)
    assert outline(body.blocks) == expected
    assert diagnostics == []


def test_attributes_keep_their_lines() -> None:
    text = "a {\n  b = 1\n\n  c = [\n    2\n  ]\n  d = <<X\nx\nX\n  e = 1\n}\n"
    for source in (text, text.replace("= 1\n", "= 1e3\n")):
        (block,) = parse(source)[0].blocks
        assert {name: attribute.line for name, attribute in block.body.attributes.items()} == {
            "b": 2,
            "c": 4,
            "d": 7,
            "e": 10,
        }


MISTAKES: dict[str, tuple[str, list[object], list[str]]] = {
    "value missing": (
        "a {\n  b =\n  c = 1\n}\nd {}\n",
        [[1, "a", "b", "c"], [5, "d"]],
        ["2 Expected an expression and found the end of the line"],
    ),
    "unclosed list": (
        "a {\n  b = [1,\n}\nc {\n  d = 1\n}\n",
        [[1, "a", "b"], [4, "c", "d"]],
        ["3 Expected an expression and found '}'"],
    ),
    "unclosed list with more below": (
        "a {\n  b = [\n    1\n  c = 2\n  d {}\n}\ne {}\n",
        [[1, "a", "b", "c", [5, "d"]], [7, "e"]],
        ["4 Expected ']' and found 'c'"],
    ),
    "unclosed block": (
        'resource "a" "b" {\n  c = 1\n\nresource "d" "e" {\n  f = 1\n}\n',
        [[1, "resource a b", "c"], [4, "resource d e", "f"]],
        ["4 The block before this is not closed with '}'"],
    ),
    "unclosed nested block": (
        "a {\n  b {\n    c = 1\n  d = 2\n}\nvariable x {}\n",
        [[1, "a", [2, "b", "c", "d"]], [6, "variable x"]],
        ["6 The block before this is not closed with '}'"],
    ),
    "unclosed at the end": ("a {\n  b = 1\n", [[1, "a", "b"]], ["3 The block before this is not closed with '}'"]),
    "one brace too many": (
        "a {\n  b = 1\n}\n}\nc {}\n",
        [[1, "a", "b"], [5, "c"]],
        ["4 Expected a name and found '}'"],
    ),
    "unclosed string": (
        'a {\n  b = "x\n  c = 1\n}\n',
        [[1, "a", "b", "c"]],
        ["2 The string is not closed on its line"],
    ),
    "unclosed heredoc": (
        "a {\n  b = <<X\n  x\n}\nc {}\n",
        [[1, "a", "b"], [5, "c"]],
        ["2 The heredoc has no closing X", "3 Expected '=' or '{' and found the end of the line"],
    ),
    "unclosed comment": ("a {}\n/* b {}\n", [[1, "a"]], ["2 Expected a name and found '/'"]),
    "two values": ("a {\n  b = 1 2\n  c = 3\n}\n", [[1, "a", "b", "c"]], ["2 Unexpected '2' after the value"]),
    "no separator": (
        "a {\n  b = { c = 1 d = 2 }\n  e = 3\n}\n",
        [[1, "a", "b", "e"]],
        ["2 Expected '}' and found 'd'"],
    ),
    "name alone": ("a {\n  b\n  c = 3\n}\n", [[1, "a", "c"]], ["2 Expected '=' or '{' and found the end of the line"]),
    "strange character": ("a {\n  b = 1 @ 2\n  c = 3\n}\n", [[1, "a", "b", "c"]], ["2 Unexpected character '@'"]),
    "NUL": ("a {\n  b = \0\n  c = 3\n}\n", [[1, "a", "b", "c"]], ["2 Unexpected character '\\x00'"]),
    "prose": (
        "This is not Terraform.\nAt all!\na {}\n",
        [[3, "a"]],
        ["1 Expected '=' or '{' and found '.'", "2 Expected '=' or '{' and found '!'"],
    ),
    "a mistake in each block": (
        "a {\n  b = \n}\nc {\n  d = (\n}\ne {\n  f = 1\n}\n",
        [[1, "a", "b"], [4, "c", "d"], [7, "e", "f"]],
        ["2 Expected an expression and found the end of the line", "6 Expected an expression and found '}'"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_the_rest_is_read(name: str) -> None:
    text, expected, messages = MISTAKES[name]
    body, diagnostics = parse(text)
    assert outline(body.blocks) == expected
    assert diagnostics == messages


def test_a_mistaken_attribute_is_unknown_with_its_text(reader: Reader) -> None:
    found = reader.reading('output "a" {\n  value = 1 +\n  sensitive = true\n}\noutput "b" {\n  value = 2\n}\n')
    outputs = {output.name: output for output in found.projects[0].outputs}
    assert outputs["a"].value == Unknown("this is not an expression", "1 +")
    assert outputs["a"].sensitive
    assert outputs["b"].value == 2
    assert [str(each) for each in found.diagnostics] == [
        "main.tf:2: error: Expected an expression and found the end of the line [syntax-error]"
    ]


def test_of_many_mistakes_the_first_are_told() -> None:
    body, diagnostics = parse("".join(f"a{i} {{\n  b = \n}}\n" for i in range(100)))
    assert len(body.blocks) == 100
    assert len(diagnostics) == 20


def test_byte_order_mark_and_carriage_returns_change_nothing(reader: Reader) -> None:
    text = 'variable "x" {\n  default = <<EOT\na\nb\nEOT\n}\n\noutput "y" {\n  value = [var.x,\n  1]\n}\n'
    plain = reader.project(text)
    odd = reader.project({"main.tf": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    assert odd == plain
    assert plain.outputs[0].value == ("a\nb\n", 1)
    assert str(plain.outputs[0].position) == "main.tf:8"
