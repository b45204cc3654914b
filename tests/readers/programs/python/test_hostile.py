"""Programs that mean harm: each ends soon, in an error of its own, a result, or a diagnostic."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from python_oracle import by_us, evaluate

from scaffold.readers.programs.machine import Budget

#: What would be too large, or never end: the program is not read to its end.
ENDLESS = [
    'result = "a" * 10**12',
    "result = [0] * 10**12",
    "result = b'a' * 10**12",
    "result = 10**10**10",
    "result = 1 << 10**10",
    "result = pow(3, 10**9)",
    "result = int('9' * 4000)",
    "result = list(range(10**12))",
    "result = sum(range(10**12))",
    "result = sorted(range(10**9))",
    "result = len(range(10**30))",
    "result = [*range(10**9)]",
    "result = {x for x in range(10**9)}",
    "a, *b = range(10**9)",
    'result = "{:1000000000000}".format(1)',
    'result = "%1000000000000d" % 1',
    'result = "%.1000000000f" % 1.5',
    'result = f"{1:1000000000}"',
    'result = "a".center(10**12)',
    'result = "7".zfill(10**10)',
    r'result = "\t".expandtabs(10**10)',
    'result = "a".replace("a", "b" * 10**6).replace("b", "c" * 10**6)',
    'result = (10**3000).to_bytes(10**10, "big")',
    "result = bytes(10**12)",
    'result = ",".join(["a" * 10**6] * 1000)',
    "x = 'ab'\nwhile True: x += x",
    "x = [1]\nwhile True: x += x",
    "x = [1]\nwhile True: x = x + x",
    "x = [1]\nfor y in x: x.append(y)",
    "d = {}\nwhile True: d[len(d)] = 1",
    "s = set()\nwhile True: s.add(len(s))",
    "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nresult = list(A())",
    "class A:\n    def __getitem__(self, i): return 1\nresult = list(A())",
    "def g():\n    while True: yield 1\nresult = list(g())",
    "def g():\n    while True: yield 1\nresult = sum(g())",
    "result = max(iter(lambda: 0, 2))",
    "result = 5 in iter(lambda: 0, 2)",
    "result = ''.join(iter(lambda: 'a', 2))",
    "while True:\n    try: raise ValueError\n    except ValueError: pass",
    "a = []; b = [a]; a.append(b)\nresult = a == b",
    "a = ()\nfor i in range(100000): a = (a,)\nresult = {a: 1}",
    "a = []\nfor i in range(100000): a = [a]\nresult = str(a)",
]
#: What ends in an error that the program could catch.
ERRORS = {
    "def f(): return f()\nf()": "RecursionError",
    "class A:\n    def __repr__(self): return repr(self)\nresult = repr(A())": "RecursionError",
    "class A:\n    def __eq__(self, o): return self == o\nresult = A() == A()": "RecursionError",
    "class A:\n    def __getattr__(self, n): return getattr(self, n)\nresult = A().x": "RecursionError",
    "class A:\n    def __len__(self): return len(self)\nresult = len(A())": "RecursionError",
    "class A:\n    def __hash__(self): return hash(self)\nresult = {A(): 1}": "RecursionError",
    "class A:\n    def __iter__(self): return iter(self)\nresult = list(A())": "RecursionError",
    "def g():\n    yield from g()\nresult = list(g())": "RecursionError",
    'result = int("9" * 100000)': "ValueError",
    'result = ("{" * 2001).format()': "ValueError",
    'result = ("{0[" + "0" * 100000 + "]}").format([1])': "ValueError",
    'result = ("{:" * 100 + "}" * 100).format(*range(200))': "ValueError",
    'result = "{0.__class__.__init__.__globals__}".format(1)': "AttributeError",
    "x = 2.5\nfor i in range(100): x = x ** 2": "OverflowError",
    "exit(1)": "SystemExit",
    "class A:\n    def __bool__(self): return 'x'\nif A(): pass": "TypeError",
    "len = 5\nlen([])": "TypeError",
    "str.upper = lambda s: 1": "TypeError",
}
#: What comes to its end, though it is odd.
HARMLESS = [
    "a = []\na.append(a)\nresult = a == a, str(a), a in a",
    "import builtins\nbuiltins.len = lambda x: 5\nresult = len([])",
    "class A: pass\nA.__class__ = int\nimport json\njson.dumps = lambda x: 1\nresult = json.dumps([])",
    'eval("1"); exec("import os"); compile("1", "", "eval"); __import__("os").system("x")',
    "result = ().__class__.__bases__[0].__subclasses__()",
    "result = vars(), globals(), locals(), dir()",
    "result = (lambda: 0).__code__, (lambda: 0).__globals__",
    "open('/etc/passwd').read()",
    "open('../../../etc/passwd').read()",
    "with open('out.txt', 'w') as f: f.write('x')",
    "result = range(10**30), len(range(10**15)), range(10**15)[5]",
    "x = chr(0xd800)\nresult = x, x + 'a', f'{x}', {x: 1}",
    'result = ("%s" * 10**4) % tuple(range(10**4))',
]


@pytest.mark.parametrize("program", ENDLESS)
def test_what_is_too_much_is_stopped(program):
    with tempfile.TemporaryDirectory() as folder:
        machine, _ = evaluate(program, Path(folder), Budget(steps=40_000))
    assert machine.failure is None
    assert machine.stopped is not None


@pytest.mark.parametrize(("program", "error"), ERRORS.items())
def test_what_ends_in_an_error(program, error):
    assert by_us(program).kind == error


@pytest.mark.parametrize("program", HARMLESS)
def test_what_is_odd_comes_to_its_end(program):
    assert by_us(program).kind == "result"


def test_nothing_outside_of_the_project_is_read():
    assert "root:" not in by_us("result = open('/etc/passwd').read()").text
    assert by_us("result = open('main.py').readline()").text == repr("result = open('main.py').readline()")
