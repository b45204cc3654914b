"""Imports of single names, and cases under another name."""

from __future__ import annotations

import pytest

from scaffold.merge import Unit
from scaffold.merge.python import PYTHON


def first(text: str) -> Unit:
    return PYTHON.parse(text).children[0]


@pytest.mark.parametrize(
    ("text", "names", "made"),
    [
        ("import a\n", {"a"}, "import a\n"),
        ("import a.b as c, d.e\n", {"d"}, "import d.e\n"),
        ("import a.b as c, d.e\n", {"c"}, "import a.b as c\n"),
        ("from . import a\n", {"a"}, "from . import a\n"),
        (
            "from ..x.y import (  # why\n    a,\n    b as c,  # c\n    d,\n)\n",
            {"c", "d"},
            "from ..x.y import b as c, d\n",
        ),
        ("from a import b, \\\n    c;\n", {"c"}, "from a import c\n"),
        ("from a import b\r\n", {"b"}, "from a import b\n"),
        ("from a import b\n", {"c"}, ""),
        ("from a import *\n", {"c"}, ""),
    ],
)
def test_an_import_of_some_names(text: str, names: set[str], made: str) -> None:
    assert PYTHON.imports(first(text), frozenset(names)) == made


def test_an_import_that_is_long_gets_a_line_for_each_name() -> None:
    names = [f"a_rather_long_name_{number}" for number in range(6)]
    text = f"from support import {', '.join(names)}\n"
    made = PYTHON.imports(first(text), frozenset(names[1:]))
    assert made == "from support import (\n" + "".join(f"    {name},\n" for name in names[1:]) + ")\n"
    assert first(made).binds == set(names[1:])


def test_an_import_in_a_class_stays_indented() -> None:
    unit = PYTHON.parse("class TestA:\n    from a import b, c\n").children[0].children[0]
    assert PYTHON.imports(unit, frozenset("c")) == "    from a import c\n"


CASE = '''\
# aws_sqs_queue.orders
@mark("orders")
def test_orders(self):
    """The queue."""
    def test_orders(): pass
    assert self.at("aws_sqs_queue.orders") == 'orders'  # aws_sqs_queue.orders
    assert x == "${aws_sqs_queue.orders.arn} module.a.aws_sqs_queue.orders aws_sqs_queue.orders_dlq my orders"
    assert f"aws_sqs_queue.orders {orders}"
'''


def test_a_case_is_renamed() -> None:
    pairs = (("aws_sqs_queue.orders", "aws_sqs_queue.sales"), ("orders", "sales"))
    made = PYTHON.renamed(first(CASE), "test_sales", pairs)
    assert (
        made
        == '''\
@mark("sales")
def test_sales(self):
    """The queue."""
    def test_orders(): pass
    assert self.at("aws_sqs_queue.sales") == 'sales'  # aws_sqs_queue.orders
    assert x == "${aws_sqs_queue.sales.arn} module.a.aws_sqs_queue.orders aws_sqs_queue.orders_dlq my orders"
    assert f"aws_sqs_queue.sales {orders}"
'''
    )


def test_names_change_places() -> None:
    pairs = (("x.a", "x.b"), ("x.b", "x.a"))
    made = PYTHON.renamed(first('def test_a():\n    f("x.a", "x.b", "x.a.x.b")\n'), "test_b", pairs)
    assert made == 'def test_b():\n    f("x.b", "x.a", "x.b.x.b")\n'


def test_quotes_in_an_address_are_those_of_the_literal() -> None:
    pairs = (('x.a["k"]', "x.a['\\']"),)
    made = PYTHON.renamed(first('def test_a():\n    f("x.a[\\"k\\"]", \'x.a["k"]\')\n'), "test_a", pairs)
    assert made == "def test_a():\n    f(\"x.a['\\\\']\", 'x.a[\\'\\\\\\']')\n"
    assert PYTHON.parse(made).text == made
