"""Names are those of the library."""

from __future__ import annotations

import json
import subprocess
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.readers.cdktf.run import Given
from scaffold.readers.cdktf.tree.naming import LETTERS_ONLY, address, clean, is_old, snake_case, unique_id
from tests.readers.cdktf.tree.conftest import NODE, Evaluate

_PROGRAM = """
const { createRequire } = require('module');
const { dirname, join } = require('path');
const [from, given] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const packages = createRequire(from);
const inside = (name, file) => packages(join(dirname(packages.resolve(name)), file));
const { makeUniqueId } = inside('cdktf', 'private/unique');
const { snakeCase } = inside('cdktf', 'util');
const { RootConstruct, Construct } = packages('constructs');
const found = given.map((ids) => {
  let scope = new RootConstruct();
  for (const id of ids) scope = new Construct(scope, id);
  const known = scope.node.scopes.slice(1).map((each) => each.node.id);
  const left = known.filter((id) => id !== 'Default');
  return [known, left.length ? makeUniqueId(known) : '', scope.node.addr, ids.map(snakeCase)];
});
process.stdout.write(JSON.stringify(found));
"""
_KNOWN = ("Default", "Resource", "a", "aa", "queue", "my queue", "a/b", "äö", "x" * 300, "fooBarBAZ", "\n", "1", "ter")
_SIGNS = "abcXYZ019_-. /$&{}:é\n\t\U0001f600"


def _paths(random: Random) -> list[list[str]]:
    """Many paths of ids, known and random ones."""

    def one() -> str:
        if random.random() < 0.5:
            return random.choice(_KNOWN)
        return "".join(random.choice(_SIGNS) for _ in range(random.randint(1, 12)))

    return [[one() for _ in range(random.randint(1, 6))] for _ in range(1_000)]


def _real(paths: list[list[str]]) -> list[Any]:
    request = json.dumps([str(NODE / "package.json"), paths])
    done = subprocess.run(["node", "-e", _PROGRAM], input=request.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return list(json.loads(done.stdout))


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**9))
def test_names_are_those_of_the_library(seed: int) -> None:
    paths = _paths(Random(seed))
    for ids, (known, unique, addr, snake) in zip(paths, _real(paths), strict=True):
        cleaned = [clean(id_) for id_ in ids]
        assert cleaned == known
        assert unique_id(cleaned) == unique
        assert address(["", *cleaned]) == addr
        assert [snake_case(id_) for id_ in ids] == snake


def test_older_versions_have_other_ids() -> None:
    assert all(map(is_old, ("^0.15.5", "0.0.17", "~=0.16.1")))
    assert not any(map(is_old, ("^0.17.0", "0.0.0", ">=0.6.4", "*", "")))
    assert unique_id(["stack", "my-queue_1"], LETTERS_ONLY) == "stack_myqueue1_0925B806"


def test_ids_of_older_versions_go_by_the_context(ours: Evaluate) -> None:
    text = """
import { App, TerraformOutput, TerraformStack } from 'cdktf';
const app = new App();
new TerraformOutput(new TerraformStack(app, 'stack'), 'my-url', { value: 1 });
app.synth();
"""
    old = {"excludeStackIdFromLogicalIds": "true", "allowSepCharsInLogicalIds": "true"}
    assert [_ids(ours, text, context) for context in ({}, old)] == [["stack_myurl_DB837360"], ["my-url"]]


def _ids(ours: Evaluate, text: str, context: dict[str, Any]) -> list[str]:
    found = ours(text, given=Given(context=context), old=True)
    return list(found.stacks["stack"]["output"])
