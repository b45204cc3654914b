"""Runs of a configuration with chosen values: what the platform itself is asked to plan, and what must come out.

The planner decides which runs there are and what each expects, as data; how a run is spelled (Terraform's or OpenTofu's
native tests) is for the target.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.model.facts import Fact
from scaffold.model.position import Position
from scaffold.model.values import Value


class Phase(enum.Enum):
    """How far a run goes. `APPLY` is only planned where every provider is mocked and nothing is executed."""

    PLAN = "plan"
    APPLY = "apply"


class RunFamily(enum.Enum):
    """The families of runs, in the order in which a suite shows them."""

    DECLARED = "declared"  # the baseline: what is there with the suite's own values
    WIRING = "wiring"  # references reach the very attribute that they name
    INVARIANTS = "invariants"
    FLAGS = "flags"  # each boolean parameter that gates something, both ways
    ACCEPTED = "accepted"  # values that satisfy a rule
    REFUSED = "refused"  # values that break exactly one rule


@dataclass(frozen=True, slots=True)
class Expectation:
    """One assertion: `message` says what is wrong when it fails, naming the flag and the fault; no full stop."""

    fact: Fact
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """One plan (or mocked apply) of the configuration.

    `id` is stable (family and subject), `title` a sentence without a full stop, `values` those that differ from the
    suite's. `refused` are the addresses (as seen from the module under test, without instance keys) of the checkable
    objects that must fail; a check that a plan cannot decide fails there too, and `expects` must hold beside it.
    `position` is that of the rule or parameter it is about.
    """

    id: str
    family: RunFamily
    title: str
    values: Mapping[str, Value] = field(default_factory=dict)
    expects: tuple[Expectation, ...] = ()
    refused: tuple[str, ...] = ()
    phase: Phase = Phase.PLAN
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Mock:
    """A provider that is replaced: its local name and alias (empty for the default configuration).

    `defaults` are attributes that only the cloud knows, by resource type, that must look real to be of use.
    """

    provider: str
    alias: str = ""
    defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that no run tries, and why: a sentence without a full stop."""

    summary: str
    position: Position | None = None


class Target(enum.Enum):
    """What an override stands for."""

    RESOURCE = "resource"
    DATA = "data"
    MODULE = "module"


@dataclass(frozen=True, slots=True)
class Override:
    """The attributes (outputs, of a module) that a resource, data source or module call has instead of computed ones.

    `address` is as seen from the module under test, without instance keys. Where modules on the way to it have keys,
    `instances` are the addresses with those keys, in all runs: Terraform finds it by nothing else.
    """

    kind: Target
    address: str
    values: Mapping[str, Value]
    instances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The runs of one folder of configuration.

    `root` is the root module in whose folder the tests live and run (relative to the project), `module` the way from
    there to the module under test (`./modules/network`), empty for the root itself; `name` is fit for a file name.
    `values` has every parameter that has a value in the baseline. `early` says that overrides count during plan too
    (Terraform 1.11 and later). `providers` maps the names that the module under test has for provider configurations
    to the mocks' (`aws.replica`), where they must be passed on. `gaps` are the rules and flags that are not tried.
    Runs that apply come last: what they create would be there for those after them.
    """

    name: str
    root: str
    module: str
    values: Mapping[str, Value]
    mocks: tuple[Mock, ...]
    overrides: tuple[Override, ...]
    runs: tuple[Run, ...]
    early: bool = False
    providers: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
