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
const { Fn, Token, ref } = lib;
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
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const parts = JSON.parse(line).map((part) =>
    typeof part === 'string' ? part : part === 1 ? Token.asString(ref('a.b.c')) : Token.asNumber(ref('a.b.n')));
  const text = parts.join('');
  const results = [() => text, () => Fn.tostring(text), () => Fn.join(',', [text]), () => Fn.upper(Fn.rawString(text)),
    () => ({ [text]: [text] }), () => Fn.upper(text)].map(resolve);
  process.stdout.write(JSON.stringify(results) + '\\n');
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
def library(tmp_path_factory: pytest.TempPathFactory, node_modules: str) -> Iterator[Callable[[list[Any]], list[Any]]]:
    """What texts come to with the library, one process for all."""
    folder = tmp_path_factory.mktemp("library")
    start = f"const require_ = require('module').createRequire({json.dumps(node_modules)});\n"
    (folder / "server.cjs").write_text(start + SERVER, encoding="utf-8")
    command = ["node", "server.cjs", str(folder / "out")]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        given_to, said = process.stdin, process.stdout

        def ask(parts: list[Any]) -> list[Any]:
            given_to.write(json.dumps(parts).encode() + b"\n")
            given_to.flush()
            return list(json.loads(said.readline()))

        yield ask


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS)
def test_as_the_library(parts: list[Any], library, texts) -> None:  # type: ignore[no-untyped-def]
    # Both number their tokens alike, which shows where a text spoils a number that stands for one.
    assert texts(parts) == library(parts)
