"""The evaluator means what JavaScript means: `behaviour.js` says it, with what Node.js gave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.readers.programs.values import Symbol

#: What JSON cannot say, in the words of the table.
ENCODE = (
    "const encode = v => JSON.stringify(v, (k, x) => x === undefined ? '<undefined>' : "
    "typeof x === 'number' && !Number.isFinite(x) ? `<${x}>` : x);\n"
)


def table() -> list[tuple[str, str]]:
    text = (Path(__file__).parent / "behaviour.js").read_text(encoding="utf-8").split("\n\n", 1)[1]
    blocks = [block.strip().rsplit("\n// => ", 1) for block in text.split("\n\n") if block.strip()]
    return [(source, expected) for source, expected in blocks]


@pytest.mark.parametrize(("source", "expected"), table())
def test_a_program_means_what_it_means_in_javascript(evaluate, source, expected):
    run = evaluate(
        {"index.js": f"{ENCODE}export const found = encode((function () {{\n{source}\n}})());"}, entry="index.js"
    )
    assert run.failure == ""
    found = run.exports.entries["found"]
    assert not isinstance(found, Symbol)
    assert json.loads(found) == json.loads(expected)
