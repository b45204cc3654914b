"""The plan of a suite that runs a program under mocks and looks at what it registers.

One suite for each project; in it one deployment for each variant, each run once; in it cases. Values are native and
symbolic, as in `model/deployments.py`: a reference is compared with the mocked value of the very output it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scaffold.model.deployments import DEFAULT_REGION, Entry, Variant
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.scenarios import Gap
from scaffold.model.values import Step, Value


@dataclass(frozen=True, slots=True)
class Subject:
    """A registration, as a test finds it: by type token and name, and where two share these by the `parent`'s name."""

    token: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """Exactly these are registered: sorted names by sorted type token (components and providers too). `without` are
    tokens that are not looked at, because how many there are of them is not known."""

    names: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """The subject is given exactly these inputs; `without` are paths (dotted) that are not looked at, because their
    value is not known. Not `whole`: these inputs among others, each compared whole."""

    subject: Subject
    inputs: Mapping[str, Value]
    without: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Points:
    """At `path` in the subject's inputs stands this value: references are what it is about. JSON text counts as its
    document, into which the path goes on."""

    subject: Subject
    path: tuple[Step, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class ReadAs:
    """`Resource.get` is given this id."""

    subject: Subject
    id: Value


@dataclass(frozen=True, slots=True)
class Configured:
    """Resource options: `protect`, `ignoreChanges`, ... by native name; `parent`, `provider` and `dependsOn` (a tuple)
    are bare references to registrations. An option that should not be set is `None`."""

    subject: Subject
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ExportNames:
    """Exactly these outputs are exported, sorted."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exports:
    """The output has this value and is a secret, or is not; `others` is what else is said of it (see `Exported`)."""

    name: str
    value: Value
    secret: bool = False
    others: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """No token is left in what is synthesised: everything has become a value or an expression."""


@dataclass(frozen=True, slots=True)
class Refuses:
    """The program does not get to its end, and says this (a part of the message)."""

    message: str


@dataclass(frozen=True, slots=True)
class Truth:
    """At `path` in the subject's inputs, the value stands in this relation to `value`; JSON text counts as its
    document, into which the path goes on."""

    subject: Subject
    path: tuple[Step, ...]
    relation: Relation
    value: Value = None


@dataclass(frozen=True, slots=True)
class Truths:
    """Several things hold together: an invariant."""

    truths: tuple[Truth, ...]


Expected: TypeAlias = (
    Registered | Given | Points | ReadAs | Configured | ExportNames | Exports | Settled | Refuses | Truths
)


@dataclass(frozen=True, slots=True)
class DeployedCase:
    """One test; the fields are those of `Case`. A case that expects several things expects them all."""

    id: str
    family: Family
    title: str
    subject: str
    expect: tuple[Expected, ...]
    position: Position | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One variant and its cases. `title` is `payments`, `TapStack`, `TapStack with environmentSuffix "prod"`.

    `subjects` leads from addresses, as they stand in references, to registrations.
    """

    title: str
    variant: Variant
    cases: tuple[DeployedCase, ...]
    subjects: Mapping[str, Subject] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeployedSuite:
    """The deployments of one project. `name` is fit for a file name, `folder` that of the project (relative to what the
    user named), `home` that of its package.json, below which the suite stands, `language` one of
    `typescript`, `javascript`, `python`, `yaml`.

    `mocks` and `answers` are as in `Evaluation`; `packages` the packages that its files import; `files` all its files,
    for coverage, relative to what the user named. `untried` is what no deployment reaches. `platform` is that of its
    projects.
    """

    name: str
    folder: str
    project: str
    language: str
    home: str
    entries: tuple[Entry, ...]
    deployments: tuple[Deployment, ...]
    mocks: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    region: str = DEFAULT_REGION
    untried: tuple[Gap, ...] = ()
    platform: str = "pulumi"

    @property
    def cases(self) -> tuple[DeployedCase, ...]:
        """The cases of all its deployments, in order."""
        return tuple(case for deployment in self.deployments for case in deployment.cases)
