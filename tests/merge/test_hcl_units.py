"""What a suite of Terraform's native tests is made of."""

from __future__ import annotations

import itertools
import random
import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_hcl
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.merge import Role, Unit, UnparsableError
from scaffold.merge.hcl import HCL

ROOT = Path(__file__).parents[2]
RECORDED = sorted((ROOT / "golden").glob("*/*/expected/**/*.hcl"))
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def parsed(text: str) -> Unit:
    text = textwrap.dedent(text).removeprefix("\n")
    made = HCL.parse(text)
    assert made.text == text
    return made


def facts(text: str) -> list[object]:
    return [(path, unit.role, unit.name, unit.shape, unit.notes, unit.binds) for path, unit in HCL.parse(text).walk()]


def shape(text: str) -> str:
    return "\n".join(unit.shape for unit in HCL.parse(text).children)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_suites_come_back_to_the_last_character(path: Path) -> None:
    text = path.read_text()
    for changed in (text, text.replace("\n", "\r\n"), "\ufeff" + text, text.rstrip()):
        made = HCL.parse(changed)
        assert made.text == changed
        names = re.findall(r'^run "(.*)" {', text, re.MULTILINE)
        assert [unit.name for unit in made.children if unit.role is Role.CASE] == names != []


def test_runs_are_cases_and_other_blocks_are_setup() -> None:
    made = parsed("""
        # The file's.
        mock_provider "aws" {} # behind

        mock_provider "aws" {
          alias = "west"
        }

        provider "aws" {
          alias = "east"
        }

        override_resource {
          target = aws_x.y
        }

        variables {
          a = 1
          b = var.c
        }
        # Of the run.

        run "first" { # opens
          command = plan
          # inside
        } /* closes
        */

        run second {}
        run "third" {} run "fourth" {}
        name = "x"
        # At the end.
    """)
    assert [(unit.role.value, unit.key) for unit in made.children] == [
        ("setup", 'mock_provider "aws"'),
        ("setup", 'mock_provider "aws" west'),
        ("setup", 'provider "aws" east'),
        ("setup", "override_resource aws_x.y"),
        ("setup", "variables"),
        ("case", "first"),
        ("case", "second"),
        ("setup", 'run "third"; run "fourth"'),
        ("setup", "name ="),
    ]
    provider, *_, name = made.children
    assert (provider.lead, provider.head) == ("# The file's.\n", 'mock_provider "aws" {} # behind\n')
    run = made.children[5]
    assert (run.lead, run.notes, run.line) == ("# Of the run.\n\n", "# Of the run.", 22)
    assert run.head.endswith("} /* closes\n*/\n")
    assert (name.lead, made.inner) == ("", "# At the end.\n")
    assert [sorted(unit.binds) for unit in made.children] == [
        ["aws"],
        ["aws.west"],
        ["aws.east"],
        [],
        ["var.a", "var.b"],
        ["run.first"],
        ["run.second"],
        ["run.fourth", "run.third"],
        [],
    ]


def test_runs_use_what_they_refer_to() -> None:
    (run,) = parsed("""
        run "x" {
          providers = { aws = aws.west }
          variables {
            a = run.setup.id
            b = "${var.c}-${module.d.e}"
          }
          assert {
            condition     = aws_x.y[0].z == "run.other"
            error_message = "var.f"
          }
        }
    """).children
    assert {"aws.west", "run.setup", "var.c", "module.d", "aws_x.y"} <= run.uses
    assert not {"run.other", "var.f"} & run.uses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('run "a" {\n  command=plan\n}', 'run "a" {\n  command = plan\n}\n'),
        ("run a {}", 'run "a" {}'),
        ("variables {\n  a = [1, 2, ]\n}", "variables {\n  a = [\n    1,\n    2\n  ]\n}"),
        ("a = { b = 1, c = 2 }", "a = {\n  b = 1\n  c = 2,\n}"),
        ('a = "${var.b}"', "a = var.b"),
        ('a = "x ${ var.b }"', 'a = "x ${var.b}"'),
        ("a = f(b, c,)", "a = f(b, c)"),
        ("a = 1 # b\n", "a = 1     # b\n"),
        ("a = <<-B\n  x\nB\n", "a = <<-B\r\n  x\r\nB\r\n"),
    ],
)
def test_how_it_is_written_says_nothing(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('a = "x"', 'a = "x "'),
        ('a = "x"', "a = x"),
        ('a = " ${b}"', 'a = "${b}"'),
        ('a = "${b} ${c}"', 'a = "${b}${c}"'),
        ('a = "${b}  ${c}"', 'a = "${b} ${c}"'),
        ('a = "x %{ if b } y %{ endif }"', 'a = "x %{ if b }y %{ endif }"'),
        ('a = "${~ b ~}"', "a = b"),
        ("a = <<-B\n  x\nB\n", "a = <<-B\n   x\nB\n"),
        ("a = <<-B\n  x\nB\n", "a = <<B\n  x\nB\n"),
        ("a = <<-B\n  ${x}\n  y\nB\n", "a = <<-B\n  ${x} y\nB\n"),
        ("a = 1e3", "a = 1e4"),
        ("a = x::y::f(b)", "a = x::z::f(b)"),
        ("a = b - c", "a = b - -c"),
        ("a = (b + c) * d", "a = b + c * d"),
        ("a = b.0", "a = b.1"),
        ("a = b[*].c", "a = b.*.c"),
        ("a = { b = 1 }", "a = { (b) = 1 }"),
        ('a = "é"', 'a = "è"'),
        ("a = 1 # b", "a = 1 # c"),
        ("a = 1 # b", "a = 1"),
        ('run "a" {}', 'run "b" {}'),
        ('run "a" {}', 'mock_provider "a" {}'),
        ('run "a" {\n  # b\n}', 'run "a" {\n}'),
    ],
)
def test_what_it_says_is_its_shape(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs terraform")
def test_terraform_fmt_changes_nothing_of_a_recorded_suite(path: Path) -> None:
    text = path.read_text()
    chance = random.Random(1)
    untidy = re.sub(r"^ +", lambda _: " " * chance.randrange(9), text, flags=re.MULTILINE)
    untidy = re.sub(r"^( *\w+) += ", lambda found: found[1] + chance.choice(["=", " =  "]), untidy, flags=re.MULTILINE)
    assert untidy != text
    made = subprocess.run(["terraform", "fmt", "-"], input=untidy, capture_output=True, text=True, check=True).stdout
    assert made not in (untidy, "")
    assert facts(made) == facts(untidy) == facts(text)


def tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Each token with its kind and the white space before it."""
    end = 0
    stack = [PARSER.parse(text.encode()).root_node]
    source = text.encode()
    while stack:
        node = stack.pop()
        if node.child_count and node.type not in ("string_lit", "heredoc_template"):
            stack.extend(reversed(node.children))
        elif node.start_byte < node.end_byte:
            yield node.type, source[node.start_byte : node.end_byte].decode(), source[end : node.start_byte].decode()
            end = node.end_byte


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_every_token_of_a_recorded_suite_counts(path: Path) -> None:
    text = path.read_text()[:3_000]
    text = text[: text.rindex("\n}\n") + 3]
    expected = facts(text)
    found = list(tokens(text))
    tried = 0
    for place, (kind, token, space) in enumerate(found):
        behind = next((other for other, *_ in found[place + 1 :] if other != "comment"), "")
        if kind == "," and (behind in ("]", ")", "}") or "=" in [other for other, *_ in found[place + 1 : place + 4]]):
            continue
        changed = f"{token[:-1]}x{token[-1]}" if kind == "string_lit" else f"{token}x"
        for instead in (changed if re.search(r"\w", token) or kind == "comment" else "", ""):
            pieces = [*found[:place], (kind, instead, space), *found[place + 1 :]]
            other = "".join(itertools.chain.from_iterable((before, piece) for _, piece, before in pieces))
            try:
                made = facts(other)
            except UnparsableError:
                continue
            tried += 1
            assert made != expected, (token, instead)
    assert tried > 100


def test_a_run_under_another_name_refers_to_other_addresses() -> None:
    source = textwrap.dedent("""
        # Of aws_x.y.
        run "y_is_there" { # y\r
          variables {
            a = "y"
            b = "aws_x.y"
            c = aws_x.y.name
            d = [aws_x.y[0], aws_x.y2.id, aws_x.y-z, data.aws_x.y]
            e = "${aws_x.y.id} and aws_x.y"
            f = "not y"
          }
        }
    """)
    (unit,) = HCL.parse(source).children
    assert unit.lead + HCL.renamed(unit, "w_is_there", (("y", "w"), ("aws_x.y", "aws_x.w"))) == (
        source.replace('"y_is_there"', '"w_is_there"')
        .replace('"y"', '"w"')
        .replace('"aws_x.y"', '"aws_x.w"')
        .replace("aws_x.y.", "aws_x.w.")
        .replace("aws_x.y[", "aws_x.w[")
        .replace("Of aws_x.w.", "Of aws_x.y.")
    )
    assert HCL.imports(unit, frozenset({"y"})) == ""


def test_a_block_that_is_no_run_keeps_its_labels() -> None:
    for source in ("override_resource {\n  target = aws_x.y\n}\n", 'run "a" {} run "b" {}\n', 'mock_provider "y" {}\n'):
        (unit,) = HCL.parse(source).children
        made = HCL.renamed(unit, unit.name, (("aws_x.y", "aws_x.w"),))
        assert made == source.replace("aws_x.y", "aws_x.w")


def test_names_of_runs_are_escaped() -> None:
    (unit,) = HCL.parse('run "a" {\n  b = "c"\n}\n').children
    made = HCL.renamed(unit, "d", (("c", 'say "${x}" %{y} \\ \n'),))
    assert made == 'run "d" {\n  b = "say \\"$${x}\\" %%{y} \\\\ \\n"\n}\n'
    (again,) = HCL.parse(made).children
    assert HCL.renamed(again, "a", (('say "${x}" %{y} \\ \n', "c"),)) == unit.head


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ('run "a" {\n  b = \n}\n', 2, ""),
        ('run "a" {\n\n', 1, "`{` is never closed"),
        ('variables {\n}\n\nrun "a {\n}\n', 4, ""),
        ("\n}\n", 2, "`{` is missing"),
    ],
)
def test_a_text_that_does_not_parse_is_refused_with_its_line(source: str, line: int, message: str) -> None:
    with pytest.raises(UnparsableError, match=re.escape(message) or ".") as caught:
        HCL.parse(source)
    assert caught.value.line == line


BLOCKS = [
    'run "a" {\n  command = plan\n}',
    'run "a" {}',
    "variables {\n  a = <<-B\n    ${x}\n  B\n}",
    'mock_provider "aws" {\n  # why\n}',
    'a = "é ${b} %{ if c }d%{ endif }"',
    "a = 1e3",
    'run "b" {} run "c" {}',
]
TRIVIA = ["", "\n", "# a\n", "// b\n", "/* c\n d */\n", "  \n"]
BEHIND = ["", " # e", " // f", " /* g */", "  "]


@st.composite
def files(draw: st.DrawFn) -> str:
    trivia = st.lists(st.sampled_from(TRIVIA), max_size=3).map("".join)
    block = st.builds("{}{}{}\n".format, trivia, st.sampled_from(BLOCKS), st.sampled_from(BEHIND))
    text = "".join(draw(st.lists(block, max_size=6))) + draw(trivia)
    text = draw(st.sampled_from([text, text.rstrip("\n")]))
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(deadline=None, max_examples=200)
@given(files())
def test_files_come_back(text: str) -> None:
    made = HCL.parse(text)
    assert made.text == text
    assert len({unit.key for unit in made.children}) == len(made.children)
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    assert facts(text) == facts(plain)
    for unit in made.children:
        assert unit.head.strip()
        assert bool(unit.notes) == bool(unit.lead.strip())
        assert unit.lead.endswith(("\n", "")) or not unit.lead
        assert plain.split("\n")[unit.line - 1] == unit.head.replace("\r\n", "\n").split("\n")[0]


def refused_at(text: str) -> int | None:
    """The line for which a text is refused; nothing where it comes back to the last character."""
    try:
        made = HCL.parse(text)
    except UnparsableError as error:
        return error.line
    assert made.text == text
    return None


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from('run "a" {}[]()=<EOT-\n\r\t$%~#/*.,:?é\0\ufeff1e')) | st.text())
def test_no_text_ends_otherwise(text: str) -> None:
    line = refused_at(text)
    assert line is None or 1 <= line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "source",
    ["a = " + "[" * 9_000 + "]" * 9_000, "a {\n" * 9_000 + "}\n" * 9_000, 'a = "' + '${"' * 900 + '"}' * 900 + '"',
     "a = " + "1 + " * 9_000 + "1", "a = " + "!" * 9_000 + "b", "a = <<A\n${<<B\n" * 500],
    ids=lambda source: source[:8],
)  # fmt: skip
def test_deep_nesting_ends(source: str) -> None:
    line = refused_at(source)
    assert line is None or 1 <= line <= source.count("\n") + 1
