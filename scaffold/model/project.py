"""The model of an infrastructure project: what every reader makes and every later stage works on.

Frozen, plain, and the same for all platforms. Addresses are Terraform's (`module.vpc.aws_subnet.private[0]`), types
are canonical (the Terraform type name), attributes have their canonical snake_case names. Nested blocks are attributes
whose value is a tuple of dictionaries, in order, also where there is only one.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scaffold.model.position import Position
from scaffold.model.shapes import ANYTHING, Shape
from scaffold.model.source import Block
from scaffold.model.values import Value


class Mode(enum.Enum):
    """How a resource stands in the configuration."""

    MANAGED = "managed"
    DATA = "data"
    EPHEMERAL = "ephemeral"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that the author wrote; `kind` is validation, precondition, postcondition or assert.

    `subject` is the address of what it stands in (`var.size`, `aws_instance.web`, `output.url`, `check.health`), seen
    from the root. `holds` is whether it does with the values read, `None` where that is not known. `parameters` are the
    parameters of its module that it depends on, also through local values; `constants` the literals in its condition
    (and in those local values), in order, each once; `samples` texts that match its regular expressions.
    """

    kind: str
    condition: str
    message: Value
    position: Position
    subject: str = ""
    holds: bool | None = None
    parameters: tuple[str, ...] = ()
    constants: tuple[Value, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, data source or ephemeral resource, by its full address.

    `key` is the instance's `count` index or `for_each` key. `repeated` is true for an entry that stands for an unknown
    number of instances; `condition` is the value it depends on being true, where that is not known.
    `implied` holds facts that the reader worked out and the author did not write (the JSON of a policy document).
    `provisioned` says that creating it runs commands (provisioners). In a configuration that was synthesised, the
    `native_type` is the path of the construct; `overrides` are the dotted paths that the program puts over what the
    construct sets.
    """

    address: str
    type: str
    native_type: str
    name: str
    mode: Mode
    attributes: Mapping[str, Value]
    position: Position
    module: str = ""
    provider: str = ""
    key: str | int | None = None
    repeated: bool = False
    condition: Value = None
    depends_on: tuple[str, ...] = ()
    lifecycle: Mapping[str, Value] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    implied: Mapping[str, Value] = field(default_factory=dict)
    provisioned: bool = False
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dormant:
    """A block that is declared and creates nothing with the values read: its count is 0, or its for_each is empty."""

    address: str
    type: str
    name: str
    mode: Mode
    position: Position
    module: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """One output of the project, or (with `module`) of a module in it."""

    name: str
    value: Value
    position: Position
    module: str = ""
    description: str = ""
    sensitive: bool = False
    ephemeral: bool = False
    depends_on: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of the project, or (with `module`) of a module in it.

    `type` is the type constraint as written (empty when there is none). `default` counts only if not `required`.
    `value` is what the project is read with: a default, a value from a file or flag, or a reference to itself.
    `shape` is what `type` means.
    """

    name: str
    type: str
    required: bool
    default: Value
    value: Value
    position: Position
    module: str = ""
    description: str = ""
    sensitive: bool = False
    nullable: bool = True
    ephemeral: bool = False
    rules: tuple[Rule, ...] = ()
    shape: Shape = ANYTHING


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider configuration, or one that is only required (then `configured` is false).

    `version` is the constraint, `pinned` the version that the project's lock file selects (empty without one).
    """

    name: str
    alias: str
    source: str
    version: str
    attributes: Mapping[str, Value]
    position: Position
    module: str = ""
    configured: bool = True
    pinned: str = ""

    @property
    def address(self) -> str:
        """`aws`, or `aws.east` for an alias."""
        return f"{self.name}.{self.alias}" if self.alias else self.name


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """A call of a module. `path` is its folder relative to the project, empty for an opaque (remote or missing) one."""

    address: str
    name: str
    source: Value
    version: Value
    inputs: Mapping[str, Value]
    position: Position
    path: str = ""
    module: str = ""
    key: str | int | None = None
    repeated: bool = False
    condition: Value = None
    providers: Mapping[str, str] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()

    @property
    def opaque(self) -> bool:
        """Whether nothing is known of what the module creates."""
        return not self.path


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the state is kept: `kind` is `s3`, `remote`, ... or `cloud` for the `cloud` block."""

    kind: str
    attributes: Mapping[str, Value]
    position: Position


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file or folder that the configuration names (`file`, `templatefile`, an archive's source), by project path.

    `symbols` are the names that a Python or JavaScript file defines (or exports) at its top level, read as text. Where
    an archive packs a folder, the Python and JavaScript files directly in it are listed too.
    """

    path: str
    exists: bool
    position: Position
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceModule:
    """One folder of configuration as written. `blocks` is empty unless declarations were asked for.

    `path` is relative to the project (`.` for its own folder), `files` are relative to `path`; `unread` are those
    of them that could not be read cleanly, and none of `blocks` is from one of those.
    """

    path: str
    files: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    referred: tuple[SourceFile, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` needs `target`: through `attribute` (a dotted path), or explicitly where that is empty."""

    source: str
    target: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Obscurity:
    """A value that is not known: where, and why."""

    subject: str
    attribute: str
    reason: str
    source: str
    position: Position


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that says why a finding does not count: `# scaffold:ignore ID, ID: reason`.

    `ids` are check ids or services; it covers the lines `first` to `last` of `position.file`: the block that it stands
    in, or that begins below it. Without a reason it has no effect, and a diagnostic says so.
    """

    ids: tuple[str, ...]
    reason: str
    position: Position
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Project:
    """One root module (Terraform) or stack (Pulumi, CDKTF), fully read.

    `path` is the root's folder relative to what the user named (`.` for that folder itself); every position and file
    in the model is relative to what the user named. `language` is that of a program: `typescript`, `javascript`,
    `python`, `yaml`.
    """

    name: str
    platform: str
    path: str
    resources: tuple[Resource, ...] = ()
    dormant: tuple[Dormant, ...] = ()
    outputs: tuple[Output, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    providers: tuple[Provider, ...] = ()
    calls: tuple[ModuleCall, ...] = ()
    modules: tuple[SourceModule, ...] = ()
    backend: Backend | None = None
    required_version: str = ""
    checks: tuple[Rule, ...] = ()
    edges: tuple[Edge, ...] = ()
    unknowns: tuple[Obscurity, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    language: str = ""

    @property
    def rules(self) -> Iterator[Rule]:
        """Every rule in it: of parameters, resources and outputs, and of checks."""
        for parameter in self.parameters:
            yield from parameter.rules
        for resource in self.resources:
            yield from resource.rules
        for output in self.outputs:
            yield from output.rules
        yield from self.checks
