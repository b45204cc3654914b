"""Any text with tokens in it comes to what it comes to with the library."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SERVER = """
const lib = require_('cdktf');
const { Fn, Op, Token, TerraformIterator, propertyAccess, ref } = lib;
const app = new lib.App({ outdir: process.argv[2] });
const stack = new lib.TerraformStack(app, 'stack');
const resolver = new lib.DefaultTokenResolver(new lib.StringConcat());
console.warn = () => {};
const resolve = (work) => {
  try {
    const found = lib.Tokenization.resolve(work(), { scope: stack, resolver });
    return found === undefined ? null : found;
  } catch (error) {
    return 'error';
  }
};
__WORKS__
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [kind, given] = JSON.parse(line);
  process.stdout.write(JSON.stringify(works[kind](given).map(resolve)) + '\\n');
});
"""
#: What texts are made of: what means something, and anything.
PARTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["${", "}", "$", "{", '"', "\\", "\n", "%{", "a", "-", " ", "1e5", "$${", "upper(", ")", ".", "#{"]
        ),
        st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=3),
        st.just(1),
        st.just(2),
    ),
    max_size=7,
)


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, node_modules: str, works: str
) -> Iterator[Callable[[str, Any], list[Any]]]:
    """What texts come to with the library, one process for all."""
    folder = tmp_path_factory.mktemp("library")
    start = f"const require_ = require('module').createRequire({json.dumps(node_modules)});\n"
    (folder / "server.cjs").write_text(start + SERVER.replace("__WORKS__", works), encoding="utf-8")
    command = ["node", "server.cjs", str(folder / "out")]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        given_to, said = process.stdin, process.stdout

        def ask(kind: str, parts: Any) -> list[Any]:
            given_to.write(json.dumps([kind, parts]).encode() + b"\n")
            given_to.flush()
            return list(json.loads(said.readline()))

        yield ask


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS)
def test_as_the_library(parts: list[Any], library, texts) -> None:  # type: ignore[no-untyped-def]
    # Both number their tokens alike, which shows where a text spoils a number that stands for one.
    assert texts("texts", parts) == library("texts", parts)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 99),
    st.sampled_from([0.5, 1e21, "", "a", "a b", "${x}", '"', "a-b", "\n"]),
    st.sampled_from(["text", "number", "list", "map", "own", "undefined", "mixed"]).map(lambda kind: {"$": kind}),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b c", "0", "${x}"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_values_as_the_library(value: Any, library, texts) -> None:  # type: ignore[no-untyped-def]
    assert texts("values", value) == library("values", value)
