"""What annotations say, and the types that modules declare."""

from __future__ import annotations

from typing import Any

import pytest
from typescript_shapes import nodes

from scaffold.readers.programs.ir_types import (
    Type,
    TypeList,
    TypeLiteral,
    TypeName,
    TypeObject,
    TypeOther,
    TypeTuple,
    TypeUnion,
)
from scaffold.readers.programs.python_source import read_module


def told(found: Type | None) -> Any:
    """A type in short."""
    if isinstance(found, TypeName):
        return (found.name, *map(told, found.arguments)) if found.arguments else found.name
    if isinstance(found, TypeLiteral):
        return {"is": found.value}
    if isinstance(found, TypeUnion):
        return {told_key(item) for item in found.items}
    if isinstance(found, TypeList):
        return [told(found.item)]
    if isinstance(found, TypeTuple):
        return ("tuple", *map(told, found.items))
    if isinstance(found, TypeObject):
        return {member.name + "?" * member.optional: told(member.type) for member in found.members}
    return f"other {found.text}" if isinstance(found, TypeOther) else None


def told_key(found: Type) -> Any:
    told_ = told(found)
    return f"is {told_['is']!r}" if isinstance(told_, dict) else str(told_) if isinstance(told_, list) else told_


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("int", "int"), ("pulumi.Input[str]", ("pulumi.Input", "str")), ("None", {"is": None}), ("Any", "other Any"),
        ("Optional[str]", {"str", "is None"}), ("typing.Optional['str']", {"str", "is None"}),
        ("str | None", {"str", "is None"}), ("'str' | None", {"str", "is None"}), ("'str | None'", {"str", "is None"}),
        ("Union[int, str, None]", {"int", "str", "is None"}), ("int | (str | float)", {"int", "str", "float"}),
        ("Optional[Union[int, str]]", {"int", "str", "is None"}), ("Union[int]", "int"),
        ("list[str]", ["str"]), ("List['Args']", ["Args"]), ("Sequence[pulumi.Input[str]]", [("pulumi.Input", "str")]),
        ("set[int]", ["int"]), ("list", "list"), ("tuple[int, str]", ("tuple", "int", "str")),
        ("Tuple[int, ...]", ["int"]), ("tuple[()]", ("tuple",)), ("dict", "dict"),
        ("dict[str, list[int]]", ("Record", "str", ["int"])), ("Mapping[str, Any]", ("Record", "str", "other Any")),
        ("Literal['a', 'b']", {"is 'a'", "is 'b'"}), ("Literal[1]", {"is": 1}), ("Literal[-1]", {"is": -1}),
        ("Literal[True, None]", {"is True", "is None"}), ("Literal[E.A]", "other E.A"),
        ("Annotated[int, 'doc']", "int"), ("Final[int]", ("Final", "int")), ("ClassVar", "ClassVar"),
        ("a.b.C", "a.b.C"), ("Callable[[int], str]", ("Callable", "other [int]", "str")),
        ("f(x)", "other f(x)"), ("a[b].c", "other a[b].c"), ("'int and'", "other 'int and'"), ("''", "other ''"),
        ('"""\n  Optional[\n int]\n"""', {"int", "is None"}), ("int & str", "other int & str"), ("'''int\n'''", "int"),
    ],
)  # fmt: skip
def test_annotations(text: str, found: Any) -> None:
    module = read_module("a.py", f"def f(a: {text}) -> {text}:\n  b: {text} = 1\n")
    assert not module.faults
    function: Any = getattr(module.body[0], "value", None)
    assert told(function.parameters[0].type) == told(function.returns) == told(function.body[0].type) == found


def test_places_of_types_in_quotes() -> None:
    module = read_module("a.py", "é: 'list[Args] | None'")
    names = {node.name: module.text[node.at : node.end] for node in nodes(module.body) if isinstance(node, TypeName)}
    assert names == {"Args": "Args"}
    for node in nodes(module.body):
        assert 0 <= node.at <= node.end <= len(module.text)


def declared(text: str) -> dict[str, Any]:
    module = read_module("a.py", text)
    assert not module.faults
    return {name: told(found.type) for name, found in module.types.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@dataclass\nclass A:\n  a: int\n  b: str = 'x'\n  c: ClassVar[int] = 1\n  _: KW_ONLY\n  d: InitVar[int] = 2\n"
         "  e: list[int] = field(default_factory=list)\n  f: int = field(repr=False)\n  g: int = field(init=False)\n"
         "  h = 3\n  def i(self): j: int = 1",
         {"A": {"a": "int", "b?": "str", "d?": "int", "e?": ["int"], "f": "int"}}),
        ("class A(TypedDict):\n  a: int\n  b: NotRequired[str]", {"A": {"a": "int", "b?": "str"}}),
        ("class A(TypedDict, total=False):\n  a: int\n  b: Required[str]", {"A": {"a?": "int", "b": "str"}}),
        ("class A(NamedTuple):\n  a: int\n  b: int = 1", {"A": {"a": "int", "b?": "int"}}),
        ("class A(BaseModel):\n  a: int = Field(..., gt=1)\n  b: int = Field(1)\n  c: int = Field(default=1)",
         {"A": {"a": "int", "b?": "int", "c?": "int"}}),
        ("class A:\n  def __init__(self, a: int, b: str = 'x', c=None, *d, e: float, f: int = 1, g, **h):\n"
         "    self.a = a\n    self._b = b\n    if c: self.__c = c or 1\n    self.e: float = e\n"
         "    pulumi.set(self, 'f', f)",
         {"A": {"a": "int", "b?": "str", "c?": None, "e": "float", "f?": "int"}}),
        ("class A:\n  a: int\n  def __init__(self, a, b): self.a = self.c = a", {"A": {"a": "int"}}),
        ("class A(Enum):\n  B = 'b'\n  C = 2\n  D = auto()\n  def e(self): F = 1", {"A": {"is 'b'", "is 2"}}),
        ("class A:\n  class B:\n    c: int\n  d: B", {"A.B": {"c": "int"}, "A": {"d": "B"}}),
        ("class A: pass", {"A": {}}),
        ("A = Union[int, str]\nB = Optional['C']\nD: TypeAlias = 'dict[str, int]'\nE = int | str\nF = Literal['a']\n"
         "type G = list[int]\nH = NewType('H', str)\ntype I[T] = dict[str, T]",
         {"A": {"int", "str"}, "B": {"C", "is None"}, "D": ("Record", "str", "int"), "E": {"int", "str"},
          "F": {"is": "a"}, "G": ["int"], "H": "str", "I": ("Record", "str", "T")}),
        ("a = b['c']\nd = e | f()\ng: int = h[0]\ndef i(): j = Union[int, str]", {}),
    ],
)  # fmt: skip
def test_declared_types(text: str, found: Any) -> None:
    assert declared(text) == found


def test_what_a_class_extends_and_says_of_itself() -> None:
    module = read_module("a.py", 'class A(b.B[int], C, metaclass=M):\n  """Of\n  A."""\n  x: int\n  """The\n  x."""\n')
    found = module.types["A"]
    assert found.documentation == "Of A."
    assert isinstance(found.type, TypeObject)
    assert [told(one) for one in found.type.extends] == ["b.B", "C"]
    assert [member.documentation for member in found.type.members] == ["The x."]


def test_where_types_are_imported_from() -> None:
    text = "import a.b, c as d\nfrom .e import f as g, h\nif TYPE_CHECKING:\n  from i import j\nfrom k import *\n"
    assert read_module("a.py", text).imported_types == {
        "a": ("a", "*"), "d": ("c", "*"), "g": (".e", "f"), "h": (".e", "h"), "j": ("i", "j")
    }  # fmt: skip
