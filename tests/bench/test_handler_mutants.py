"""Mutants of handlers are small mistakes that compile, and the report says which of them a command saw."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "bench"
WEBHOOK = ROOT / "examples" / "terraform-webhook" / "lambda" / "validation.py"

PYTHON = """
import os

TABLE = os.environ["TABLE"]
QUEUE = os.environ.get("QUEUE")


def handler(event, context):
    if event["size"] > 3:
        return {"statusCode": 413, "body": ""}
    try:
        write(event)
    except ValueError:
        return {"statusCode": 500, "body": ""}
    rows = []
    rows.append(event)
    print("done")
    return {"statusCode": 200, "body": TABLE}


def write(event):
    if not event["id"]:
        raise ValueError
"""
SCRIPT = """
const table = process.env.TABLE;
exports.handler = async (event) => {
  if (!event.id) {
    return { statusCode: 400, body: '' };
  }
  try {
    await write(table, event);
  } catch (error) {
    console.error(error);
    throw error;
  }
  return { statusCode: 200, body: '' };
};
"""
TESTS = """
from app import handler

assert handler({"size": 4, "id": 1}, None)["statusCode"] == 413
assert handler({"size": 3, "id": 1}, None)["statusCode"] == 200
"""


@pytest.fixture(autouse=True)
def modules_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCH))
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(str(BENCH)):
            del sys.modules[name]


def changes(file: str, text: str) -> list[tuple[str, str]]:
    from mutations import mutants

    return [(mutant.kind, mutant.change) for mutant in mutants(file, text)]


def test_mistakes_in_python() -> None:
    found = changes("app.py", PYTHON)
    assert found == [
        ("variable", "TABLE -> QUEUE"),
        ("variable", "QUEUE -> TABLE"),
        ("comparison", "> -> <="),
        ("return", 'return {"statusCode": 413, "body": ""} -> pass'),
        ("status", "413 -> 200"),
        ("exception", "write(event) -> try: write(event) except Exception: pass"),
        ("exception", 'return {"statusCode": 500, "body": ""} -> pass'),
        ("status", "500 -> 200"),
        ("status", "200 -> 500"),
        ("comparison", "not -> "),
        ("return", "raise ValueError -> pass"),
    ]


def test_mistakes_in_javascript() -> None:
    assert (
        changes("index.mjs", SCRIPT)
        == changes("index.ts", SCRIPT)
        == [
            ("variable", "TABLE -> TABLE_NAME"),
            ("comparison", "! -> "),
            ("return", "return { statusCode: 400, body: '' }; -> ;"),
            ("status", "400 -> 200"),
            ("exception", "await write(table, event); -> try { await write(table, event); } catch {}"),
            ("exception", "{ console.error(error); throw error; } -> {}"),
            ("status", "200 -> 500"),
        ]
    )
    assert changes("notes.txt", SCRIPT) == []


def test_mutants_of_an_example_compile_and_are_of_all_kinds() -> None:
    from handler_mutants import choose
    from mutations import KINDS, mutants

    every = list(mutants("validation.py", WEBHOOK.read_text(encoding="utf-8")))
    for mutant in every:
        compile(mutant.text, mutant.file, "exec")
    assert {mutant.kind for mutant in every} == set(KINDS)
    chosen = choose(iter(every), 20, 1)
    assert len(chosen) == 20
    assert min(Counter(mutant.kind for mutant in chosen).values()) == 4
    assert chosen == choose(iter(every), 20, 1)


def test_the_report_says_what_was_seen(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PYTHON)
    (tmp_path / "test.py").write_text(TESTS)
    command = [sys.executable, str(BENCH / "handler_mutants.py"), "app.py", "--folder", str(tmp_path)]
    given = [*command, "--command", f"TABLE=t QUEUE=q {sys.executable} test.py"]
    ended = subprocess.run(given, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "comparison      2 of    2 killed  100 %" in ended.stdout
    assert "all             5 of   11 killed   45 %" in ended.stdout
    assert "survived: app.py:4: variable: TABLE -> QUEUE" in ended.stdout
    assert (tmp_path / "app.py").read_text() == PYTHON
    assert subprocess.run([*given, "--least", "60"], capture_output=True, timeout=120, check=False).returncode == 1
    failing = subprocess.run([*command, "--command", "false"], capture_output=True, text=True, timeout=60, check=False)
    assert failing.returncode != 0
    assert "fails on the code as it is" in failing.stderr
