"""Comments that say why a finding does not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terraform_projects import Reader

from scaffold.diagnostics import Diagnostic
from scaffold.model.project import Suppression
from scaffold.readers.terraform.suppressions import find_suppressions
from scaffold.readers.terraform.syntax import parse_native

TEXT = "scaffold:ignore s3-encryption: kept in clear for the auditors"


def found(source: str) -> tuple[list[Suppression], list[str]]:
    diagnostics: list[Diagnostic] = []
    suppressions = list(find_suppressions(source, "main.tf", diagnostics))
    return suppressions, [f"{each.code}:{each.position.line}" for each in diagnostics if each.position]


def lines(source: str) -> list[tuple[int, int]]:
    suppressions, wrong = found(source)
    assert not wrong
    return [(each.first, each.last) for each in suppressions]


def test_what_it_says(reader: Reader) -> None:
    text = """
      resource "aws_s3_bucket" "b" {
        # scaffold:ignore s3-encryption, kms:  the bucket is public: see the wiki
        bucket = "b"
      }
    """
    (suppression,) = reader.project(text).suppressions
    assert suppression.ids == ("s3-encryption", "kms")
    assert suppression.reason == "the bucket is public: see the wiki"
    assert (str(suppression.position), suppression.position.column) == ("main.tf:3", 9)
    assert (suppression.first, suppression.last) == (2, 5)


@pytest.mark.parametrize(
    "source",
    [
        f'a "b" {{\n  # {TEXT}\n  x = 1\n}}\nc {{\n}}\n',
        f'a "b" {{ # {TEXT}\n  x = 1\n\n}}\nc {{\n}}\n',
        f'a "b" {{\n  x = 1 // {TEXT}\n\n}}\nc {{\n}}\n',
        f'a "b" {{\n  x = [\n    1, /* {TEXT} */\n  ] }}\nc {{\n}}\n',
        f'a "b" {{\n  x {{\n    y = 1 # {TEXT}\n  }} }}\nc {{\n}}\n',
        f'a "b" {{\n  x = "}}"\n  y = "${{f("}}")}}"\n}} # {TEXT}\nc {{\n}}\n',
        f'a "b" {{\n  x = <<E\n}}\nE\n# {TEXT}\n}}\n',
        f'a "b" {{\n  /*\n   * {TEXT}\n   */ }}\n',
    ],
)
def test_inside_a_block_it_covers_the_block(source: str) -> None:
    closing = source.split("\nc {")[0].rstrip("\n").count("\n") + 1
    assert lines(source) == [(1, closing)]


@pytest.mark.parametrize(
    ("source", "first", "last"),
    [
        (f"# {TEXT}\na {{\n}}\n", 2, 3),
        (f"z {{}}\n# {TEXT}\n# more words\n/* and\nmore */\n// words\na {{\n}}\n", 7, 8),
        (f"/*\n  {TEXT}\n*/\na {{\n}}\n", 4, 5),
        (f"# words\n#   {TEXT}\na {{}}\n", 3, 3),
        (f"z {{\n}}\n\n## {TEXT}\na {{\n  x = 1\n}}\n", 5, 7),
    ],
)
def test_directly_above_a_block_it_covers_that(source: str, first: int, last: int) -> None:
    assert lines(source) == [(first, last)]


@pytest.mark.parametrize(
    "source",
    [
        f"# {TEXT}\n\na {{\n}}\n",
        f"# {TEXT}\n",
        "# scaffold:ignore\na {}\n",
        "# scaffold:ignore : why\na {}\n",
        "# scaffold:ignore S3: why\na {}\n",
        "# scaffold:ignore s3 kms: why\na {}\n",
        "# scaffold:ignore s3,: why\na {}\n",
        "# scaffold:ignore s3_a: why\na {}\n",
        "# scaffold:ignore it is fine\na {}\n",
    ],
)
def test_what_cannot_be_understood_is_told(source: str) -> None:
    assert found(source) == ([], ["bad-suppression:1"])


@pytest.mark.parametrize("text", ["s3", "s3:", "s3, kms", "s3 :  "])
def test_without_a_reason_it_has_no_effect(text: str) -> None:
    assert found(f"a {{\n  # scaffold:ignore {text}\n}}\n") == ([], ["suppression-without-reason:2"])


@pytest.mark.parametrize(
    "source",
    [
        f'a {{\n  x = "# {TEXT}"\n}}\n',
        f'a {{\n  x = "\\"" == "// {TEXT}"\n}}\n',
        f'a {{\n  x = "${{f("# {TEXT}")}}"\n}}\n',
        f"a {{\n  x = <<EOT\n# {TEXT}\nEOT\n}}\n",
        f"a {{\n  x = <<-EOT\n    // {TEXT}\n    /* {TEXT} */\n    EOT\n}}\n",
        f"a {{\n  # see {TEXT}\n}}\n",
        "a {\n  # scaffold:ignored s3: no\n}\n",
        "a {\n  # scaffold:ignore-all s3: no\n}\n",
    ],
)
def test_text_that_is_no_suppression_is_none(source: str) -> None:
    assert found(source) == ([], [])


BODIES = st.recursive(
    st.sampled_from(
        [
            "x = 1\n",
            'x = "}"\n',
            'x = "${f("{", "}")}-#"\n',
            'x = "$${"\n',
            'x = <<E\n}\n# {\n"\nE\n',
            "x = <<-E\n  ${a}\n  E\n",
            "# }\n",
            "/* {\n } */\n",
            '// "\n',
            "x = [\n  1,\n  {},\n]\n",
            "x = f(\n  a / b,\n)\n",
            "\n",
        ]
    ),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: "b {\n" + "".join(parts) + "}\n"),
    max_leaves=8,
)


@given(st.lists(BODIES, min_size=1, max_size=6))
def test_blocks_begin_and_end_where_the_parser_says(bodies: list[str]) -> None:
    mark = f"# {TEXT}\n"
    source = "".join(f"a{index} {{\n{body}{mark}}}\n" for index, body in enumerate(bodies))
    heads = [node.line for node in parse_native(source.encode(), "f", []).blocks]
    expected = [source[: source.index(f"a{index} {{")].count("\n") + 1 for index in range(len(bodies))]
    ends = [*(line - 1 for line in expected[1:]), source.count("\n")]
    assert lines(source) == list(zip(expected, ends, strict=True))
    assert heads == expected


@given(st.text(st.sampled_from(list('#/*"{}[]()<-E\n $%\\a=:,')), max_size=60))
def test_any_text_is_scanned_to_its_end(text: str) -> None:
    for each in found(f"{text}\n# {TEXT}\na {{\n}}\n")[0]:
        assert 1 <= each.first <= each.last <= text.count("\n") + 5


@pytest.mark.parametrize(
    "unit",
    ['x = "${\n', "x = <<A\n", "/* a */ ", f"# {TEXT}\n", f"a {{}} # {TEXT}\n", '"', "{", "}", "a = 1\n"],
)
def test_hostile_files_are_scanned_to_their_end(unit: str) -> None:
    found(unit * (300_000 // len(unit)) + f"\n# {TEXT}\na {{\n}}\n")


def test_every_file_of_every_module(reader: Reader) -> None:
    files = {
        "main.tf": f'# {TEXT}\nmodule "a" {{\n  source = "./a"\n}}\n',
        "more.tofu": f"locals {{\n  # {TEXT}\n}}\n",
        "a/main.tf": f'# {TEXT}\nlocals {{}}\n# scaffold:ignore s3\nvariable "x" {{}}\n',
        "b/main.tf": f"# {TEXT}\nlocals {{}}\n",
    }
    reading = reader.reading(files)
    found = {project.path: project.suppressions for project in reading.projects}
    assert [str(each.position) for each in found["."]] == ["main.tf:1", "more.tofu:2", "a/main.tf:1"]
    assert [str(each.position) for each in found["b"]] == ["b/main.tf:1"]
    codes = [f"{each.code} {each.position}" for each in reading.diagnostics]
    assert codes == ["suppression-without-reason a/main.tf:3", "missing-input main.tf:2"]
