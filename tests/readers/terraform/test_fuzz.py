"""Generated texts and trees: parsing never crashes, spelling reads back, evaluation fails in one way only."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.diagnostics import Diagnostic
from scaffold.model.values import Value, is_known
from scaffold.readers.terraform import ast
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_expression, parse_template
from scaffold.readers.terraform.forms import declare, form
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError
from scaffold.readers.terraform.json_syntax import parse_json, parse_json_attributes
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.parameters import Constants
from scaffold.readers.terraform.recovery import parse_text
from scaffold.readers.terraform.session import Session
from scaffold.readers.terraform.spell import spell
from scaffold.readers.terraform.syntax import parse_native
from scaffold.readers.terraform.tokens import ExpressionError

QUICK = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


def words(text: str) -> list[str]:
    return text.split()


#: Pieces of the language, so that random texts come near to it.
PIECES = st.sampled_from(
    [
        *words(
            "a b var local each . .. ... , : ; = == => != < <= << <<- <<E <<-E E > >= + - * / % ! && || & | ? ( ) [ ]"
        ),
        *words("{ } ${ %{ $${ %%{ ~} ${~ ' ` # // /* */ 0 1 1.5 1e9 .5 true false null for in if else endif endfor"),
        *words('[*] .* [0] %{if %{for %{endfor} %{endif} resource module x="y" é \u2028 \0 " \\" \\n \\x \\u0041'),
        *("\n", " ", "\t", "\r\n", "\n  "),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES).map(" ".join))

VALID = """
locals {
  a = [for k, v in var.m : "${k}-${v.x[0]}" if v != null] # c
  b = { "x" = 1, (var.y) = <<-EOT
    text ${a.b[*].c} %{ if true ~} x %{ else } y %{ endif ~}
  EOT
  }
}
resource "a_b" "c" { /* d */
  count = length(local.a) > 1 ? -1 + 2 * 3 : try(a_b.d.*.e, 0.5)
  nested {
    f = "\\"q\\" $${z}\\n"
  }
}
"""


@QUICK
@given(TEXTS)
def test_the_expression_parser_refuses_in_one_way(text: str) -> None:
    for parse in (parse_expression, parse_template):
        try:
            node = parse(text)
        except ExpressionError as error:
            refused(error, len(text))
        else:
            assert isinstance(spell(node), str)
            form(node)


def refused(error: ExpressionError, length: int) -> None:
    """The error has a reason, and a place in the text."""
    assert error.reason
    assert 0 <= error.offset <= length + 1


def check_file(text: str) -> None:
    """Both parsers read the text, and what is wrong is told with a line of it."""
    for parse in (
        lambda diagnostics: parse_native(text.encode(errors="replace"), "x.tf", diagnostics),
        lambda diagnostics: parse_text(text, "x.tf", diagnostics),
    ):
        diagnostics: list[Diagnostic] = []
        body = parse(diagnostics)
        lines = text.count("\n") + 1
        for each in diagnostics:
            assert each.code == "syntax-error"
            assert each.position is not None
            assert 1 <= each.position.line <= lines
        for block in body.blocks:
            assert 1 <= block.line <= lines
            declare(block)


@QUICK
@given(TEXTS)
def test_the_file_parser_never_fails(text: str) -> None:
    check_file(text)


@QUICK
@given(st.data())
def test_mutated_configurations_never_fail(data: st.DataObject) -> None:
    text = VALID
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(TEXTS.map(lambda each: each[:8])) + text[end:]
    check_file(text)


@QUICK
@given(
    st.lists(
        st.sampled_from(
            ["\n", "# c\n", "/* a\nb */\n", "a {}\n", 'b "c" {\n  d = [\n    1\n  ]\n}\n', "x {\n\n  y {}\n}\n"]
        )
    )
)
def test_blocks_have_the_lines_they_stand_on(parts: list[str]) -> None:
    text = "".join(parts)
    expected = []
    line = 1
    for part in parts:
        if part[0] in "abx":
            expected.append(line)
        line += part.count("\n")
    for parse in (parse_native(text.encode(), "x.tf", []), parse_text(text, "x.tf", [])):
        assert [block.line for block in parse.blocks] == expected


NAMES = st.sampled_from(["a", "b1", "c_d", "e-f", "é", "for", "in", "null_", "true1"])
STRINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text)
)
NUMBERS = st.one_of(st.integers(0, 10**20), st.integers(0, 10**6).map(lambda number: number / 64))


def normal(number: float) -> int | float:
    """A number as the parser makes it."""
    return int(number) if number == int(number) else number


LITERALS = st.one_of(
    NUMBERS.map(lambda number: ast.Literal(normal(number))),
    STRINGS.map(ast.Literal),
    st.sampled_from([None, True, False]).map(ast.Literal),
)
STEPS = st.one_of(NAMES, st.integers(0, 99), STRINGS.map(ast.Key))
TRAVERSALS = st.builds(
    lambda root, steps: ast.Traversal(root, tuple(steps)),
    st.sampled_from(["var", "local", "x_y"]),
    st.lists(STEPS, max_size=3),
)
#: Operators from loose to tight, as the parser nests them without parentheses.
OPERATORS = ["||", "&&", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%"]


def parenthesised(node: ast.Expr) -> ast.Expr:
    """The node so that it can stand beside any operator."""
    plain = (ast.Literal, ast.Traversal, ast.Parenthesis, ast.TupleNode, ast.ObjectNode, ast.FunctionCall, ast.ForNode)
    return node if isinstance(node, plain) else ast.Parenthesis(node)


def template(parts: list[Any]) -> ast.Expr:
    """A template of the parts, neighbouring texts joined as the parser has them."""
    found: list[Any] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    if not found:
        return ast.Literal("")
    return ast.Literal(found[0]) if len(found) == 1 and isinstance(found[0], str) else ast.TemplateNode(tuple(found))


def grow(inner: st.SearchStrategy[ast.Expr]) -> st.SearchStrategy[ast.Expr]:
    """One level more around expressions."""
    keys = st.one_of(NAMES.map(ast.Literal), inner.map(ast.Parenthesis))
    key_names = st.sampled_from(["", "k"])
    return st.one_of(
        st.builds(lambda items: ast.TupleNode(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(lambda items: ast.ObjectNode(tuple(items)), st.lists(st.tuples(keys, inner), max_size=3)),
        st.builds(lambda name, items: ast.FunctionCall(name, tuple(items)), NAMES, st.lists(inner, max_size=3)),
        st.builds(lambda items: ast.FunctionCall("f", tuple(items), True), st.lists(inner, min_size=1, max_size=2)),
        inner.map(ast.Parenthesis),
        st.builds(ast.Unary, st.just("!"), inner.map(parenthesised)),
        st.builds(
            lambda sign, left, right: ast.Binary(sign, parenthesised(left), parenthesised(right)),
            st.sampled_from(OPERATORS),
            inner,
            inner,
        ),
        st.builds(lambda c, t, o: ast.Choice(parenthesised(c), t, o), inner, inner, inner),
        st.builds(
            lambda key, collection, result: ast.ForNode(key, "v", collection, None, result), key_names, inner, inner
        ),
        st.builds(
            lambda key, collection, name, result, condition, grouped: ast.ForNode(
                key, "v", collection, name, result, condition, grouped
            ),
            key_names,
            inner,
            inner,
            inner,
            st.one_of(st.none(), inner),
            st.booleans(),
        ),
        st.builds(lambda parts: template(parts), st.lists(st.one_of(STRINGS, inner), max_size=4)),
        st.builds(lambda base, key: ast.Access(ast.Parenthesis(base), key), inner, inner.map(ast.Parenthesis)),
        st.builds(
            lambda base, steps: ast.Splat(base, tuple(steps)), TRAVERSALS, st.lists(NAMES.map(ast.Literal), max_size=2)
        ),
    )


TREES = st.recursive(st.one_of(LITERALS, TRAVERSALS), grow, max_leaves=12)


@QUICK
@given(TREES)
def test_spelled_trees_read_back(tree: ast.Expr) -> None:
    text = spell(tree)
    assert parse_expression(text) == tree
    body = parse_native(f"a {{\n  b = {text}\n}}\n".encode(), "x.tf", diagnostics := [])
    assert diagnostics == []
    assert body.blocks[0].body.expression("b") == tree


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.integers(-(10**6), 10**6).map(lambda n: n / 64),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), inner, max_size=4),
    ),
    max_leaves=15,
)


class NoFiles:
    """There are no files."""

    def read_bytes(self, path: str, *_: Any) -> NoReturn:
        raise FunctionError(f"there is no {path}")

    exists = glob = render = read_bytes


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment without names."""
    folder = tmp_path_factory.mktemp("empty")
    return Environment(Constants(NoFiles(), Session(folder, folder, ".")), {})


def plain(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


@QUICK
@given(JSON)
def test_json_values_come_back(nothing: Environment, data: Any) -> None:
    body = parse_json_attributes(json.dumps({"x": data}).encode(), "x.tfvars.json", diagnostics := [])
    assert diagnostics == []
    found = plain(evaluate(body.attributes["x"].expression, nothing))
    assert found == data
    assert json.dumps(found, sort_keys=True) == json.dumps(normalised(data), sort_keys=True)


def normalised(data: Any) -> Any:
    """The data with whole numbers as integers."""
    if isinstance(data, float):
        return normal(data)
    if isinstance(data, list):
        return [normalised(item) for item in data]
    return {key: normalised(item) for key, item in data.items()} if isinstance(data, dict) else data


@QUICK
@given(JSON)
def test_any_json_is_a_configuration_or_a_diagnostic(data: Any) -> None:
    source = json.dumps({"locals": {"x": data}, "resource": data, "output": [data], "terraform": data}).encode()
    for text in (source, json.dumps(data).encode(), source[:-3], source.replace(b'"', b"'", 1)):
        diagnostics: list[Diagnostic] = []
        body = parse_json(text, "x.tf.json", diagnostics)
        for block in body.blocks:
            declare(block)
        assert all(each.position is not None and each.position.line == 1 for each in diagnostics)


#: Expressions without names outside of loops: every function, with arguments that may or may not fit.
CALLS = st.sampled_from(sorted(set(FUNCTIONS) - {"pbkdf2", "bcrypt"}))
WORDS = st.sampled_from(
    ["", "a", "10.0.0.0/8", "[a-z]+", "%s-%d", "2020-01-01T00:00:00Z", "1h", "{}", "a,b\n1,2", "YYYY", "=="]
)


def grow_pure(inner: st.SearchStrategy[ast.Expr]) -> st.SearchStrategy[ast.Expr]:
    """One level more around expressions that can be evaluated."""
    steps = st.one_of(st.integers(0, 3), NAMES).map(ast.Literal)
    return st.one_of(
        grow(inner),
        st.builds(lambda name, items: ast.FunctionCall(name, tuple(items)), CALLS, st.lists(inner, max_size=4)),
        st.builds(lambda name, item: ast.FunctionCall(name, (item,)), st.sampled_from(["try", "can"]), inner),
        st.builds(ast.Access, inner.map(ast.Parenthesis), steps),
        st.builds(lambda base: ast.Splat(ast.Parenthesis(base), ()), inner),
    )


PURE = st.recursive(st.one_of(LITERALS, WORDS.map(ast.Literal), st.just(ast.Traversal("v"))), grow_pure, max_leaves=10)


@settings(QUICK, max_examples=400)
@given(PURE)
def test_evaluation_fails_in_one_way(nothing: Environment, tree: ast.Expr) -> None:
    environment = nothing.bind(v=1, k="k")
    with contextlib.suppress(EvaluationError):
        assert is_known(evaluate(tree, environment)) in (True, False)
