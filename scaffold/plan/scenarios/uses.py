"""What is asked of values that are not known: which attributes, at which steps, by which functions, for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.model.addresses import without_keys
from scaffold.model.project import ModuleCall, Project, Resource, Rule
from scaffold.model.shapes import Kind
from scaffold.model.values import Call, Conditional, Reference, Step, Template, Value

#: The step below a text that stands for what is in it as JSON (or YAML).
DECODED: Final = "$decoded"
#: The step into every element.
EACH: Final = "*"

_SAME: Final = frozenset({"nonsensitive", "sensitive", "try", "coalesce", "can"})
_SAME_ELEMENTS: Final = frozenset(
    {"tolist", "toset", "sort", "distinct", "compact", "reverse", "slice", "concat", "setunion", "coalescelist"}
)
_DECODERS: Final = frozenset({"jsondecode", "yamldecode"})
_LISTS: Final = frozenset(
    {"length", "join", "contains", "index", "element", "flatten", "for", "setproduct", "setsubtract", "zipmap", "sum"}
)
_MAPS: Final = frozenset({"keys", "values", "merge", "lookup", "tomap"})
_NUMBERS: Final = frozenset({"+", "-", "*", "/", "%", "<", ">", "<=", ">=", "ceil", "floor", "max", "min", "tonumber"})
_FLAGS: Final = frozenset({"&&", "||", "!", "tobool"})
_CIDRS: Final = frozenset({"cidrsubnet", "cidrhost", "cidrsubnets", "cidrnetmask"})
_TEXTS: Final = frozenset(
    {"regex", "regexall", "replace", "split", "lower", "upper", "title", "substr", "format", "startswith", "endswith",
     "trim", "trimspace", "trimprefix", "trimsuffix", "strcontains", "base64encode", "base64decode", "sha256"}
)  # fmt: skip
_NAMED: Final = re.compile(
    r"(?<![\w.\"])(?P<address>self|(?:data\.)?[a-z][\w-]*\.[\w-]+)(?P<path>(?:\[[^\]\"]*\]|\.[\w-]+)*)"
)


@dataclass(slots=True)
class Use:
    """How one value is used: what is below it, what it must be, and the attributes and outputs that take it whole.

    `kinds` are what functions take it for, in order; `constants` those that rules name together with it.
    """

    below: dict[Step, Use] = field(default_factory=dict)
    kinds: list[Kind] = field(default_factory=list)
    consumers: dict[str, None] = field(default_factory=dict)
    constants: list[Value] = field(default_factory=list)
    cidr: bool = False

    def at(self, path: Iterable[Step]) -> Use:
        """The use of what stands at `path` below."""
        here = self
        for step in path:
            here = here.below.setdefault(step, Use())
        return here

    def names(self) -> Iterator[str]:
        """The attributes and outputs that take the value, then those that take what is in it."""
        yield from self.consumers
        for step, below in self.below.items():
            if step == EACH or isinstance(step, int):
                yield from below.consumers


Uses = Mapping[str, Use]


def find_uses(projects: Iterable[Project]) -> dict[str, Use]:
    """How everything that the projects refer to is used, by address without instance keys."""
    finder = _Finder()
    for project in projects:
        finder.look_through(project)
    return finder.found


class _Finder:
    """Gathers uses; the addresses in `keyed` are followed by an instance key."""

    def __init__(self) -> None:
        self.found: dict[str, Use] = {}
        self.keyed: set[str] = set()

    def look_through(self, project: Project) -> None:
        """Every value of a project."""
        blocks: tuple[Resource | ModuleCall, ...] = (*project.resources, *project.calls)
        self.keyed = {without_keys(each.address) for each in blocks if each.repeated}
        for resource in project.resources:
            for name, value in (*resource.attributes.items(), *resource.implied.items()):
                self._visit(value, name)
            self._visit(resource.condition, "condition")
            self._rules(resource.rules, resource.module, without_keys(resource.address))
        for output in project.outputs:
            self._visit(output.value, output.name)
            self._rules(output.rules, output.module, "")
        for call in project.calls:
            self._visit(call.condition, "condition")
            for name, value in call.inputs.items():
                self._visit(value, name)
        for provider in project.providers:
            for name, value in provider.attributes.items():
                self._visit(value, name)
        self._rules(project.checks, "", "")

    def _visit(self, value: Value, consumer: str, trail: tuple[Step, ...] = (), kind: Kind | None = None) -> None:
        if isinstance(value, Reference):
            self._refer(value, consumer, trail, kind)
        elif isinstance(value, Call):
            self._call(value, consumer, trail, kind)
        elif isinstance(value, Conditional):
            self._visit(value.condition, "", (), Kind.BOOL)
            self._visit(value.then, consumer, trail, kind)
            self._visit(value.otherwise, consumer, trail, kind)
        elif isinstance(value, Template):
            for part in value.parts:
                self._visit(part, "" if len(value.parts) > 1 else consumer, (), Kind.STRING)
        elif isinstance(value, Mapping):
            for key, item in value.items():
                self._visit(item, key)
        elif isinstance(value, tuple):
            for item in value:
                self._visit(item, consumer)

    def _refer(self, reference: Reference, consumer: str, trail: tuple[Step, ...], kind: Kind | None) -> None:
        path = reference.path
        address = without_keys(reference.address)
        if address in self.keyed and path:
            path = path[1:]
        splat = EACH in reference.path
        if splat and trail and (trail[0] == EACH or isinstance(trail[0], int)):
            trail = trail[1:]  # into the list that the splat makes
        use = self.found.setdefault(address, Use()).at((*path, *trail))
        if consumer:
            use.consumers[consumer] = None
        if kind and kind not in use.kinds and not splat:
            use.kinds.append(kind)

    def _call(self, call: Call, consumer: str, trail: tuple[Step, ...], kind: Kind | None) -> None:
        name, arguments = call.function.removesuffix("..."), call.arguments
        if name != call.function and arguments:  # the last argument is expanded
            self._visit(arguments[-1], consumer, (), Kind.LIST)
            arguments = arguments[:-1]
        first, *rest = arguments or (None,)
        if name == "index" and len(arguments) == 2:
            key = arguments[1]
            self._visit(first, consumer, (key if isinstance(key, str | int) else EACH, *trail))
        elif name == "splat":
            steps = [step if isinstance(step, str | int) else EACH for step in rest]
            self._visit(first, consumer, (EACH, *steps, *trail))
        elif name in _DECODERS:
            self._visit(first, consumer, (DECODED, *trail))
        elif name == "one":
            self._visit(first, consumer, (EACH, *trail), Kind.LIST)
        elif name in _SAME or name in _SAME_ELEMENTS:
            if name in _SAME_ELEMENTS:
                kind = None if trail else Kind.LIST
            for argument in arguments:
                self._visit(argument, consumer, trail, kind)
            return
        elif name in _CIDRS:
            self._cidr(first)
        else:
            for place, argument in enumerate(arguments):
                self._visit(argument, "", (), _kind_of(name, place))
            return
        for argument in rest:
            self._visit(argument, "")

    def _cidr(self, value: Value) -> None:
        if isinstance(value, Reference):
            self._refer(value, "cidr_block", (), Kind.STRING)
            self.found[without_keys(value.address)].at(value.path).cidr = True

    def _rules(self, rules: Iterable[Rule], module: str, own: str) -> None:
        """What the conditions of rules name, as far as their text says."""
        for rule in rules:
            for found in _NAMED.finditer(rule.condition):
                address = own if found["address"] == "self" else found["address"]
                if found["address"] != "self" and module:
                    address = f"{without_keys(module)}.{address}"
                path = steps_of(found["path"])
                if address in self.found or found["address"] in ("self",) or found["address"].startswith("data."):
                    if address in self.keyed and path and not isinstance(path[0], str):
                        path = path[1:]
                    use = self.found.setdefault(address, Use()).at(path)
                    use.constants.extend(each for each in rule.constants if each not in use.constants)
                    if rule.condition.strip() == found[0] and Kind.BOOL not in use.kinds:
                        use.kinds.append(Kind.BOOL)


def steps_of(path: str) -> tuple[Step, ...]:
    """The steps in a text like `.names[0].id`."""
    found = []
    for name, index in re.findall(r"\.([\w-]+)|\[([^\]]*)\]", path):
        found.append(name or (int(index) if index.isdigit() else EACH))
    return tuple(found)


def _kind_of(function: str, place: int) -> Kind | None:
    if function in _NUMBERS:
        return Kind.NUMBER
    if function in _FLAGS:
        return Kind.BOOL
    if function in _MAPS and (place == 0 or function == "merge"):
        return Kind.MAP
    if function in _LISTS and (place == (1 if function == "join" else 0)):
        return Kind.LIST
    return Kind.STRING if function in _TEXTS else None


def steps_in(rule: Rule, address: str) -> Iterator[tuple[Step, ...]]:
    """The paths below `address` that the condition of a rule names, as far as its text says."""
    subject = without_keys(rule.subject)
    for found in _NAMED.finditer(rule.condition):
        named = subject if found["address"] == "self" else found["address"]
        if address == named or address.endswith(f".{named}"):
            yield steps_of(found["path"])
