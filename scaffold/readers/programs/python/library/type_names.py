"""The modules `typing` and `typing_extensions`: what annotations are made of says nothing here, but programs use it as
classes and functions too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.python import classes
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.library.abstract import ABSTRACT, is_callable
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.containers import COLLECTIONS
from scaffold.readers.programs.python.library.named_tuples import NAMED
from scaffold.readers.programs.python.native import Given, Module, functions
from scaffold.readers.programs.values import UNDEFINED, Machine, Object


class _TypedDict(BuiltinClass):
    """`TypedDict`: the instances of its classes are dicts."""

    __slots__ = ()

    def call_class(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """A dict."""
        del kind
        return machine.invoke(classes.DICT, arguments, keywords, UNDEFINED, at)


class Form(Native):
    """`Optional`, a type variable, ...: it can be subscripted and called, and stays what it is."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _FORM

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """Its name; anything else that it may have (`args` of a `ParamSpec`) is like it."""
        del machine, at
        return self.name if name == "__name__" else self if not name.startswith("__") else UNDEFINED

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """Itself."""
        del machine, key, at
        return self

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Itself."""
        del machine, this, arguments, keywords, at
        return self


_FORM = BuiltinClass("_SpecialForm", module="typing")


def _typed_dict(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Any:
    if cls is not TYPED_DICT:
        return Object(type=cls)
    del keywords
    return given.machine.make_class(given.text(arguments[0]), (TYPED_DICT,), {}, at=given.at)


TYPED_DICT = _TypedDict("TypedDict", make=_typed_dict, module="typing")


def _same(given: Given, value: Any = None, *rest: Any, **options: Any) -> Any:
    del given, rest, options
    return value


def _decorating(given: Given, value: Any = None, *rest: Any, **options: Any) -> Any:
    """What is used with and without arguments, and leaves what it decorates as it is."""
    del given, rest, options
    return value if is_callable(value) else functions({"same": _same})["same"]


def _never(given: Given, value: Any) -> Any:
    del value
    raise given.error("Expected code to be unreachable", "AssertionError")


_FORMS = (
    "Any Union Optional Literal Final ClassVar Annotated Concatenate TypeGuard TypeAlias Required NotRequired ReadOnly "
    "Never NoReturn Self LiteralString Unpack AnyStr SupportsInt SupportsFloat SupportsIndex SupportsAbs SupportsRound "
    "IO TextIO BinaryIO Pattern Match ForwardRef"
)
_VARIABLES = "TypeVar ParamSpec TypeVarTuple TypeAliasType"
_DECORATORS = "overload final runtime_checkable no_type_check override deprecated dataclass_transform type_check_only"
_BUILT_IN = {
    "List": "LIST",
    "Dict": "DICT",
    "Tuple": "TUPLE",
    "Set": "SET",
    "FrozenSet": "FROZENSET",
    "Type": "TYPE",
    "Text": "STR",
    "Callable": "",
}


TYPING = Module(
    "typing",
    {
        **ABSTRACT,
        "AbstractSet": ABSTRACT["Set"],
        **{name: getattr(classes, own) for name, own in _BUILT_IN.items() if own},
        **{name: Form(name) for name in _FORMS.split()},
        **{name: BuiltinClass(name, module="typing") for name in ("Generic", "Protocol")},
        **functions({name: lambda given, name, *_, **__: Form(given.text(name)) for name in _VARIABLES.split()}),
        **functions(dict.fromkeys(_DECORATORS.split(), _decorating)),
        **functions(
            {
                "cast": lambda given, typ, val: val,  # noqa: ARG005
                "NewType": lambda given, name, tp: functions({"new": _same})["new"],  # noqa: ARG005
                "assert_type": lambda given, val, typ: val,  # noqa: ARG005
                "reveal_type": _same,
                "assert_never": _never,
            }
        ),
        "ChainMap": COLLECTIONS.own["ChainMap"],
        "Counter": COLLECTIONS.own["Counter"],
        "DefaultDict": COLLECTIONS.own["defaultdict"],
        "Deque": COLLECTIONS.own["deque"],
        "OrderedDict": COLLECTIONS.own["OrderedDict"],
        "NamedTuple": NAMED,
        "TypedDict": TYPED_DICT,
        "TYPE_CHECKING": False,
    },
    asking("this part of typing is not known here"),
)
