"""What the templates for tests of programs get: simple objects that say what to write, in order.

This is the interface for templates of the user's own, described in `templates/README.md`.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from scaffold.emit.deployed_expectations import CONTAINS, Expectations, ExpectView, Spelling
from scaffold.emit.deployed_literals import SDK_CALLS, call_names
from scaffold.emit.deployed_names import class_name, resource_names
from scaffold.emit.names import comment, plain
from scaffold.model.deployed import DeployedCase, DeployedSuite, Deployment, Subject
from scaffold.model.deployments import Entry, Variant
from scaffold.model.families import Family
from scaffold.model.values import Call, Value, walk

_ORDER = {family: order for order, family in enumerate(Family)}
#: How the types of parameters begin that are given as outputs.
_OUTPUT_TYPES = ("Output<", "pulumi.Output<")
#: Endings that imports leave out.
_SOURCE_ENDINGS = (".ts", ".tsx", ".js", ".jsx")


@dataclass(frozen=True, slots=True)
class DeployedCaseView:
    """One test: `title` is its sentence, `phrase` what is left to say inside its group, `expects` what it expects."""

    id: str
    title: str
    phrase: str
    expects: tuple[ExpectView, ...]


@dataclass(frozen=True, slots=True)
class DeployedGroupView:
    """Cases that belong together; without a `title` they stand directly in the deployment."""

    title: str
    cases: tuple[DeployedCaseView, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A constant that holds a resource: `arguments` are for the support library's `resource`."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CreateView:
    """How a component is made: the name under which its module exports it, the constructor's arguments.

    `class_name` is what the test calls it, which can be something else (for a default export). `sdk`: the arguments
    are spelled with Pulumi's SDK (`pulumi.secret`, `pulumi.output`).
    """

    export: str
    class_name: str
    arguments: tuple[Any, ...]
    sdk: bool = False


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """One deployment: `settings` are plain arguments of `deployment`, `load` is the way to the module.

    `create` is there for a component. `resources` are the constants for what the cases refer to, or look at repeatedly.
    """

    title: str
    settings: Mapping[str, Any]
    load: str
    create: CreateView | None
    resources: tuple[ResourceView, ...]
    groups: tuple[DeployedGroupView, ...]

    @property
    def expects(self) -> Iterator[ExpectView]:
        """What all its tests expect."""
        return (expect for group in self.groups for case in group.cases for expect in case.expects)


@dataclass(frozen=True, slots=True)
class DeployedView:
    """One test file. `title` is the project in words, safe in a comment; `helpers` are what it imports.

    `searches`: a test looks for an object in a list.
    """

    name: str
    title: str
    language: str
    helpers: tuple[str, ...]
    deployments: tuple[DeploymentView, ...]
    searches: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a suite stands: `folder` is its own, `project` the way to the project, both from the output root."""

    folder: str
    project: str = "."

    def way(self, path: str) -> str:
        """The way from the suite's folder to a path of the project's, with forward slashes."""
        return way(self.folder, posixpath.join(self.project, path))


def way(folder: str, path: str) -> str:
    """The way from a folder below some root to a path that is seen from there, with forward slashes."""
    path = posixpath.normpath(path)
    if path.split("/")[0] == "..":
        return posixpath.normpath(posixpath.join(posixpath.relpath("/", f"/{folder}"), path))
    return posixpath.relpath(f"/{path}", f"/{folder}")


def deployed_view(suite: DeployedSuite, place: Place) -> DeployedView:
    """The view of a suite that stands there, without deployments that have no case: runners fail over these."""
    made = (_deployment(deployment, suite, place) for deployment in suite.deployments)
    deployments = tuple(view for view in made if view.groups)
    helpers = sorted({"deployment", *(name for view in deployments for name in _helpers(view))})
    return DeployedView(
        name=suite.name,
        title=comment(suite.project or suite.name),
        language=suite.language,
        helpers=tuple(helpers),
        deployments=deployments,
        searches=any(
            said.relation == CONTAINS and not said.identical
            for view in deployments
            for expect in view.expects
            for said in expect.asserts
        ),
    )


def _deployment(deployment: Deployment, suite: DeployedSuite, place: Place) -> DeploymentView:
    names = resource_names(deployment.subjects.values())
    spelling = Spelling(deployment.subjects, names, suite.mocks)
    cases = sorted(deployment.cases, key=lambda case: _ORDER[case.family])
    views = [(case, view) for case in cases if (view := _case(case, spelling)) is not None]
    asked = Counter(repr(expect.asked) for _, view in views for expect in view.expects)
    found = {subject: repr(Spelling.arguments(subject)) for subject in deployment.subjects.values()}
    used = [each for each, asking in found.items() if names[each] in spelling.used or asked[asking] > 1]
    held = {found[subject]: names[subject] for subject in used}
    groups = tuple(_groups((case, _asking(view, held)) for case, view in views))
    entry = deployment.variant.entry
    return DeploymentView(
        title=plain(deployment.title),
        settings=_settings(deployment.variant, suite, place, deployment.subjects),
        load=_import(place.way(entry.module)),
        create=_create(entry, deployment.variant.values) if entry.export else None,
        resources=tuple(ResourceView(names[subject], Spelling.arguments(subject)) for subject in used),
        groups=groups,
    )


def _case(case: DeployedCase, spelling: Spelling) -> DeployedCaseView | None:
    """The view of a case; nothing where no part of what it expects can be spelled."""
    expects = Expectations(spelling).views(case.expect)
    if not expects:
        return None
    title = plain(case.title)
    in_group = case.family is Family.CONFIGURATION and case.phrase
    return DeployedCaseView(case.id, title, plain(case.phrase) if in_group else title, expects)


def _asking(view: DeployedCaseView, held: Mapping[str, str]) -> DeployedCaseView:
    """The case, asking the constants that hold what it looks at."""
    return replace(view, expects=tuple(expect.held(held) for expect in view.expects))


def _groups(members: Iterable[tuple[DeployedCase, DeployedCaseView]]) -> Iterator[DeployedGroupView]:
    """One group for each resource that is configured; all other cases stand between them as they come."""
    groups: dict[str, list[DeployedCaseView]] = {}
    titles: dict[str, str] = {}
    for case, view in members:
        if case.family is Family.CONFIGURATION and case.phrase:
            key = f"subject {case.subject}"
            titles.setdefault(key, view.title.removesuffix(view.phrase).strip())
        else:
            key = case.family.value
        groups.setdefault(key, []).append(view)
    for key, views in groups.items():
        yield DeployedGroupView(titles.get(key, ""), tuple(views))


def _settings(
    variant: Variant, suite: DeployedSuite, place: Place, subjects: Mapping[str, Subject]
) -> Mapping[str, Any]:
    """The arguments of `deployment` that are plain data, without those that say nothing."""
    entry, values = variant.entry, variant.values
    given: dict[str, Any] = {
        "folder": place.way(entry.folder),
        "project": entry.project or suite.project,
        "stack": _default(entry, "pulumi.stack", values) or "test",
        "organization": _default(entry, "pulumi.organization", values),
        "config": _below("config.", values),
        "env": _below("env.", values),
        "outputs": _outputs(variant.outputs, subjects),
    }
    if given["folder"] == "../..":
        del given["folder"]
    return {key: value for key, value in given.items() if value}


def _default(entry: Entry, name: str, values: Mapping[str, Value]) -> Value:
    """What a parameter is: the variant's value, else its default."""
    if name in values:
        return values[name]
    return next((parameter.default for parameter in entry.parameters if parameter.name == name), "")


def _below(prefix: str, values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _outputs(
    outputs: Mapping[str, Mapping[str, Value]], subjects: Mapping[str, Subject]
) -> Mapping[str, Mapping[str, Mapping[str, Value]]]:
    """What the mocks say otherwise in this deployment, by type token and name; null stands for undefined."""
    found: dict[str, dict[str, dict[str, Value]]] = {}
    for address, values in outputs.items():
        if address in subjects:
            subject = subjects[address]
            named = found.setdefault(subject.token, {}).setdefault(subject.name, {})
            named.update((name, Call("undefined", ()) if value is None else value) for name, value in values.items())
    return found


def _create(entry: Entry, values: Mapping[str, Value]) -> CreateView:
    """The constructor's arguments as far as the last one that is given; the first is the component's name."""
    outputs = {parameter.name for parameter in entry.parameters if parameter.type.startswith(_OUTPUT_TYPES)}
    given = {
        name: Call("pulumi.output", (_of_sdk(value),)) if name in outputs and not _is_secret(value) else _of_sdk(value)
        for name, value in values.items()
    }
    arguments: list[Value] = []
    for at, name in enumerate(entry.signature):
        if name == "args":
            members = _nested(_below("args.", given))
            arguments.append(None if not members and name in entry.optional else members)
        else:
            arguments.append(given.get(name, "test" if at == 0 else None))
    while arguments and arguments[-1] is None:
        arguments.pop()
    spelled = tuple(Call("undefined", ()) if item is None else item for item in arguments)
    sdk = any(isinstance(part, Call) and part.function in SDK_CALLS for item in spelled for part in walk(item))
    return CreateView(entry.export, class_name(entry.export), spelled, sdk)


def _of_sdk(value: Value) -> Value:
    """A value as a program is given it: secrets are the SDK's."""
    if isinstance(value, Mapping):
        return {key: _of_sdk(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_of_sdk, value))
    return Call("pulumi.secret", tuple(map(_of_sdk, value.arguments))) if _is_secret(value) else value


def _is_secret(value: Value) -> TypeGuard[Call]:
    return isinstance(value, Call) and value.function == "secret"


def _nested(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Values by dotted names as objects in each other."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        *way, last = name.split(".")
        inner = found
        for step in way:
            below = inner.get(step)
            inner[step] = inner = dict(below) if isinstance(below, Mapping) else {}
        inner[last] = value
    return found


def _import(path: str) -> str:
    for ending in _SOURCE_ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path


def _helpers(view: DeploymentView) -> Iterator[str]:
    """The support library's functions that the deployment is spelled with."""
    values = [*view.settings.values(), *(view.create.arguments if view.create else ())]
    for value in values:
        yield from call_names(value, documents=False)
    for expect in view.expects:
        yield from expect.helpers()
