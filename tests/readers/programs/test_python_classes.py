"""Python's classes, compared with CPython."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.python_oracle import check

BASES = """
class A:
    def who(self): return ['A']
class B(A):
    def who(self): return ['B', *super().who()]
class C(A):
    def who(self): return ['C', *super().who()]
class D(B, C):
    def who(self): return ['D', *super().who()]
"""

CLASSES = [
    "class A:\n    'a'\nclass B(A):\n    def f(self): return type(self).__name__, self.__class__.__name__, type(self).__qualname__, B.__doc__, A.__doc__, B.__base__ is A\n    @classmethod\n    def g(cls): return cls.__name__\nclass C(B): pass\nresult = C().f(), C.g(), C().g()",
    "class A: pass\nresult = A().__doc__, A.__dict__['__module__'], len(A.__mro__), A().__module__",
    "log = []\nclass A:\n    @property\n    def f(self):\n        log.append('look')\n        return lambda x: log.append('call')\nA().f(log.append('argument'))\nresult = log",
    "class A: pass\na = A.__new__(A)\nA.__init__(a)\nresult = isinstance(a, A)",
    "class Meta(type):\n    def __getattr__(cls, n): return n.upper()\nclass A(metaclass=Meta): pass\nresult = A.anything",
    "class A:\n    def __init__(self, x): self.x = x\n    def get(self): return self.x\nresult = A(5).get()",
    "class A: x = 1\na, b = A(), A()\na.x = 2\nresult = a.x, b.x, A.x",
    "class A: x = []\nA().x.append(1)\nresult = A.x",
    BASES + "result = D().who(), [k.__name__ for k in D.__mro__]",
    "class A: pass\nclass B(A): pass\nclass C(A, B): pass",
    "class A: pass\nclass B(A, A): pass",
    "class A:\n    def __init__(self): self.a = 1\nclass B(A):\n    def __init__(self):\n        super().__init__()\n        self.b = 2\nb = B()\nresult = b.a, b.b",
    "class A:\n    def __init__(self, x=1): self.x = x\nclass B(A): pass\nresult = B().x, B(5).x",
    "class A:\n    def f(self): return 1\nclass B(A):\n    def f(self): return super(B, self).f() + 1\nresult = B().f()",
    "class A:\n    def f(self): return [super().__repr__ for _ in [1]]\n    def g(self): return [x for x in [super()]]\nresult = len(A().g()) if False else 1",
    "class A:\n    @property\n    def p(self): return self._p\n    @p.setter\n    def p(self, v): self._p = v * 2\na = A()\na.p = 4\nresult = a.p",
    "class A:\n    @property\n    def p(self): return 1\nA().p = 2",
    "class A:\n    @staticmethod\n    def s(x): return x\n    @classmethod\n    def c(cls, x): return cls.__name__, x\nclass B(A): pass\nresult = A.s(1), A().s(2), B.c(3), B().c(4)",
    "class A:\n    @classmethod\n    def make(cls, *a): return cls(*a)\n    def __init__(self, n): self.n = n\nclass B(A): pass\nb = B.make(5)\nresult = type(b).__name__, b.n",
    "class A:\n    @classmethod\n    def f(cls): return 'A'\nclass B(A):\n    @classmethod\n    def f(cls): return 'B' + super().f()\nresult = B.f()",
    "class A:\n    def __repr__(self): return 'A!'\n    def __str__(self): return 'a'\nresult = repr(A()), str(A()), f'{A()}', [A()]",
    "class A:\n    def __eq__(self, o): return True\n    def __hash__(self): return 1\nresult = A() == A(), A() != A(), len({A(), A()})",
    "class A:\n    def __lt__(self, o): return True\nresult = A() < A(), A() > A()",
    "class V:\n    def __init__(self, n): self.n = n\n    def __add__(self, o): return V(self.n + o.n)\n    def __mul__(self, k): return V(self.n * k)\n    __rmul__ = __mul__\n    def __neg__(self): return V(-self.n)\nresult = (V(1) + V(2)).n, (V(2) * 3).n, (3 * V(2)).n, (-V(1)).n",
    "class A:\n    def __iadd__(self, o):\n        self.n = o\n        return self\na = b = A()\na += 5\nresult = b.n, a is b",
    "class A:\n    def __len__(self): return 0\n    def __contains__(self, x): return x == 5\nresult = bool(A()), len(A()), 5 in A(), 6 not in A()",
    "class A:\n    def __bool__(self): return False\nresult = 'y' if A() else 'n', not A(), A() or 1",
    "class A:\n    def __getitem__(self, k): return k\n    def __setitem__(self, k, v): self.k = (k, v)\n    def __delitem__(self, k): self.d = k\na = A()\na['x'] = 1\ndel a[5]\nresult = a[1:2], a['q'], a.k, a.d",
    "class A:\n    def __iter__(self): return iter([1, 2])\nresult = list(A()), [*A()], max(A()), 1 in A()",
    "class A:\n    def __init__(self): self.n = 0\n    def __iter__(self): return self\n    def __next__(self):\n        self.n += 1\n        if self.n > 3: raise StopIteration\n        return self.n\nresult = list(A()), [x for x in A()]",
    "class A:\n    def __iter__(self):\n        yield 1\n        yield 2\nresult = list(A()), dict.fromkeys(A())",
    "class A:\n    def __getitem__(self, i):\n        if i > 2: raise IndexError\n        return i\nresult = list(A())",
    "class A:\n    def __call__(self, *a, **k): return a, k\nresult = A()(1, x=2), callable(A())",
    "class A:\n    def __getattr__(self, n): return n.upper()\na = A()\na.x = 1\nresult = a.x, a.y",
    "class A:\n    def __getattr__(self, n): raise AttributeError(n)\nresult = hasattr(A(), 'x'), getattr(A(), 'y', 3)",
    "class A:\n    def __setattr__(self, n, v): super().__setattr__(n, v * 2)\na = A()\na.x = 2\nresult = a.x",
    "class A:\n    def __setattr__(self, n, v): object.__setattr__(self, n, v + 1)\na = A()\na.x = 2\nresult = a.x",
    "class A:\n    def __delattr__(self, n): self.gone = n\na = A()\ndel a.x\nresult = a.gone",
    "class A: pass\na = A()\na.x = 1\ndel a.x\na.x",
    "class A: pass\ndel A().x",
    "class A: pass\nA().nothing",
    "class A: pass\nA.nothing",
    "(5).nothing",
    "[].nothing",
    "{}.nothing",
    "None.nothing",
    "'x'.nothing = 5",
    "None.x = 1",
    "class A:\n    def __new__(cls, x):\n        self = super().__new__(cls)\n        self.made = x\n        return self\n    def __init__(self, x): self.x = x\na = A(3)\nresult = a.made, a.x",
    "class A:\n    def __new__(cls): return 5\nresult = A()",
    "class S:\n    it = None\n    def __new__(cls):\n        if cls.it is None: cls.it = super().__new__(cls)\n        return cls.it\nresult = S() is S()",
    "class A:\n    def __init_subclass__(cls, /, tag='none', **kw):\n        super().__init_subclass__(**kw)\n        cls.tag = tag\nclass B(A, tag='b'): pass\nclass C(A): pass\nresult = B.tag, C.tag",
    "class D:\n    def __set_name__(self, owner, name): self.name = name\n    def __get__(self, obj, kind): return (self.name, obj is None)\nclass A:\n    x = D()\nresult = A.x, A().x",
    "class D:\n    def __get__(self, obj, kind): return obj._v\n    def __set__(self, obj, v): obj._v = v + 1\nclass A:\n    x = D()\na = A()\na.x = 5\nresult = a.x",
    "class A:\n    y = 1\n    for i in range(3): y += i\n    z = [i for i in range(2)]\nresult = A.y, A.i, A.z",
    "class A:\n    if True:\n        def f(self): return 'yes'\n    else:\n        def f(self): return 'no'\nresult = A().f()",
    "class Outer:\n    class Inner:\n        x = 1\n    def f(self): return self.Inner.x\nresult = Outer().f(), Outer.Inner.__qualname__",
    "class A:\n    '''text'''\n    def f(self): '''inner'''\nresult = A.__doc__, A.f.__doc__, A.__name__, A.f.__qualname__, A.__module__",
    "class A:\n    __x = 1\n    def f(self): return self.__x\nclass B(A):\n    __x = 2\nresult = B().f()",
    "class A:\n    def f(self): return __class__.__name__\nclass B(A): pass\nresult = B().f()",
    "class A: pass\ndef f(self): return self.v\nA.f = f\na = A()\na.v = 7\nresult = a.f()",
    "class A: pass\na = A()\na.f = lambda: 3\nresult = a.f()",
    "class A:\n    def f(self): return 1\ng = A().f\nresult = g(), A.f(A())",
    "class A:\n    def f(self): return 1\nA.f()",
    "class A: pass\nclass B(A): pass\nresult = isinstance(B(), A), issubclass(B, A), isinstance(A(), B), isinstance(5, (str, int)), type(B()) is B, B.__bases__ == (A,)",
    "class A:\n    def __enter__(self): return 'in'\n    def __exit__(self, *a): self.a = a\na = A()\nwith a as x: result = x\nresult = result, a.a",
    "class A:\n    def __enter__(self): return self\n    def __exit__(self, t, v, tb): return t is ValueError\nwith A(): raise ValueError('x')\nresult = 'on'",
    "class A:\n    def __enter__(self): return self\n    def __exit__(self, t, v, tb): return False\nwith A(): raise ValueError('x')",
    "log = []\nclass A:\n    def __init__(self, n): self.n = n\n    def __enter__(self): log.append(('in', self.n))\n    def __exit__(self, *a): log.append(('out', self.n))\nwith A(1), A(2): log.append('body')\nresult = log",
    "class A: pass\nwith A(): pass",
    "class M:\n    def __enter__(self): return 1\n    def __exit__(self, *a): pass\ndef f():\n    with M() as x:\n        return x\nresult = f()",
    "class Tags(dict):\n    def with_env(self, e): return Tags({**self, 'env': e})\nt = Tags({'a': 1})\nt['b'] = 2\nresult = t.with_env('x'), len(t), t['a'], list(t), 'b' in t, t == {'a': 1, 'b': 2}",
    "class L(list):\n    def first(self): return self[0]\nx = L([3, 4])\nx.append(5)\nresult = x.first(), x, len(x)",
    "class S(str):\n    def shout(self): return self.upper() + '!'\nresult = S('a').shout(), S('b') + 'c'",
    "class E(Exception):\n    def __init__(self, code):\n        super().__init__(f'code {code}')\n        self.code = code\ntry:\n    raise E(5)\nexcept E as e:\n    result = e.code, str(e), e.args",
    "class Base:\n    def __init__(self, **kw): self.kw = kw\nclass Mixin:\n    def __init__(self, m=0, **kw):\n        super().__init__(**kw)\n        self.m = m\nclass X(Mixin, Base): pass\nx = X(m=1, z=2)\nresult = x.m, x.kw",
    "class A(metaclass=type): x = 1\nresult = A.x",
    "class Meta(type):\n    def __call__(cls, *a, **k):\n        if not hasattr(cls, 'one'): cls.one = super().__call__(*a, **k)\n        return cls.one\nclass S(metaclass=Meta):\n    def __init__(self, n): self.n = n\nresult = S(1) is S(2), S(3).n",
    "class A:\n    def __class_getitem__(cls, k): return (cls.__name__, k)\nresult = A[int] == ('A', int)",
    "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Box(Generic[T]):\n    def __init__(self, v: T): self.v = v\nresult = Box[int](5).v, Box('x').v",
    "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def f(self): ...\nclass B(A):\n    def f(self): return 1\nresult = B().f()",
    "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def f(self): ...\nA()",
    "A = type('A', (), {'x': 1, 'f': lambda self: self.x})\nresult = A().f(), A.__name__",
    "class A:\n    def __init__(self): self.x = 1\na = A()\nresult = vars(a), a.__dict__, a.__class__.__name__",
    "class A: pass\na = A()\nsetattr(a, 'x', 5)\nresult = getattr(a, 'x'), hasattr(a, 'y'), getattr(a, 'y', None)",
    "def deco(f):\n    def inner(*a): return ('d', f(*a))\n    return inner\nclass A:\n    @deco\n    def f(self, x): return x\nresult = A().f(3)",
    "def tag(cls):\n    cls.tag = 'yes'\n    return cls\n@tag\nclass A: pass\nresult = A.tag",
    "class deco:\n    def __init__(self, f): self.f = f\n    def __call__(self, *a): return self.f(*a) * 2\n@deco\ndef f(x): return x\nresult = f(4)",
    "class A:\n    __slots__ = ('x',)\n    def __init__(self): self.x = 1\nresult = A().x",
]


@pytest.mark.parametrize("program", CLASSES)
def test_classes(program: str) -> None:
    check(program)
