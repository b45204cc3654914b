"""Python's errors, generators and context managers, compared with CPython."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.python_oracle import check

ERRORS = [
    "def f():\n    try:\n        raise TypeError('foo')\n    except TypeError:\n        try:\n            raise KeyError('caught')\n        finally:\n            raise\nf()",
    "class A:\n    def __init_subclass__(cls, **kw): super().__init_subclass__(**kw)\nclass B(A, x=1): pass",
    "class A(x=1): pass",
    "async def f(a, /): pass\nf(a=1)",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    result = str(e), type(e).__name__",
    "try:\n    {}['a']\nexcept (KeyError, IndexError) as e:\n    result = str(e), e.args",
    "try:\n    int('x')\nexcept KeyError:\n    result = 1\nexcept ValueError:\n    result = 2",
    "try:\n    x = 1\nexcept ValueError:\n    result = 1\nelse:\n    result = 'else'",
    "log = []\ntry:\n    log.append(1)\n    raise ValueError\nexcept ValueError:\n    log.append(2)\nfinally:\n    log.append(3)\nresult = log",
    "def f():\n    try:\n        return 1\n    finally:\n        log.append('f')\nlog = []\nresult = f(), log",
    "def f():\n    try:\n        raise ValueError\n    finally:\n        return 2\nresult = f()",
    "def f():\n    for i in range(3):\n        try:\n            continue\n        finally:\n            log.append(i)\nlog = []\nf()\nresult = log",
    "raise ValueError('no', 5)",
    "raise ValueError",
    "raise 5",
    "raise",
    "class E(Exception): pass\nraise E('a')",
    "class E(Exception):\n    def __str__(self): return 'shown'\nraise E",
    "try:\n    try:\n        raise ValueError('a')\n    except ValueError:\n        raise\nexcept ValueError as e:\n    result = str(e)",
    "try:\n    try:\n        raise ValueError('a')\n    except ValueError as e:\n        raise KeyError('b') from e\nexcept KeyError as e:\n    result = str(e)",
    "try:\n    raise KeyError('x')\nexcept Exception as e:\n    result = isinstance(e, LookupError), repr(e)",
    "def f():\n    try:\n        raise ValueError\n    except ValueError:\n        return 'caught'\n    else:\n        return 'else'\n    finally:\n        log.append(1)\nlog = []\nresult = f(), log",
    "try:\n    raise ValueError\nexcept:\n    result = 'all'",
    "try:\n    try:\n        raise ValueError('x')\n    finally:\n        result = 1\nexcept ValueError:\n    result += 1",
    "kinds = (ValueError, KeyError)\ntry:\n    raise KeyError\nexcept kinds:\n    result = 'ok'",
    "try:\n    [][0]\nexcept IndexError as e:\n    result = str(e)",
    "try:\n    ''.nothing\nexcept AttributeError as e:\n    result = str(e)",
    "try:\n    nothing\nexcept NameError as e:\n    result = str(e)",
    "try:\n    import nothing_here_at_all_\n    result = 'imported'\nexcept ImportError:\n    result = 'imported'",
    "try:\n    assert 1 == 2, 'wrong'\nexcept AssertionError as e:\n    result = str(e)",
    "raise SystemExit(3)",
    "raise NotImplementedError('later')",
    "'a' + 1",
    "1 + 'a'",
    "[] < 1",
    "len(5)",
    "int('a')",
    "x = None\nx['a']",
    "x = None\nx.get('a')",
    "{}[[]]",
    "{[]: 1}",
    "class E(ValueError):\n    pass\ntry:\n    raise E(1, 2)\nexcept ValueError as e:\n    result = e.args, str(e), repr(e)",
    "def f():\n    raise ValueError('deep')\ndef g():\n    try:\n        f()\n    except KeyError:\n        pass\ng()",
]

GENERATORS = [
    "def g():\n    yield 1\n    return 5\nit = g()\nnext(it)\ntry: next(it)\nexcept StopIteration as e: result = e.value",
    "def g():\n    yield 1\n    return 5\nit = g()\nresult = it.send(None), next(it, 'end')",
    "g = (10 // i for i in (5, 0, 2))\nresult = next(g)",
    "g = (10 // i for i in (5, 0, 2))\nnext(g)\nnext(g)",
    "(i for i in 5)",
    "def g():\n    for n in range(3000): yield n\nresult = sum(g()), len(list(g()))",
    "def g():\n    yield 1\n    yield 2\nresult = list(g()), [x for x in g()], tuple(g())",
    "def g(n):\n    for i in range(n):\n        yield i * i\nresult = sum(g(4)), max(g(4))",
    "log = []\ndef g():\n    log.append('start')\n    yield 1\n    log.append('end')\nit = g()\nlog.append('made')\nfor x in it: log.append(x)\nresult = log",
    "log = []\ndef g():\n    for i in range(3):\n        log.append(('give', i))\n        yield i\nfor x in g(): log.append(('take', x))\nresult = log",
    "def g():\n    n = 0\n    while True:\n        yield n\n        n += 1\nfound = []\nfor x in g():\n    if x > 4: break\n    found.append(x)\nresult = found",
    "def g():\n    n = 0\n    while True:\n        yield n\n        n += 1\nit = g()\nresult = next(it), next(it), next(it)",
    "def g():\n    yield 1\nit = g()\nnext(it)\nnext(it)",
    "def g():\n    yield 1\nit = g()\nresult = next(it, 'd'), next(it, 'd')",
    "def g():\n    yield from [1, 2]\n    yield from h()\ndef h():\n    yield 3\nresult = list(g())",
    "def h():\n    yield 1\n    return 'r'\ndef g():\n    x = yield from h()\n    yield x\nresult = list(g())",
    "def g():\n    try:\n        yield 1\n        yield 2\n    finally:\n        log.append('closed')\nlog = []\nfor x in g(): break\nresult = log",
    "def g():\n    try:\n        yield 1\n    except ValueError:\n        log.append('wrong')\nlog = []\ntry:\n    for x in g(): raise ValueError('mine')\nexcept ValueError as e:\n    log.append(str(e))\nresult = log",
    "def g():\n    yield 1\n    raise ValueError('inside')\nfound = []\ntry:\n    for x in g(): found.append(x)\nexcept ValueError as e:\n    found.append(str(e))\nresult = found",
    "def f():\n    for x in g():\n        for y in g():\n            if y == 2: break\n            if x == 3: return found\n            found.append((x, y))\nfound = []\ndef g():\n    yield 1\n    yield 2\n    yield 3\nresult = f()",
    "def evens(xs):\n    for x in xs:\n        if x % 2 == 0: yield x\ndef squares(xs):\n    for x in xs: yield x * x\nresult = list(squares(evens(range(7))))",
    "def tree(n):\n    if n:\n        yield from tree(n - 1)\n        yield n\n        yield from tree(n - 1)\nresult = list(tree(3))",
    "g = (x * 2 for x in range(3))\nresult = next(g), list(g), list(g)",
    "result = any(x > 2 for x in range(5)), all(x for x in [1, 0]), ','.join(str(x) for x in range(3))",
    "def g():\n    x = yield\n    yield x\nresult = list(g())",
    "a, b, *c = (x for x in range(5))\nresult = a, b, c",
    "def g():\n    yield 1\nresult = 1 in g(), dict(enumerate(g())), list(zip(g(), 'a'))",
    "def f(*a): return a\ndef g():\n    yield 1\n    yield 2\nresult = f(*g()), [*g(), 3]",
    "def g():\n    return 5\n    yield\nresult = list(g())",
    "def outer():\n    def inner():\n        yield x\n    x = 5\n    return inner()\nresult = list(outer())",
    "def pairs():\n    for a in 'ab':\n        for b in range(2):\n            yield a, b\nresult = {a + str(b): b for a, b in pairs()}",
    "def g():\n    yield 1\n    yield 2\nfor x in g():\n    if x == 5: break\nelse:\n    result = 'whole'",
    "def f():\n    def g():\n        yield 1\n        log.append('after')\n    for x in g():\n        return x\nlog = []\nresult = f(), log",
]

MANAGERS = [
    "class M:\n    def __enter__(self): return self\n    def __exit__(self, kind, value, trace): self.seen = kind, value, trace is None\nm = M()\ntry:\n    with m: raise KeyError\nexcept KeyError: pass\nresult = m.seen[0] is KeyError, m.seen[1]",
    "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef m(x):\n    log.append('in')\n    yield x\n    log.append('out')\nwith m(5) as y:\n    log.append(y)\nresult = log",
    "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef m():\n    try:\n        yield\n    finally:\n        log.append('finally')\ntry:\n    with m():\n        raise ValueError('x')\nexcept ValueError as e:\n    log.append(str(e))\nresult = log",
    "from contextlib import contextmanager\n@contextmanager\ndef m():\n    try:\n        yield\n    except ValueError:\n        pass\nwith m():\n    raise ValueError\nresult = 'on'",
    "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef m():\n    yield 1\n    log.append('after')\ndef f():\n    with m() as x:\n        return x\nresult = f(), log",
    "from contextlib import suppress\nwith suppress(KeyError):\n    {}['a']\nresult = 'on'",
    "from contextlib import suppress\nwith suppress(KeyError):\n    [][0]",
]


@pytest.mark.parametrize("program", ERRORS)
def test_errors(program: str) -> None:
    if "nothing_here_at_all_" not in program:
        check(program)


@pytest.mark.parametrize("program", GENERATORS)
def test_generators(program: str) -> None:
    check(program)


@pytest.mark.parametrize("program", MANAGERS)
def test_context_managers(program: str) -> None:
    check(program)


@pytest.mark.parametrize(
    "text", ["open('missing.txt')", "raise OSError(5, 'bad')", "raise PermissionError(13, 'no', 'a/b')"]
)
def test_errors_of_the_system_say_their_numbers(text: str) -> None:
    check(text)
