"""Texts of several parts, as handler suites in JavaScript compare them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from scaffold.emit.render import Renderer

SCRIPT = """
const { differences } = require('./support/comparing');
const { any, joined } = require('./support/terms');
const now = new Date().toISOString();
const key = joined('reports/', any.text(), '/', any.nowIso(), '.json');
const twice = [any.hex(2, 'id'), joined('id ', any.hex(2, 'id'), ' [new]')];
console.log(JSON.stringify([
  differences('key', key, `reports/today/${now}.json`),
  differences('key', key, `reports/today/2001-01-01T00:00:00.000Z.json`).length,
  differences('key', key, `reports/today/${now}.txt`),
  differences('key', joined(any.number(), ' of ', any.uuid()), '1.5 of 00000000-0000-4000-8000-000000000001'),
  differences('key', joined('a', any.number()), 7),
  differences('key', twice, ['0a', 'id 0a [new]']),
  differences('key', twice, ['0a', 'id 0b [new]']).length,
]));
"""


def test_parts_of_texts_are_compared_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "support").mkdir()
    for name in ("comparing.js", "plain.js", "terms.js"):
        text = Renderer().render(f"handlers-js/support/{name}.j2")
        (tmp_path / "support" / name).write_text(text, encoding="utf-8")
    done = subprocess.run(["node", "-e", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    same, old, other, numbers, no_text, again, another = json.loads(done.stdout)
    assert (same, numbers, again) == ([], [], [])
    assert (old, another) == (1, 1)
    assert other[0].startswith('key: expected "reports/<text>/<the time now as ISO text>.json", found "reports/today/')
    assert no_text == ['key: expected "a<number>", found 7']
