"""The test plan: what is worth testing, as data, with no text of any language and no path on the machine's disk.

A plan has one suite for each folder of configuration; a suite has cases; a case expects one thing. Every case fails for
at least one change of the source: a case that cannot fail is not planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scaffold.model.deployed import DeployedSuite
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.handlers import HandlerSuite
from scaffold.model.integration import IntegrationSuite
from scaffold.model.position import Position
from scaffold.model.scales import Tier as Tier
from scaffold.model.scales import Weight as Weight
from scaffold.model.scenarios import Scenarios
from scaffold.model.source import Form


@dataclass(frozen=True, slots=True)
class Inventory:
    """Exactly these blocks of one kind exist.

    `names` maps the first label (the type) to the sorted names; for kinds with one label (`output`, `variable`,
    `module`) it has the single key "".
    """

    kind: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Declared:
    """The block of this kind with these labels says exactly this.

    `body` maps attribute names to forms and nested block names to tuples of bodies, always a tuple; a nested block with
    labels has them in its key (`dynamic ingress`). `index` tells blocks apart that have the same kind and labels
    (two `provider "aws"` blocks, several `moved`), in the order of file name and position.
    """

    kind: str
    labels: tuple[str, ...]
    body: Mapping[str, Form]
    index: int = 0


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a block (or its nested blocks of one name) says exactly this; see `Declared`.

    A local value is an attribute of the kind `locals`, which has no labels.
    """

    kind: str
    labels: tuple[str, ...]
    name: str
    value: Form
    index: int = 0


@dataclass(frozen=True, slots=True)
class Wired:
    """At `path` below the block, exactly these references are made (sorted, without repetition)."""

    kind: str
    labels: tuple[str, ...]
    path: tuple[str | int, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePresent:
    """The file or folder is there and not empty; `path` is relative to the suite's folder of configuration."""

    path: str


@dataclass(frozen=True, slots=True)
class SymbolDefined:
    """The file at `path` (relative to the configuration) defines a function of this name at its top level."""

    path: str
    symbol: str
    language: str


@dataclass(frozen=True, slots=True)
class Holds:
    """At `path` below the block, the form stands in this relation to `value`; see `Relation`.

    `path` follows `Declared.body`: an attribute's name, the name of nested blocks and an index into them, then keys and
    indices of a literal, and for a function call the index of an argument.
    """

    kind: str
    labels: tuple[str, ...]
    path: tuple[str | int, ...]
    relation: Relation
    value: Form = None
    index: int = 0


@dataclass(frozen=True, slots=True)
class AllHold:
    """Several things hold together; they make one sentence, an invariant."""

    facts: tuple[Holds, ...]


Expectation: TypeAlias = Inventory | Declared | Attribute | Wired | FilePresent | SymbolDefined | AllHold


@dataclass(frozen=True, slots=True)
class Case:
    """One test: `id` is stable (from family and subject, not position), `title` is a sentence without a full stop.

    `subject` is the address the case is about (`aws_sqs_queue.events`, `output.api_url`), empty for the whole module.
    Where the title is the subject's name and something said of it, `phrase` is that (`is configured as declared`).
    """

    id: str
    family: Family
    title: str
    subject: str
    expect: Expectation
    position: Position | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one folder of configuration: `path` relative to the project (`.`), `name` fit for a file name.

    `without` are its files that the suite leaves out because they could not be read.
    """

    name: str
    path: str
    cases: tuple[Case, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer would raise, with its place; never a failing test.

    `id` is the check's (`s3-public-access`), `service` what it is about (`s3`, `terraform`), `title` a sentence about
    the subject, `detail` why it matters, `hint` what to do. `suppressed` is the reason given in the source, if any.
    """

    id: str
    title: str
    subject: str
    position: Position
    detail: str = ""
    service: str = ""
    weight: Weight = Weight.MEDIUM
    link: str = ""
    hint: str = ""
    suppressed: str = ""


@dataclass(frozen=True, slots=True)
class TestPlan:
    """All suites of a project and what was found on the way. `platform` is the reader's name.

    `scenarios` are there where a target needs them, `deployed` are the suites of programs, `integration` those of what
    is deployed, `handlers` those of the functions' code.
    """

    __test__ = False

    platform: str
    suites: tuple[Suite, ...]
    findings: tuple[Finding, ...] = ()
    scenarios: tuple[Scenarios, ...] = ()
    deployed: tuple[DeployedSuite, ...] = ()
    integration: tuple[IntegrationSuite, ...] = ()
    handlers: tuple[HandlerSuite, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every case of every suite, in order."""
        return tuple(case for suite in self.suites for case in suite.cases)
