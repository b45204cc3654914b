"""Python programs that go too far: bounded, a diagnostic, and the rest still read."""

# ruff: noqa: E501

from __future__ import annotations

import time

import pytest

from scaffold.readers.programs.budget import Budget
from scaffold.readers.programs.values import MISSING

START = "from things import Thing\nThing('first')\n"


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True: Thing",
        "x = []\nwhile True: x.append(x)",
        "x = 'a'\nwhile True: x += x",
        "x = [1]\nwhile True: x = x + x",
        "x = 2\nwhile True: x = x * x",
        "x = 10 ** 10 ** 10",
        "x = [0] * 10 ** 12",
        "x = 'a' * 10 ** 12",
        "x = 1 << 10 ** 12",
        "x = list(range(10 ** 12))",
        "x = [0 for _ in range(10 ** 12)]",
        "def g():\n    while True: yield 1\nx = list(g())",
        "def g():\n    while True: yield 1\nfor _ in g(): pass",
        "def g():\n    while True: yield 1\nx = [i for i in g()]",
        "import itertools\nfor _ in itertools.count(): pass",
        "import itertools\nx = list(itertools.count())",
        "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nfor _ in A(): pass",
        "class A:\n    def __getitem__(self, i): return i\nx = list(A())",
        "x = []\nfor i in [1]: x.append(i)\nfor i in x: x.append(i)",
        "x = {}\nfor i in range(10 ** 9): x[i] = i",
        "'%1000000000d' % 1",
        "f'{1:1000000000}'",
        "'{:1000000000}'.format(1)",
        "'a'.ljust(10 ** 12)",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        "while 1:\n    try: 1 / 0\n    except ZeroDivisionError: pass",
        "x = []\nx.append(x)\nwhile x: x = x[0]",
    ],
)
def test_endless_programs_end(evaluate_python, body):
    start = time.process_time()
    run = evaluate_python(START + body, budget=Budget(steps=60_000, seconds=2))
    assert time.process_time() - start < 5
    assert run.names == ["first"]
    assert run.failure or "over-budget" in run.codes


@pytest.mark.parametrize(
    "body",
    [
        "def f(): f()\nf()",
        "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().b",
        "class A:\n    def __init__(self): A()\nA()",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        "class A:\n    def __eq__(self, o): return self == o\nA() == A()",
        "class A:\n    @property\n    def p(self): return self.p\nA().p",
        "class A:\n    def __call__(self): return self()\nA()()",
        "class A:\n    def __len__(self): return len(self)\nbool(A())",
        "class A:\n    def __iter__(self): return iter(self)\nlist(A())",
        "class A:\n    def __setattr__(self, n, v): self.x = v\nA().x = 1",
        "def g(): yield from g()\nlist(g())",
        "def g():\n    for x in g(): yield x\nfor x in g(): pass",
        "f = lambda: f()\nf()",
        "class A:\n    def __enter__(self):\n        with A(): pass\n    def __exit__(self, *a): pass\nwith A(): pass",
    ],
)
def test_recursion_without_end_is_the_programs_error(evaluate_python, body):
    run = evaluate_python(START + body)
    assert run.names == ["first"]
    assert "recursion" in run.failure


@pytest.mark.parametrize(
    "body",
    [
        "exec('x = 1')",
        "eval('1 + 1')",
        "x = compile('1', '', 'eval')",
        "class Meta(type):\n    def __new__(mcs, name, bases, ns): return super().__new__(mcs, name, bases, ns)\nclass A(metaclass=Meta): x = 1\nA().x",
        "class Meta(type):\n    def __prepare__(*a, **k): return {}\n    def __getattr__(cls, n): return n\nclass A(metaclass=Meta): pass\nA.anything",
        "import json\njson.dumps = lambda x: 'patched'\njson.dumps(1)",
        "import os\nos.getcwd = None",
        "class A: pass\nA.__init__ = lambda self, x: None\nA(5)",
        "import sys\nsys.setrecursionlimit(10)\nsys.modules['x'] = 1",
        "globals()['y'] = 5\nlocals()\nvars()",
        "__import__('os').system('true')",
        "import importlib\nimportlib.import_module('json')",
        "import ctypes, threading, subprocess, socket\nsubprocess.run(['true'])\nthreading.Thread(target=print).start()",
        "x = type('X', (), {})()\nx.__class__ = int",
        "def f(*a, **k): return f\nf(*[1] * 100)(**{'a': 1})",
        "import asyncio\nasync def f(): return 1\nasyncio.run(f())",
        "x = [[]]\nx[0].append(x)\nx == x\nstr(x)",
        "x = {}\nx['x'] = x\nrepr(x)",
        "del Thing\nfrom things import Thing",
        "try:\n    raise 5\nexcept TypeError: pass",
        "print('a', 'b', sep='', end='')\ninput",
        "quit\nexit",
        "lambda: (yield)",
        "async def f():\n    async for x in g(): pass\n    async with h() as y: pass",
        "from os import *\nfrom json import *",
        "class A(*[object]): pass",
        "@(lambda f: f)\ndef f(): pass",
        "x: 'undefined.thing' = 5",
        "def f(x: Undefined) -> Undefined: pass",
        "if False:\n    undefined_name",
        "assert True, undefined_name",
    ],
)
def test_odd_programs_are_read_on(evaluate_python, body):
    run = evaluate_python(START + body + "\nThing('last')")
    assert (run.failure, run.names) == ("", ["first", "last"])


def test_a_cycle_of_imports_ends(evaluate_python):
    files = {
        "main.py": START + "import a\nThing('last')",
        "a.py": "import b",
        "b.py": "import c",
        "c.py": "import a\nimport main",
    }
    run = evaluate_python(files)
    assert run.failure == ""
    assert run.names[-1] == "last"


def test_a_file_that_does_not_parse_is_said_and_the_rest_is_read(evaluate_python):
    files = {"main.py": "import broken\n" + START, "broken.py": "def f(:\n  pass\nx = = 5\n"}
    run = evaluate_python(files)
    assert "syntax-error" in run.codes
    assert run.names == ["first"]


def test_deep_nesting_is_said(evaluate_python):
    run = evaluate_python({"main.py": "import deep\n" + START, "deep.py": "x = " + "(" * 3000 + "1" + ")" * 3000})
    assert run.names == ["first"]
    run = evaluate_python({"main.py": "import deep\n" + START, "deep.py": "x = " + "-" * 100_000 + "1"})
    assert run.names == ["first"]


def test_a_long_program_takes_its_time_once(evaluate_python):
    lines = [f"def f{at}(x, y={at}):\n    return x + y\nv{at} = f{at}({at})" for at in range(3000)]
    start = time.process_time()
    run = evaluate_python(START + "\n".join(lines))
    assert run.failure == ""
    assert time.process_time() - start < 6


def test_many_unknown_conditions_end(evaluate_python):
    body = "def f(n):\n    if on: f(n + 1)\n    else: f(n + 2)\n    Thing(n)\nf(0)"
    run = evaluate_python("from things import on, Thing\n" + body, {"on": MISSING})
    assert "nested-conditions" in run.codes or "recursion" in run.failure


def test_what_a_generator_is_sent_ends_what_is_read(evaluate_python):
    body = "def g():\n    got = yield 1\n    Thing(got)\nit = g()\nnext(it)\ntry: it.send('sent')\nexcept StopIteration: pass\nThing('last')"
    run = evaluate_python(START + body)
    assert run.codes == ["over-budget"]
    assert "last" not in run.names
