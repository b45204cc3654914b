"""Collection and set functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.model.values import Call, Reference, Template, ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import identity

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("alltrue", ((True, "true"),), True),
    ("alltrue", ((True, False),), False),
    ("alltrue", ((None, True),), False),
    ("alltrue", ((),), True),
    ("anytrue", (("true",),), True),
    ("anytrue", ((False, True),), True),
    ("anytrue", ((None,),), False),
    ("anytrue", ((),), False),
    ("chunklist", (("p", "q", "r", "s", "t"), 2), (("p", "q"), ("r", "s"), ("t",))),
    ("chunklist", (("p", "q"), 1), (("p",), ("q",))),
    ("chunklist", (("p", "q"), 0), (("p", "q"),)),
    ("chunklist", ((), 3), ()),
    ("coalesce", ("x", "y"), "x"),
    ("coalesce", ("", "y"), "y"),
    ("coalesce", (None, "", "y"), "y"),
    ("coalesce", (7, 8), 7),
    ("coalesce", (7, "eight"), "7"),
    ("coalesce", (True, "yes"), "true"),
    ("coalesce", (None, 0), 0),
    ("coalescelist", (("x",), ("y",)), ("x",)),
    ("coalescelist", ((), ("y", "z")), ("y", "z")),
    ("compact", (("x", "", "y", None, "z"),), ("x", "y", "z")),
    ("compact", ((1, ""),), ("1",)),
    ("concat", (("x", ""), ("y", "z")), ("x", "", "y", "z")),
    ("concat", (("x",), (1, True)), ("x", 1, True)),
    ("concat", ((),), ()),
    ("contains", (("x", "y"), "x"), True),
    ("contains", (("x", "y"), "z"), False),
    ("contains", ((1, 2), 2), True),
    ("contains", ((True,), 1), False),
    ("contains", ((), "x"), False),
    ("contains", (ValueSet(("x", "y")), "y"), True),
    ("contains", (({"k": (1,)},), {"k": (1,)}), True),
    ("distinct", (("x", "y", "x", "z", "y"),), ("x", "y", "z")),
    ("distinct", ((1, "1", 2),), ("1", "2")),
    ("distinct", ((),), ()),
    ("element", (("x", "y", "z"), 1), "y"),
    ("element", (("x", "y", "z"), 4), "y"),
    ("element", (("x", 5), "1"), 5),
    ("flatten", ((("x", "y"), (), ("z",)),), ("x", "y", "z")),
    ("flatten", (((("x", "y"), ()), ("z",), "w"),), ("x", "y", "z", "w")),
    ("flatten", (({"k": ("x",)}, (None,)),), ({"k": ("x",)}, None)),
    ("flatten", ((ValueSet(("b", "c")), "a"),), ("b", "c", "a")),
    ("index", (("x", "y", "z"), "y"), 1),
    ("index", ((1, 2), 2), 1),
    ("keys", ({"m": 1, "b": 2, "z": 3},), ("b", "m", "z")),
    ("keys", ({},), ()),
    ("length", ((),), 0),
    ("length", (("x", "y"),), 2),
    ("length", ({"k": "v"},), 1),
    ("length", (ValueSet(("x", "y", "z")),), 3),
    ("length", ("hello",), 5),
    ("length", ("e\u0301te\u0301",), 3),
    ("length", ("👨‍👩‍👧🇩🇪👍🏽",), 3),
    ("length", ("\u200d👍🇪🇪\u200d👩",), 3),
    ("length", ("한국어\r\n",), 4),
    ("length", ("",), 0),
    ("lookup", ({"x": "ay", "y": "bee"}, "x", "what?"), "ay"),
    ("lookup", ({"x": "ay", "y": "bee"}, "z", "what?"), "what?"),
    ("lookup", ({"x": "ay"}, "x"), "ay"),
    ("lookup", ({"x": None}, "y", None), None),
    ("lookup", ({"1": "one"}, 1, ""), "one"),
    ("matchkeys", (("i-1", "i-2", "i-3"), ("west", "east", "east"), ("east",)), ("i-2", "i-3")),
    ("matchkeys", (("i-1", "i-2"), ("west", "east"), ()), ()),
    ("matchkeys", (("i-1", "i-2"), (1, 2), ("1",)), ("i-1",)),
    ("merge", ({"x": "y", "m": "n"}, {"p": "q", "m": "z"}), {"x": "y", "m": "z", "p": "q"}),
    ("merge", ({"x": {"deep": 1}}, {"x": {"other": 2}}, None), {"x": {"other": 2}}),
    ("merge", ({},), {}),
    ("one", ((),), None),
    ("one", (("x",),), "x"),
    ("one", (ValueSet(("x",)),), "x"),
    ("range", (3,), (0, 1, 2)),
    ("range", (1, 4), (1, 2, 3)),
    ("range", (1, 8, 2), (1, 3, 5, 7)),
    ("range", (1, 4, 0.5), (1, 1.5, 2, 2.5, 3, 3.5)),
    ("range", (4, 1), (4, 3, 2)),
    ("range", (10, 5, -2), (10, 8, 6)),
    ("range", (0,), ()),
    ("range", (2, 2, 0), ()),
    ("range", (-2,), (0, -1)),
    ("reverse", ((1, 2, 3),), (3, 2, 1)),
    ("reverse", (ValueSet(("x", "y")),), ("y", "x")),
    ("setintersection", (("x", "y"), ("y", "z"), ("y", "w")), ValueSet(("y",))),
    ("setintersection", (("1", "2"), (2, 3)), ValueSet(("2",))),
    ("setproduct", (("dev", "prod"), ("a", "b")), (("dev", "a"), ("dev", "b"), ("prod", "a"), ("prod", "b"))),
    ("setproduct", (("x", "y"), ()), ()),
    ("setproduct", (("x",), (1, True)[:1]), (("x", 1),)),
    ("setproduct", (("x",), (1, "2")), (("x", "1"), ("x", "2"))),
    ("setproduct", (ValueSet(("b", "a")), ("c",)), ValueSet((("a", "c"), ("b", "c")))),
    ("setsubtract", (("x", "y", "z"), ("x", "z")), ValueSet(("y",))),
    ("setsubtract", (("x",), ()), ValueSet(("x",))),
    ("setunion", (("x", "y"), ("z", "y"), ("w",)), ValueSet(("w", "x", "y", "z"))),
    ("setunion", ((3, 10), (2,)), ValueSet((2, 3, 10))),
    ("slice", (("x", "y", "z", "w"), 1, 3), ("y", "z")),
    ("slice", (("x", "y"), 2, 2), ()),
    ("sort", (("e", "d", "a", "x", "B"),), ("B", "a", "d", "e", "x")),
    ("sort", ((10, 9, 1),), ("1", "10", "9")),
    ("transpose", ({"x": ("1", "2"), "y": ("2", "3")},), {"1": ("x",), "2": ("x", "y"), "3": ("y",)}),
    ("transpose", ({},), {}),
    ("values", ({"m": 3, "b": 2, "d": 1},), (2, 1, 3)),
    ("values", ({},), ()),
    ("zipmap", (("x", "y"), (1, "b")), {"x": 1, "y": "b"}),
    ("zipmap", (("x", "x"), (1, 2)), {"x": 2}),
    ("zipmap", ((1,), (None,)), {"1": None}),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("alltrue", (("maybe",),), "a bool is required"),
    ("chunklist", (("x",), -1), "must be positive"),
    ("chunklist", (("x",), 1.5), "whole number"),
    ("coalesce", ({}, "x"), "same type"),
    ("coalesce", ("", None), "no non-null"),
    ("coalesce", (), "no non-null"),
    ("coalescelist", ((), None), "no non-null"),
    ("coalescelist", ("x",), "must be lists or tuples"),
    ("concat", (("x",), "y"), "lists or tuples; got string"),
    ("concat", (ValueSet(("x",)),), "got set of string"),
    ("contains", ("text", "x"), "must be list, tuple, or set"),
    ("element", ((), 0), "empty list"),
    ("element", (ValueSet(("x",)), 0), "cannot read elements from set of string"),
    ("flatten", ("x",), "can only flatten"),
    ("index", (("x",), "y"), "item not found"),
    ("index", ((), "y"), "empty list"),
    ("keys", (("x",),), "map or object"),
    ("length", (5,), "must be a string, a collection"),
    ("length", (None,), "must not be null"),
    ("lookup", ({"x": 1}, "y"), 'failed to find key "y"'),
    ("lookup", ("x", "y", "z"), "requires a map"),
    ("lookup", ({}, "y", 1, 2), "two or three arguments, got 4"),
    ("matchkeys", (("x",), ("y", "z"), ("y",)), "should be equal"),
    ("merge", ({}, ("x",)), "must be maps or objects"),
    ("merge", ({}, "x"), 'got "string"'),
    ("one", (("x", "y"),), "zero or one elements"),
    ("range", (2000,), "more than 1024 values"),
    ("range", (1, 5, 0), "must not be zero"),
    ("range", (3, 1, 1), "greater than start"),
    ("range", (1, 3, -1), "less than start"),
    ("range", (), "one, two, or three"),
    ("reverse", ("text",), "can only reverse"),
    ("setintersection", (), "at least one"),
    ("setproduct", (("x",),), "at least two"),
    ("setunion", (("x",), ({},)), "compatible element types"),
    ("slice", (("x", "y"), 1, 3), "end index must not be greater"),
    ("slice", (("x", "y"), -1, 1), "start index must not be less"),
    ("slice", (("x", "y"), 2, 1), "start index must not be greater than end"),
    ("slice", (ValueSet(("x",)), 0, 1), "cannot slice a set"),
    ("sort", ((None,),), "null"),
    ("transpose", ({"x": ("1", None)},), "null string"),
    ("values", ("x",), "requires a map"),
    ("zipmap", (("x",), ()), r"number of keys \(1\) does not match number of values \(0\)"),
    ("zipmap", ((None,), (1,)), "null"),
]

ARN = Reference("aws_sqs_queue.a", ("arn",))
NAME = Template(("queue-", Reference("var.stage")))

INNER = Reference('module.a["b.c"].aws_vpc.d[0]', ("id",))
JOINED = Call("join", (",", Reference("aws_subnet.a", ("*", "id"))))

MOVED: list[tuple[str, tuple[Any, ...], Any]] = [
    ("merge", ({"x": ARN}, {"y": NAME}), {"x": ARN, "y": NAME}),
    ("concat", ((ARN,), ("x",)), (ARN, "x")),
    ("keys", ({"x": ARN},), ("x",)),
    ("values", ({"x": ARN},), (ARN,)),
    ("length", ((ARN, ARN),), 2),
    ("length", (ValueSet((ARN,)),), 1),
    ("lookup", ({"x": ARN}, "x", ""), ARN),
    ("element", ((ARN, "x"), 2), ARN),
    ("zipmap", (("k",), (ARN,)), {"k": ARN}),
    ("slice", ((ARN, NAME), 1, 2), (NAME,)),
    ("reverse", ((ARN, "x"),), ("x", ARN)),
    ("one", ((ARN,),), ARN),
    ("flatten", (((NAME, {"k": ARN}), ("x",)),), (NAME, {"k": ARN}, "x")),
    ("flatten", (((ARN,), JOINED),), (ARN, JOINED)),
    ("flatten", (((INNER,),),), (INNER,)),
    ("chunklist", ((ARN, NAME), 1), ((ARN,), (NAME,))),
    ("setproduct", (("x", "y"), (ARN,)), (("x", ARN), ("y", ARN))),
    ("contains", (("x", ARN), "x"), True),
    ("alltrue", ((False, ARN),), False),
    ("anytrue", ((True, ARN),), True),
    ("coalescelist", ((), (ARN,)), (ARN,)),
    ("distinct", ((ARN,),), (ARN,)),
]

UNDECIDED: list[tuple[str, tuple[Any, ...]]] = [
    ("compact", ((ARN, "x"),)),
    ("contains", ((ARN,), "x")),
    ("contains", (("x",), {"k": ARN})),
    ("distinct", ((ARN, "x"),)),
    ("flatten", ((Reference("aws_subnet.a", ("*", "id")),),)),
    ("flatten", ((Reference("module.vpc", ("id",)),),)),
    ("flatten", ((Reference('module.a["x].aws_b.c"]', ("id",)),),)),
    ("flatten", ((Reference("each", ("value", "id")),),)),
    ("flatten", ((Reference("aws_vpc.a", ("subnets",)),),)),
    ("flatten", ((Call("try", (ARN, "x")),),)),
    ("index", ((ARN, "x"), "x")),
    ("length", (ValueSet(("x", ARN)),)),
    ("alltrue", ((True, ARN),)),
    ("anytrue", ((False, ARN),)),
    ("matchkeys", (("x",), (ARN,), ("y",))),
    ("setproduct", (ValueSet(("x",)), (ARN, "y"))),
    ("zipmap", ((ARN,), ("x",))),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS + MOVED)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert identity(FUNCTIONS[name].call(*arguments)) == identity(expected)


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason) as caught:
        FUNCTIONS[name].call(*arguments)
    assert not isinstance(caught.value, NeedsKnownError)


@pytest.mark.parametrize(("name", "arguments"), UNDECIDED)
def test_what_depends_on_an_unknown_element_is_not_told(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NeedsKnownError):
        FUNCTIONS[name].call(*arguments)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in MOVED}))
def test_functions_that_move_elements_are_marked_so(name: str) -> None:
    assert FUNCTIONS[name].partial


def test_old_list_and_map_functions_still_work() -> None:
    assert FUNCTIONS["list"].call("x", 1) == ("x", "1")
    assert FUNCTIONS["map"].call("k", "v", "n", 2) == {"k": "v", "n": "2"}
    with pytest.raises(FunctionError, match="even number"):
        FUNCTIONS["map"].call("k")


def test_a_null_list_is_skipped() -> None:
    assert FUNCTIONS["coalescelist"].call(None, ("z",)) == ("z",)


def test_products_out_of_all_measure_are_not_made() -> None:
    hundred = tuple(map(str, range(100)))
    with pytest.raises(FunctionError, match="more than 1000000 elements"):
        FUNCTIONS["setproduct"].call(*[hundred] * 8)
