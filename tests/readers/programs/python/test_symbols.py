"""What Python's operators, methods and loops make of values that are only known as expressions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from python_oracle import NoPlatform

from scaffold.model.values import Reference
from scaffold.readers.programs.machine import Evaluator, Program
from scaffold.readers.programs.python import Python
from scaffold.readers.programs.python.kinds import SetValue
from scaffold.readers.programs.python.native import Module
from scaffold.readers.programs.python_source import read_module
from scaffold.readers.programs.values import MISSING, Array, Machine, Object, Symbol


def parameter(name: str, value: Any) -> Symbol:
    return Symbol(Reference(f"config.{name}"), value)


THINGS = {
    "env": parameter("env", "dev"),
    "count": parameter("count", 3),
    "names": parameter("names", Array(["a", "b"])),
    "cfg": parameter("cfg", Object({"x": 1, "y": "z"})),
    "arn": Symbol(Reference("thing.b", ("arn",))),
    "zones": Symbol(Reference("thing.b", ("zones",))),
}


class Things(NoPlatform):
    def module(self, machine: Machine, source: str) -> Any:
        del machine
        return Module("things", THINGS) if source == "things" else None


def shown(value: Any) -> str:
    """A value in short: `expression ~ what it is taken to be`."""
    if isinstance(value, Symbol):
        expression = model(value.value)
        return expression if value.concrete is MISSING else f"{expression} ~ {shown(value.concrete)}"
    if isinstance(value, SetValue):
        return "{" + ", ".join(map(shown, value.members.values())) + "}"
    if isinstance(value, Array):
        return "[" + ", ".join(map(shown, value.items)) + "]"
    if isinstance(value, Object):
        return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.entries.items()) + "}"
    return repr(value)


def model(value: Any) -> str:
    kind = type(value).__name__
    if kind == "Reference":
        return ".".join([value.address.removeprefix("config.").removesuffix(".b"), *map(str, value.path)])
    if kind == "Template":
        return "`" + "".join(part if isinstance(part, str) else f"${{{model(part)}}}" for part in value.parts) + "`"
    if kind == "Call":
        return f"{value.function}({', '.join(map(model, value.arguments))})"
    if kind == "Conditional":
        return f"({model(value.condition)} ? {model(value.then)} : {model(value.otherwise)})"
    if kind == "Unknown":
        return f"<{value.reason}>"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(model, value)) + "]"
    return repr(value)


def result(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        program = text if "\n" in text else f"result = {text}"
        Path(folder, "main.py").write_text(f"from things import *\n{program}", encoding="utf-8")
        machine = Evaluator(Program(Path(folder), read_module, Python()), Things(), None, strict=True)
        module = machine.run("main.py")
        assert machine.failure is None, machine.language.message(machine.failure.value)
        assert machine.stopped is None
        return shown(machine.within(lambda: machine.get(module, "result")))


CASES = {
    # Text
    'f"x-{env}"': "`x-${env}` ~ 'x-dev'",
    'f"x-{env}-{arn}"': "`x-dev-${thing.arn}`",
    '"x-%s-%s" % (env, arn)': "`x-dev-${thing.arn}`",
    '"x-{}-{a}".format(env, a=arn)': "`x-dev-${thing.arn}`",
    '"%(a)s/%(b)d" % {"a": arn, "b": 3}': "`${thing.arn}/3`",
    'f"{count:03d}"': "format(count, '03d') ~ '003'",
    '"-".join([env, arn])': "`dev-${thing.arn}`",
    '"-".join(names)': "`${names.0}-${names.1}` ~ 'a-b'",
    '"-".join(zones)': "join(thing.zones, '-')",
    "str(env)": "env ~ 'dev'",
    "str(count)": "`${count}` ~ '3'",
    "str([env, 1])": "`[${repr(env)}, 1]` ~ \"['dev', 1]\"",
    "env.upper()": "toUpperCase(env) ~ 'DEV'",
    "arn.upper()": "toUpperCase(thing.arn)",
    'arn.split(":")[1]': "index(split(thing.arn, ':'), 1)",
    'arn.replace(":", "-")': "replaceAll(thing.arn, ':', '-')",
    'env.startswith("d")': "startsWith(env, 'd') ~ True",
    'arn.endswith("d")': "endsWith(thing.arn, 'd')",
    "env.encode()": "env ~ b'dev'",
    "arn.encode().decode()": "thing.arn",
    # Numbers and truth
    "count + 1": "add(count, 1) ~ 4",
    "-count": "negate(count) ~ -3",
    "count > 2": "greater(count, 2) ~ True",
    "int(count)": "parseInt(count) ~ 3",
    "bool(arn)": "Boolean(thing.arn)",
    "not env": "not(env) ~ False",
    "max(count, 5)": "max(count, 5) ~ 5",
    "sum([1, count])": "add(1, count) ~ 4",
    "any([env == 'x', arn == 'y'])": "or(False, equals(thing.arn, 'y'))",
    "any(x == 'a' for x in names)": "equals(names.0, 'a') ~ True",
    "len(zones)": "length(thing.zones)",
    "len(names)": "length(names) ~ 2",
    "isinstance(env, str)": "is(typeof(env), 'string') ~ True",
    "isinstance(zones, (list, tuple))": "Array.isArray(thing.zones)",
    "[env, 1] == ['dev', 1]": "equals([env, 1], ['dev', 1]) ~ True",
    "'x' in [env, 'y']": "in('x', [env, 'y']) ~ False",
    "env in ('dev', 'x')": "in(env, ['dev', 'x']) ~ True",
    # Lists, dicts, loops
    "[x + '!' for x in names]": "[`${names.0}!` ~ 'a!', `${names.1}!` ~ 'b!']",
    "list(names)": "[names.0 ~ 'a', names.1 ~ 'b']",
    "list(zones)": "thing.zones",
    "sorted(names, reverse=True)": "[names.1 ~ 'b', names.0 ~ 'a']",
    "sorted(zones)": "sorted(thing.zones)",
    "list(enumerate(names))": "[[0, names.0 ~ 'a'], [1, names.1 ~ 'b']]",
    "list(zip(names, [1, 2]))": "[[names.0 ~ 'a', 1], [names.1 ~ 'b', 2]]",
    "list(range(count))": "[0, 1, 2]",
    "[i for i in range(len(names))]": "[0, 1]",
    "list(map(lambda x: x.upper(), names))": "[toUpperCase(names.0) ~ 'A', toUpperCase(names.1) ~ 'B']",
    "list(map(lambda x: x.upper(), zones))": "map(thing.zones, toUpperCase(thing.zones.*))",
    "list(filter(lambda x: x == 'a', names))": "[names.0 ~ 'a']",
    "set(names)": "{names.0 ~ 'a', names.1 ~ 'b'}",
    "dict(zip(names, [1, 2]))": "{a: 1, b: 2}",
    "cfg['x']": "cfg.x ~ 1",
    "cfg.get('x')": "cfg.x ~ 1",
    "cfg.get('q')": "cfg.q ~ None",
    "cfg.get('q', 5)": "nullish(cfg.q, 5) ~ 5",
    "arn.get('k')": "thing.arn.k",
    "{**cfg, 'k': env}": "{x: cfg.x ~ 1, y: cfg.y ~ 'z', k: env ~ 'dev'}",
    "{'dev': 1, 'prod': 2}[env]": "index({'dev': 1, 'prod': 2}, env) ~ 1",
    "{'prod': 1}.get(env, 7)": "nullish(index({'prod': 1}, env), 7) ~ 7",
    "list(cfg.items())": "[['x', cfg.x ~ 1], ['y', cfg.y ~ 'z']]",
    "[*names, 'c']": "[names.0 ~ 'a', names.1 ~ 'b', 'c']",
    "l = [env]\nl += names\nl.append(arn)\nresult = l": "[env ~ 'dev', names.0 ~ 'a', names.1 ~ 'b', thing.arn]",
    "l = [1]\nl.extend(zones)\nresult = l": "[1, thing.zones.*]",
    "d = {env: arn}\nd.update(cfg)\nresult = d": "{dev: thing.arn, x: cfg.x ~ 1, y: cfg.y ~ 'z'}",
    "result = []\nfor i, z in enumerate(zones):\n    result.append(z)": "[thing.zones.*]",
    "result = []\nfor k, v in zones.items():\n    result.append(v)": "[thing.zones.*]",
    "result = []\nfor a in zip(zones, names):\n    result.append(a)": "[[thing.zones.*, index(['a', 'b'], '*')]]",
    "match env:\n    case 'dev': result = 1\n    case _: result = 2": "1",
    "result = 1 if arn == 'q' else 2": "(equals(thing.arn, 'q') ? 1 : 2)",
    # What differs from run to run, and what is not understood
    "hash(env)": "<a hash that differs from run to run>",
    "id(env)": "<an identity differs from run to run>",
    "eval('1')": "<this runs text as a program>",
    "input()": "<this asks the user>",
}


@pytest.mark.parametrize(("program", "expected"), CASES.items())
def test_what_is_made_of_symbols(program, expected):
    assert result(program) == expected
