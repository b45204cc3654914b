"""The native target: files of runs that Terraform or OpenTofu execute, one for each folder under test."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import Code, hcl_address
from scaffold.emit.hcl_conditions import condition
from scaffold.emit.kinds import Data, Kind, Remark, Source, Text, Word
from scaffold.emit.names import distinct, plain, snake
from scaffold.emit.paths import NATIVE, FileNames, in_folder, suites_folder
from scaffold.emit.render import Renderer
from scaffold.emit.targets import TARGETS
from scaffold.model.scenarios import Expectation, Mock, Override, Phase, Run, RunFamily, Scenarios, Target
from scaffold.model.written import CaseLabel, Written

TERRAFORM = "terraform"
OPENTOFU = "opentofu"

#: How a test file ends: OpenTofu has an ending that Terraform does not read.
_ENDINGS = {TERRAFORM: ".tftest.hcl", OPENTOFU: ".tofutest.hcl"}
_PROGRAMS = {TERRAFORM: "terraform", OPENTOFU: "tofu"}
#: Runs that apply stand last, whatever they are about: what they create is there for the runs after them.
APPLIED = "applied"
_HEADINGS = {
    RunFamily.DECLARED: "What the configuration declares",
    RunFamily.WIRING: "What refers to what",
    RunFamily.INVARIANTS: "What must stay as it is: encryption, exposure, privilege, retention",
    RunFamily.FLAGS: "Each flag, both ways",
    RunFamily.ACCEPTED: "Values that the rules accept",
    RunFamily.REFUSED: "Values that break exactly one rule",
}
_APPLIED_HEADING = "What is only known once everything is created, with nothing but mocks"
_NAME = re.compile(r"[^\W\d][\w-]*\Z")
#: In a test file this indents the attributes of a block in a block.
_ASSERT = "    condition     = "
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class RunAssertView:
    """One assertion: `condition` is HCL that may have several lines, `message` a sentence."""

    condition: Annotated[Code, Kind.CODE]
    message: Text


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: `name` is unique in the file, `values` are those that differ, `refused` addresses that must fail.

    `title` is a sentence on one line, safe after a `#`; `command` is `plan` or `apply`. `id` stays the same over runs.
    """

    id: Text
    name: Word
    title: Remark
    command: Word
    values: Mapping[Annotated[Code, Kind.CODE], Data]
    asserts: tuple[RunAssertView, ...]
    refused: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RunSection:
    """The runs of one family, or (`applied`) those of all families that apply."""

    family: Word
    title: Remark
    runs: tuple[RunView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the file: `attributes` by name, in order; `blocks` inside it."""

    kind: Word
    labels: tuple[Text, ...]
    attributes: Mapping[Text, Data]
    blocks: tuple[BlockView, ...] = ()


@dataclass(frozen=True, slots=True)
class NativeView:
    """One test file. `title` is the folder under test in words, safe after a `#`, `command` what runs the file from the
    project's folder.

    `dialect` is `terraform` or `opentofu`; `module` the way to the module under test, empty for the root module;
    `values` are what every run relies on, `mocks` and `overrides` blocks, `providers` those that the module under test
    is given. `sections` are there by family, each one, with runs or without: `declared`, `wiring`, `invariants`,
    `flags`, `accepted`, `refused`, and `applied`, which has every run that applies.
    """

    name: Word
    title: Remark
    command: Remark
    dialect: Word
    module: Text
    values: Mapping[Annotated[Code, Kind.CODE], Data]
    mocks: tuple[BlockView, ...]
    overrides: tuple[BlockView, ...]
    providers: Mapping[Annotated[Code, Kind.CODE], Annotated[Code, Kind.CODE]]
    sections: Mapping[Word, RunSection]


def emit_native(
    scenarios: Sequence[Scenarios], renderer: Renderer, dialect: str = TERRAFORM, project: str = "."
) -> Mapping[str, str]:
    """The files by their path below the output root; `project` leads from there to the project."""
    if dialect not in _ENDINGS:
        raise EmitError(f"there is no dialect {dialect!r}; there are {', '.join(_ENDINGS)}")
    files: dict[str, str] = {}
    target = TARGETS["terraform-test"]
    folder = suites_folder(renderer, target)
    names: dict[str, FileNames] = {}
    taken: set[str] = set()
    for suite, kind in (part for each in scenarios if each.runs for part in _parts(each, dialect)):
        root = posixpath.normpath(posixpath.join(project, suite.root))
        stem = _free(posixpath.join(root, _stem(suite) + kind), taken)
        file = names.setdefault(root, FileNames(renderer, target)).name(posixpath.basename(stem), "", _ENDINGS[dialect])
        view = native_view(suite, dialect, posixpath.normpath(posixpath.join(folder, file)), folder)
        text = renderer.render("terraform-test/suite.tftest.hcl.j2", suite=view)
        files[posixpath.normpath(posixpath.join(root, folder, file))] = Written(text, native_labels(view))
    return files


def native_view(suite: Scenarios, dialect: str = TERRAFORM, file: str = "", folder: str = NATIVE) -> NativeView:
    """What the template of a test file gets; `file` is the file's path from the root module's folder, `folder` the
    folder in which all of them are."""
    early = suite.early and dialect == TERRAFORM
    place = suite.module or suite.root
    return NativeView(
        name=suite.name,
        title="the root module" if place == "." else plain(place.removeprefix("./")),
        command=_command(suite.root, dialect, file, folder),
        dialect=dialect,
        module=suite.module,
        values=_variables(suite.values),
        mocks=tuple(map(_mock, suite.mocks)),
        overrides=tuple(
            _override(override, address, early)
            for override in suite.overrides
            for address in (override.instances if dialect == TERRAFORM else ()) or (override.address,)
        ),
        providers={_provider(name): _provider(mock) for name, mock in suite.providers.items()},
        sections=_sections(suite),
    )


def _parts(suite: Scenarios, dialect: str) -> Iterator[tuple[Scenarios, str]]:
    """The suite, or two of it: an override of a resource that counts during plan makes the apply after it fail.

    Providers that are mocked make up the other attributes each time they plan, which Terraform calls inconsistent.
    """
    applied = tuple(run for run in suite.runs if run.phase is Phase.APPLY)
    moves = any(override.kind is Target.RESOURCE for override in suite.overrides)
    if not (applied and moves and suite.mocks and suite.early and dialect == TERRAFORM):
        yield suite, ""
        return
    planned = tuple(run for run in suite.runs if run.phase is Phase.PLAN)
    if planned:
        yield replace(suite, runs=planned), ""
    yield replace(suite, runs=applied, early=False), f"_{APPLIED}"


def _stem(suite: Scenarios) -> str:
    return f"infrastructure_{snake(suite.name)}" if suite.module else "infrastructure"


def _free(stem: str, taken: set[str]) -> str:
    """The path, with a number behind it where another suite has it; it is taken then."""
    path, count = stem, 1
    while path in taken:
        count += 1
        path = f"{stem}_{count}"
    taken.add(path)
    return path


def _command(root: str, dialect: str, file: str, folder: str) -> str:
    place = "" if root == "." else f" -chdir={root}"
    return plain(in_folder(f"{_PROGRAMS[dialect]}{place} test", folder) + (f" -filter={file}" if file else ""))


def _sections(suite: Scenarios) -> Mapping[str, RunSection]:
    # Without a provider all types are the configuration's own.
    views = list(_runs(suite, exact=not suite.mocks))
    planned = [(run, view) for run, view in views if run.phase is Phase.PLAN]
    sections = {
        family.value: RunSection(
            family.value, _HEADINGS[family], tuple(view for run, view in planned if run.family is family)
        )
        for family in RunFamily
    }
    applied = tuple(view for run, view in views if run.phase is Phase.APPLY)
    return {**sections, APPLIED: RunSection(APPLIED, _APPLIED_HEADING, applied)}


def _runs(suite: Scenarios, exact: bool) -> Iterator[tuple[Run, RunView]]:
    names = run_names(run.title for run in suite.runs)
    for run, name in zip(suite.runs, names, strict=True):
        known = {*suite.values, *run.values}
        yield (
            run,
            RunView(
                id=run.id,
                name=name,
                title=plain(_sentence(run.title, known)),
                command=run.phase.value,
                values=_variables(run.values),
                asserts=tuple(_asserts(run.expects, exact, known)),
                refused=tuple(map(hcl_address, run.refused)),
            ),
        )


def run_names(titles: Iterable[str]) -> list[str]:
    """The name of a run for each title: its words in lower case, all different, in order."""
    return distinct(map(_run_name, titles))


def _run_name(title: str) -> str:
    words = re.sub(r"[^a-z0-9_]+", "_", snake(title)).strip("_")[:_LONGEST_NAME].rstrip("_") or "run"
    return words if words[0].isalpha() else f"run_{words}"


def _asserts(expects: Iterable[Expectation], exact: bool, known: Collection[str]) -> Iterator[RunAssertView]:
    for expectation in expects:
        try:
            text = condition(expectation.fact, exact, 4, len(_ASSERT))
        except EmitError:
            continue  # what cannot be said is left out: the rest of the suite is worth having
        yield RunAssertView(Code(text), _sentence(expectation.message, known))


def _variables(values: Mapping[str, Any]) -> Mapping[Code, Any]:
    """Values by the names of variables, which stand without quotes whatever their letters."""
    return {Code(name): value for name, value in values.items() if _NAME.match(name)}


def _sentence(text: str, known: Collection[str]) -> str:
    """Text as a sentence; what begins with a name (a parameter's, an address) keeps it as it is."""
    word = text.partition(" ")[0]
    first = text[:1].upper() if word.isalpha() and word not in known else text[:1]
    return first + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _mock(mock: Mock) -> BlockView:
    alias = {"alias": mock.alias} if mock.alias else {}
    blocks = tuple(_defaults(kind, values) for kind, values in mock.defaults.items())
    return BlockView("mock_provider", (_label(mock.provider),), alias, blocks)


def _defaults(kind: str, values: Mapping[str, Any]) -> BlockView:
    """What the mock gives a type of resource, or (with `data.` before its name) of data source."""
    block = "mock_data" if kind.startswith("data.") else "mock_resource"
    return BlockView(block, (_label(kind.removeprefix("data.")),), {"defaults": values})


def _override(override: Override, address: str, early: bool) -> BlockView:
    during = {"override_during": Code("plan")} if early else {}
    kind = override.kind.value
    outputs = "outputs" if kind == "module" else "values"
    return BlockView(f"override_{kind}", (), {"target": Code(hcl_address(address)), **during, outputs: override.values})


def _label(name: str) -> str:
    """The name of a provider, or of a type of resource. `EmitError` for anything else."""
    if not _NAME.match(name):
        raise EmitError(f"{name!r} is no name")
    return name


def _provider(name: str) -> Code:
    """The name of a provider configuration (`aws`, `aws.east`). `EmitError` for anything else."""
    if not all(map(_NAME.match, name.split("."))):
        raise EmitError(f"{name!r} is no provider configuration")
    return Code(name)


def native_labels(view: NativeView) -> Iterator[CaseLabel]:
    """The runs of a native suite, in order."""
    for section in view.sections.values():
        for run in section.runs:
            yield CaseLabel(run.id, (run.name,))
