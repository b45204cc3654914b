"""Values of programs as they come to stand in the configuration: here, and with the real library."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.values import Reference, to_json
from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.cdktf.tokens.library import exported
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolving import resolved
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.typescript import read_module
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Object, Platform, Symbol, ThrownError

NODE = Path(__file__).parents[3] / "node"
NAMES = (
    "Fn", "Op", "Token", "Tokenization", "Lazy", "ref", "rawString", "propertyAccess", "conditional", "forExpression",
    "TerraformIterator", "TerraformCount", "TerraformSelf", "ComplexObject", "ComplexList", "ComplexMap", "StringMap",
    "NumberMap", "BooleanMap", "AnyMap", "BooleanList", "StringListList", "NumberListList", "AnyListList",
    "StringMapList", "NumberMapList", "StringListMap", "AnyListMap", "FOR_EXPRESSION_KEY", "FOR_EXPRESSION_VALUE",
    "dependable", "StringConcat", "DefaultTokenResolver", "TerraformDynamicBlock", "StringMapMap",
    "TerraformProviderFunction",
)  # fmt: skip
#: What every expression finds: things to refer to.
PRELUDE = """
const id = ref('aws_x.y.id');
const text = () => Token.asString(ref('aws_x.y.name'));
const number = () => Token.asNumber(ref('aws_x.y.size'));
const list = () => Token.asList(ref('aws_x.y.names'));
const map = () => Token.asStringMap(ref('aws_x.y.tags'));
const resource = { interpolationForAttribute: (name) => ref('aws_x.y.' + name), fqn: 'aws_x.y', forEach: true };
class Own {
  constructor(held) { this.held = held; }
  resolve(context) { return this.held; }
  toString() { return Token.asString(this); }
}
"""
PATIENT = Budget(steps=100_000_000, seconds=120)
Given_ = Callable[..., list[Any]]


def program(expressions: Sequence[str], library: str) -> str:
    """A module that exports what gives each expression."""
    rows = ",\n".join(f"() => ({expression}\n)" for expression in expressions)
    names = ", ".join(NAMES)
    return f"const {{ {names} }} = require('{library}');\n{PRELUDE}\nmodule.exports = {{ all: [\n{rows}\n] }};\n"


class _Library(Foreign):
    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, machine: Any, name: str, at: int) -> Any:
        del at
        return exported(self.run, machine, name)


class _Platform(Platform):
    """The library, and environment variables that are not known (`KNOWN` is `known`)."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def module(self, machine: Any, source: str) -> Any:
        del machine
        tokens_of(self.run).terrain = source == "cdktn"
        return _Library(self.run) if source in ("cdktf", "cdktn") else None

    def environment(self, machine: Any, name: str, at: int, **_: Any) -> Any:
        del machine, at
        return Symbol(Reference(f"env.{name}"), "known" if name == "KNOWN" else MISSING)

    def finish(self, machine: Any) -> None:
        del machine


@dataclass
class Evaluated:
    """A program that was evaluated, and what it exports as `all`."""

    run: Run
    machine: Evaluator
    all: Any

    def value(self, function: Any, arguments: Sequence[Any] = ()) -> Any:
        """What a function of the program gives, as it stands in the configuration; `error` where it fails."""
        try:
            value = self.machine.call(function, arguments)
            if value is UNDEFINED:
                return "undefined"
            return to_json(resolved(self.run, self.machine, value, 0))
        except ThrownError:
            return "error"


def evaluated(folder: Path, text: str) -> Evaluated:
    """A program, evaluated."""
    (folder / "index.js").write_text(text, encoding="utf-8")
    language = JavaScript()
    run = Run(Given(), language, ".", Spelling())
    machine = Evaluator(Program(folder, read_module, language), _Platform(run), PATIENT, strict=True)
    exports = machine.run("index.js")
    assert machine.failure is None
    assert [str(found.summary) for found in machine.diagnostics] == []
    return Evaluated(run, machine, machine.get(exports, "all"))


@pytest.fixture(scope="session")
def node_modules() -> str:
    """Where packages are looked for from."""
    return str(NODE / "package.json")


WORKS = """
const made = (value) => {
  if (Array.isArray(value)) return value.map(made);
  if (value === null || typeof value !== 'object') return value;
  const kind = value['$'];
  if (kind === undefined) return Object.fromEntries(Object.keys(value).map((key) => [key, made(value[key])]));
  const token = ref('a.b.' + kind);
  if (kind === 'text') return Token.asString(token);
  if (kind === 'number') return Token.asNumber(token);
  if (kind === 'list') return Token.asList(token);
  if (kind === 'map') return Token.asStringMap(token);
  if (kind === 'own') return Token.asAny({ held: [Token.asString(token), null] });
  return kind === 'mixed' ? 'x-' + Token.asString(token) + '-${y}' : undefined;
};
const works = {
  texts: (given) => {
    const parts = given.map((part) =>
      typeof part === 'string' ? part : part === 1 ? Token.asString(ref('a.b.c')) : Token.asNumber(ref('a.b.n')));
    const text = parts.join('');
    return [() => text, () => Fn.tostring(text), () => Fn.join(',', [text]), () => Fn.upper(Fn.rawString(text)),
      () => ({ [text]: [text] }), () => Fn.upper(text)];
  },
  values: (given) => {
    const value = made(given);
    return [() => ({ value }), () => Fn.jsonencode(value), () => Fn.merge([value]), () => Fn.concat(value),
      () => Fn.sort(value), () => Fn.max(value), () => Fn.lookup(value, 'a', value), () => Op.eq(value, value),
      () => propertyAccess(value, [value]), () => Token.asString(value), () => Fn.upper(Token.asString(value)),
      () => [Token.asList(value)], () => Token.asAnyMap(value), () => `${Token.asString(value)}!`,
      () => TerraformIterator.fromMap(value).keys(), () => TerraformIterator.fromList(value).pluckProperty('x'),
      () => TerraformIterator.fromList(['z']).dynamic(value), () => Fn.merge(Token.asString(ref('q')))];
  },
};
"""
TEXTS = f"""
const {{ Fn, Op, Token, TerraformIterator, propertyAccess, ref }} = require('cdktf');
{WORKS}
module.exports = {{ all: (kind, given) => works[kind](given) }};
"""


@pytest.fixture(scope="session")
def works() -> str:
    """What is made of any text, and any value."""
    return WORKS


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Any], list[Any]]:
    """What is made of a text or value here."""
    found = evaluated(tmp_path_factory.mktemp("texts"), TEXTS)

    def thawed(value: Any) -> Any:
        if isinstance(value, list):
            return Array([thawed(item) for item in value])
        return Object({key: thawed(item) for key, item in value.items()}) if isinstance(value, dict) else value

    def run(kind: str, given: Any) -> list[Any]:
        works = found.machine.call(found.all, [kind, thawed(given)])
        return [found.value(work) for work in works.items]

    return run


@pytest.fixture
def ours(tmp_path: Path) -> Given_:
    """What expressions come to here: model values as JSON, `error` where the program fails."""

    def run(expressions: Sequence[str], library: str = "cdktf", early: bool = False) -> list[Any]:
        found = evaluated(tmp_path, program(expressions, library))
        tokens_of(found.run).early = early
        result = found.machine.within(lambda: [found.value(function) for function in found.all.items])
        assert result is not None, found.machine.diagnostics
        return result

    return run


@pytest.fixture
def real(tmp_path: Path) -> Given_:
    """What they come to with the library."""

    def run(expressions: Sequence[str], library: str = "cdktf") -> list[Any]:
        text = program(expressions, library).replace(f"require('{library}')", "globalThis.library")
        (tmp_path / "real.cjs").write_text(text, encoding="utf-8")
        (tmp_path / "all.cjs").write_text(
            f"""
const require_ = require('module').createRequire({json.dumps(str(NODE / "package.json"))});
console.warn = () => {{}};
const lib = globalThis.library = require_('{library}');
const app = new lib.App({{ outdir: {json.dumps(str(tmp_path / "out"))} }});
const stack = new lib.TerraformStack(app, 'stack');
const resolver = new lib.DefaultTokenResolver(new lib.StringConcat());
const found = require('./real.cjs').all.map((work) => {{
  try {{
    const value = work();
    if (value === undefined) return 'undefined';
    const result = lib.Tokenization.resolve(value, {{ scope: stack, resolver }});
    return result === undefined ? null : result;
  }} catch (error) {{
    return 'error';
  }}
}});
process.stdout.write(JSON.stringify(found));
""",
            encoding="utf-8",
        )
        done = subprocess.run(["node", "all.cjs"], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return list(json.loads(done.stdout))

    return run
