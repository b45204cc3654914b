"""Runs a program in YAML under mocks: every expression of it is worked out here, no engine takes part."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from . import yaml_functions as functions
from .results import ProgramError, Result, Settings
from .values import Secret
from .yaml_deployment import Deployment, received
from .yaml_resources import STACK_REFERENCE, Resource, full_token, options_of
from .yaml_source import Map, Source, SourceError, load, number
from .yaml_values import EvaluationError, Output, lifted, opened, parts, roots, step, text

TYPES = {
    "string": str,
    "boolean": bool,
    "bool": bool,
    "number": (int, float),
    "integer": int,
    "int": int,
    "object": Mapping,
    "array": list,
}
_LIST = re.compile(r"list<.+>")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_SHORT = re.compile(r"[^:]+:[^:]+(:[^:]+)?$")


def run(settings: Settings) -> Result:
    """What the program registers and exports. Raises `ProgramError` if it does not get to its end."""
    deployment = Deployment(settings)
    try:
        if settings.create:
            exports = settings.create(lambda path: Plugin(deployment, path))
        else:
            exports = Program(deployment, load(settings.folder, settings.program)).run()
    except (SourceError, EvaluationError, LookupError, OSError) as error:
        raise ProgramError(f"the program does not get to its end: {error}") from None
    shown = {name: deployment.shown(value, whole=True) for name, value in exports.items()}
    registrations = [each.registration for each in deployment.resources]
    return Result(registrations, shown, sorted(deployment.unanswered))


class Plugin:
    """The components of a file: each is a function that makes one, given its name and inputs, and gives its outputs."""

    def __init__(self, deployment: Deployment, path: str) -> None:
        self._deployment = deployment
        self._source = load(deployment.settings.folder, path)

    def __getattr__(self, component: str) -> Callable[..., dict[str, Any]]:
        root = self._source.root
        body = (root.field("components") or {}).get(component)
        if body is None:
            raise LookupError(f"{self._source.name} has no component {component}")
        program = Program(self._deployment, self._source, body)
        token = f"{root.field('name')}:index:{component}"
        return lambda name, inputs=None: program.component(token, name, inputs or {})


class Program:
    """A program, or with `body` a component of it: what it declares, and what that comes to by name."""

    def __init__(self, deployment: Deployment, source: Source, body: Map | None = None) -> None:
        self.deployment = deployment
        self.source = source
        self.body = source.root if body is None else body
        self.is_component = body is not None
        self.values: dict[str, Any] = {}
        self.parent: Resource | None = None
        self.inputs: Mapping[str, Any] = {}
        self.packages = _packages(source)
        if not self.is_component and source.root.field("components"):
            raise source.error(source.root.line, "only plugins may have components")

    def run(self) -> dict[str, Any]:
        """Works out everything that is declared, in the order in which it refers to one another: the outputs."""
        declared = self._declared()
        for name in self._order(declared):
            kind, line, body = declared[name]
            self.values[name] = self._at(line, name, self._made, kind, name, body)
        outputs = self._section("outputs")
        return {name: self._at(outputs.lines[name], name, self.value, body) for name, body in outputs.items()}

    def component(self, token: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Makes the component, and what stands in it: its outputs."""
        found = Resource(self.deployment.settings, token, name, "component")
        self.parent = self.deployment.register(found, inputs)
        self.inputs = inputs
        return self.run()

    # What is declared.

    def _section(self, name: str) -> Map:
        found = self.body.field(name)
        if found is None and name in (key.lower() for key in self.body):
            raise self.source.error(self.body.line, f"{name} has to be a map")
        if not isinstance(found, (Map, type(None))):
            raise self.source.error(self.body.line, f"{name} has to be a map")
        return Map() if found is None else found

    def _declared(self) -> dict[str, tuple[str, int, Any]]:
        """The kind, the line and the body of everything that can be referred to, by name."""
        found: dict[str, tuple[str, int, Any]] = {}
        names = ("inputs",) if self.is_component else ("config", "configuration")
        for section in (*names, "resources", "variables"):
            declared = self._section(section)
            for name, body in declared.items():
                if section == "resources" and (not isinstance(body, Map) or not isinstance(body.field("type"), str)):
                    raise self.source.error(declared.lines[name], f"the resource {name} has to be a map with a type")
                if section == "configuration" and name in self._section("config"):
                    continue
                if name in found or name == "pulumi":
                    raise self.source.error(declared.lines[name], f"the name {name} is taken")
                found[name] = (section, declared.lines[name], body)
        return found

    def _order(self, declared: Mapping[str, tuple[str, int, Any]]) -> Iterator[str]:
        """The names in an order in which each stands after what it refers to."""
        done: set[str] = set()
        for start in sorted(declared, key=lambda name: declared[name][0] not in ("config", "configuration", "inputs")):
            way = [(start, self._needs(start, declared))]
            while way:
                name, needs = way[-1]
                wanted = next((each for each in needs if each not in done), None)
                if wanted is None:
                    way.pop()
                    if name not in done:
                        done.add(name)
                        yield name
                elif any(wanted == each for each, _ in way):
                    raise self.source.error(declared[wanted][1], f"{wanted} depends on itself")
                else:
                    way.append((wanted, self._needs(wanted, declared)))

    def _needs(self, name: str, declared: Mapping[str, tuple[str, int, Any]]) -> Iterator[str]:
        section, _, body = declared[name]
        if section in ("config", "configuration", "inputs"):
            return
        names = (next((each for each in (root, self._plain(root)) if each in declared), None) for root in roots(body))
        yield from (each for each in names if each)
        provider = self._default_provider(body) if section == "resources" else None
        if provider not in (None, name):
            yield str(provider)

    def _plain(self, name: str) -> str:
        """A name of the configuration without the project's before it."""
        prefix = f"{self.source.root.field('name')}:"
        return name[len(prefix) :] if name.startswith(prefix) else name

    def _default_provider(self, body: Map) -> str | None:
        """The name of the default provider that makes a resource."""
        type, options = str(body.field("type")), body.field("options")
        if isinstance(options, Map) and options.field("provider") is not None:
            return None
        wanted = f"pulumi:providers:{type.split(':')[0]}"
        for name, other in self._section("resources").items():
            if other.field("defaultProvider") is True and other.field("type") == wanted:
                return name
        return None

    def _made(self, section: str, name: str, body: Any) -> Any:
        if section in ("config", "configuration", "inputs"):
            return self._setting(name, body)
        return self._resource(name, body) if section == "resources" else self.value(body)

    def _at(self, line: int, name: str, work: Callable[..., Any], *given: Any) -> Any:
        """What `work` makes of what it is given; its errors say where."""
        try:
            return work(*given)
        except (EvaluationError, LookupError, OSError) as error:
            raise self.source.error(line, f"{name}: {error}") from None

    # Configuration.

    def _setting(self, name: str, body: Any) -> Any:
        said = body if isinstance(body, Map) else Map()
        key = self.value(said.field("name")) or name
        type = str(said.field("type") or "").lower()
        if type and type not in TYPES and not _LIST.fullmatch(type):
            raise EvaluationError(f"there is no type {type}")
        value = self.inputs.get(key) if self.is_component else self._given(key, type)
        is_secret = said.field("secret") is True
        if isinstance(value, Secret):
            value, is_secret = value.value, True
        if value is None:
            written = body if not isinstance(body, Map) else said.field("value")
            value = self.value(said.field("default") if written is None else written)
            if value is None:
                kind = "input" if self.is_component else "configuration variable"
                raise EvaluationError(f"Missing required {kind} '{self._full(key)}'")
            if type in TYPES and not self._is_a(value, type):
                raise EvaluationError(f"{key} is {type}, but its default is not")
        return Output(value, secret=True) if is_secret else value

    def _is_a(self, value: Any, type: str) -> bool:
        return isinstance(value, TYPES[type]) and (type in ("bool", "boolean") or not isinstance(value, bool))

    def _given(self, key: str, type: str = "") -> Any:
        """What the deployment says of a configuration value; `None` where it says nothing."""
        found = self.deployment.settings.config.get(self._full(key))
        value = found.value if isinstance(found, Secret) else found
        if value is not None and type == "string":
            value = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        elif isinstance(value, str):
            value = converted(value)
        return Secret(value) if isinstance(found, Secret) else value

    def _full(self, key: str) -> str:
        """The name of a setting, with the project's before it."""
        return key if self.is_component or ":" in key else f"{self.deployment.settings.project}:{key}"

    def _undeclared(self, name: str) -> Any:
        """A value of the configuration that the program does not declare."""
        found = None if self.is_component else self._given(name)
        if found is None:
            raise EvaluationError(f"there is no resource, variable or configuration value called {name}")
        return Output(found.value, secret=True) if isinstance(found, Secret) else found

    # Resources.

    def _resource(self, key: str, body: Map) -> Resource:
        deployment, type = self.deployment, full_token(body.field("type"), self.packages)
        get = body.field("get")
        kind = "read" if get is not None else Resource.kind_of(type, self.packages)
        name = self.value(body.field("name")) or key
        if self.parent:
            name = f"{self.parent.name}-{name}"
        options = self._options(key, body)
        found = Resource(deployment.settings, type, name, kind, options.get("parent") or self.parent)
        inputs = self._properties(body.field("properties"))
        given = options.get("import") or ""
        if get is not None:
            if body.field("properties") is not None:
                raise EvaluationError("a resource has either properties or get")
            given = self._text("the id of a resource", self.value(get.field("id")))
            inputs = self._properties(get.field("state"))
        if type == STACK_REFERENCE:
            inputs = {"name": key, **inputs}
            given = inputs["name"]
            if not isinstance(given, str):
                raise EvaluationError(f"the stack that {key} refers to has to be known from the start")
            found.kind = "read"
        found.take(options)
        return deployment.register(found, {**inputs, **found.constants}, given)

    def _properties(self, body: Any) -> dict[str, Any]:
        if isinstance(body, Map):
            return {key: self.value(value) for key, value in body.items()}
        value, is_secret = opened(self.value(body)) if body is not None else ({}, False)
        if not isinstance(value, Mapping):
            raise EvaluationError("the properties of a resource have to be a map")
        return {key: Output(item, secret=True) if is_secret else item for key, item in value.items()}

    def _options(self, key: str, body: Map) -> dict[str, Any]:
        options = body.field("options")
        found = options_of({name: self.value(value) for name, value in (options or {}).items()})
        provider = self._default_provider(body)
        if provider not in (None, key):
            found["provider"] = self.values[str(provider)]
            version = (self._section("resources")[str(provider)].field("options") or Map()).field("version")
            if version and body.field("get") is None:
                found.setdefault("version", version)
        return found

    def _text(self, what: str, value: Any) -> str:
        found = opened(value)[0]
        if not isinstance(found, str):
            raise EvaluationError(f"{what} has to be text")
        return found

    # Expressions.

    def value(self, body: Any) -> Any:
        """What an expression comes to."""
        if isinstance(body, str):
            return self._interpolated(body)
        if isinstance(body, list):
            return [self.value(item) for item in body]
        if not isinstance(body, Mapping):
            return body
        if len(body) == 1:
            ((key, inner),) = body.items()
            if key.lower().startswith("fn::"):
                name = key[len("fn::") :]
                if name.lower() in functions.FUNCTIONS:
                    return functions.FUNCTIONS[name.lower()](self, inner)
                if name.lower() == "invoke":
                    return self._invoke(inner)
                if _SHORT.match(name):
                    return self.call(name, self.value(inner) if isinstance(inner, Mapping) else {})
        return self._map(body)

    def _map(self, body: Mapping[str, Any]) -> Any:
        values = [self.value(item) for item in body.values()]

        def mapped(*keys: Any) -> dict[str, Any]:
            if not all(isinstance(key, str) for key in keys):
                raise EvaluationError("a key of a map has to be text")
            return dict(zip(keys, values))

        return lifted(mapped, *(self.value(key) for key in body))

    def _interpolated(self, body: str) -> Any:
        found = parts(body)
        if len(found) == 1 and not isinstance(found[0], str):
            return self._reference(found[0])
        values = [part if isinstance(part, str) else self._reference(part) for part in found]
        return lifted(lambda *plain: "".join(map(text, plain)), *values)

    def _reference(self, way: Sequence[Any]) -> Any:
        name, *steps = way
        value = self._root(name)
        for each in steps:
            value = step(value, each, self.deployment.unanswered)
        return value

    def _root(self, name: str) -> Any:
        if name == "pulumi":
            settings = self.deployment.settings
            folder = str(self.source.path.parent)
            own = {"stack": settings.stack, "project": settings.project, "organization": settings.organization}
            return {**own, "cwd": folder, "rootDirectory": str(settings.folder)}
        for each in (name, self._plain(name)):
            if each in self.values:
                return self.values[each]
        return self._undeclared(name)

    def _invoke(self, body: Any) -> Any:
        if not isinstance(body, Map) or not isinstance(body.field("function"), str):
            raise EvaluationError("fn::invoke needs the name of a function")
        answer = self.call(body.field("function"), self.value(body.field("arguments") or {}))
        wanted = body.field("return")
        return answer if wanted is None else step(answer, wanted, self.deployment.unanswered)

    def call(self, name: str, arguments: Any) -> Output:
        """What a function of a provider answers."""
        given, is_secret = opened(self.deployment.sent(arguments))
        plain = {key: opened(received(value))[0] for key, value in given.items()}
        is_secret = is_secret or any(opened(received(value))[1] for value in given.values())
        return Output(self.deployment.mocks.call(full_token(name, self.packages, function=True), plain), is_secret)


def converted(value: str) -> Any:
    """What a text of the configuration is taken for: a bool, a number, a list or map in JSON, or itself."""
    if len(value) > 1 and value.startswith("0") and not value.startswith("0."):
        return value
    if value in ("true", "false"):
        return value == "true"
    if _NUMBER.fullmatch(value):
        return number(float(value))
    try:
        return json.loads(value) if value[:1] in ("{", "[") else value
    except ValueError:
        return value


def _packages(source: Source) -> frozenset[str]:
    """The packages that the project's file takes from somewhere else than the registry."""
    for file in (source.path.parent / "Pulumi.yaml", source.path):
        if file.exists():
            own = load(file.parent, file.name).root.field("packages")
            if isinstance(own, Mapping):
                sources = (
                    (name, said.get("source") if isinstance(said, Mapping) else said) for name, said in own.items()
                )
                return frozenset(name for name, said in sources if isinstance(said, str) and "/" in said)
    return frozenset()
