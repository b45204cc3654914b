"""Expressions to evaluate, all of a test in one program, shown as text."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.typescript import read_module
from scaffold.readers.programs.values import UNDEFINED, Platform

SHOWN = (Path(__file__).parent / "shown.js").read_text(encoding="utf-8")
IMPORTS = """
import * as path from 'path';
import { format, promisify, isDeepStrictEqual } from 'util';
import * as crypto from 'crypto';
import * as url from 'url';
import assert from 'assert';
import os from 'os';
"""
PATIENT = Budget(steps=100_000_000, seconds=120)


class Nothing(Platform):
    """A platform without packages and environment."""

    def module(self, machine: Any, source: str) -> None:
        del machine, source

    def environment(self, machine: Any, name: str, at: int, **_: Any) -> Any:
        del machine, name, at
        return UNDEFINED

    def finish(self, machine: Any) -> None:
        del machine


def program(expressions: Sequence[str]) -> str:
    """A module that exports what each expression gives as `results`."""
    rows = ",\n".join(f"shown(() => ({expression}\n))" for expression in expressions)
    return f"{IMPORTS}{SHOWN}export const results = [\n{rows}\n];\n"


Show = Callable[[Sequence[str]], list[str]]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """What expressions give here."""

    def run(expressions: Sequence[str]) -> list[str]:
        (tmp_path / "index.ts").write_text(program(expressions), encoding="utf-8")
        evaluator = Evaluator(Program(tmp_path, read_module, JavaScript()), Nothing(), PATIENT, strict=True)
        exports = evaluator.run("index.ts")
        assert evaluator.failure is None
        assert [str(found.summary) for found in evaluator.diagnostics] == []
        return [found if isinstance(found, str) else repr(found) for found in exports.entries["results"].items]

    return run


@pytest.fixture
def node(tmp_path: Path) -> Show:
    """What expressions give in Node.js."""

    def run(expressions: Sequence[str]) -> list[str]:
        (tmp_path / "index.mjs").write_text(
            f"{program(expressions)}process.stdout.write(JSON.stringify(results));", encoding="utf-8"
        )
        done = subprocess.run(["node", "index.mjs"], cwd=tmp_path, capture_output=True, check=True)
        return list(json.loads(done.stdout))

    return run
