"""What a program declares when it is deployed with chosen values: the ground for suites that run programs under mocks.

Names are native here: type tokens (`aws:sqs/queue:Queue`), attributes as the SDK spells them (`delaySeconds`). A
`Reference` leads to another registration by its address and the native path of one of its outputs. The canonical
`Project` of the same program says the same in Terraform's vocabulary; the address joins the two.

In CDKTF there are no mocks: `inputs` and `resolved` are the whole block that is synthesised, as Terraform has it, the
token is Terraform's type (`aws_sqs_queue`, `data.aws_region`, `provider.aws`, `backend.s3`, `variable`, `local`,
`module`), the name the construct path. `Call("address", (reference,))` is what an expression calls it inside of `${}`;
an id that was overridden is the option `address`.

Parameters are named by where they come from: `args.size` (what a component's constructor is given), `config.shop:size`,
`env.STAGE`, `context.size`, `pulumi.stack`, `pulumi.organization`. A reference to one of these names is to its value.

In values, a `Call` has one of these functions, or the name of a method or operation that was applied to its first
argument (`split`, `toLowerCase`, `add`): `jsonencode` (a document), `secret` (a value), `asset.file`, `asset.text`,
`asset.remote`, `archive.file`, `archive.remote` (one text), `archive.assets` (a map).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from scaffold.model.position import Position
from scaffold.model.project import Parameter, Project
from scaffold.model.values import Value

#: Why a value that is synthesised is not known: text that a token of a number has become part of as a number.
TOKEN_IN_TEXT = "a token of a number stands in text"
#: Where mocked resources are, unless a configuration says otherwise.
DEFAULT_REGION = "us-east-1"
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d+")


def is_region(text: str) -> bool:
    """Whether a text has the form of a region's name, and does not only stand where one belongs (`YOUR_REGION`)."""
    return _REGION.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a test loads: a program, or a component that a module exports.

    `module` is the file, relative to what the user named; `folder` that of its `Pulumi.yaml` likewise, `home` that of
    the `package.json` (Python: `pyproject.toml`, `requirements.txt`, ...) beside it or next above (`folder` where there
    is none): suites stand there. `export` is the
    name under which the module exports the component's class (`default` for a default export), empty for a program.
    `parameters` are what can be chosen; those of a component are called `args.NAME`. `signature` are the names of the
    constructor's arguments in order, of which the one called `args` takes the parameters; `optional` are those of them
    that may be left out. In Python, an argument that is itself called as a parameter takes that one (`size` takes
    `args.size`), and `arguments` is the class that `args` is an instance of, as `file:name`; empty for a dictionary.
    `language` is that of the entry's module: `typescript`, `javascript`, `python` or `yaml`; `platform` is `pulumi` or
    `cdktf`, where a component is a class of stacks, and `id` what the program calls the stack.
    """

    title: str
    module: str
    folder: str = "."
    home: str = "."
    project: str = ""
    export: str = ""
    token: str = ""
    parameters: tuple[Parameter, ...] = ()
    signature: tuple[str, ...] = ()
    position: Position | None = None
    optional: tuple[str, ...] = ()
    arguments: str = ""
    language: str = "typescript"
    platform: str = "pulumi"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One deployment: `values` by parameter name; a parameter that is not there is not given.

    `outputs` replace what the mocks say, by address and native attribute: the way to reach code that looks at outputs.
    """

    entry: Entry
    values: Mapping[str, Value] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


class Role(enum.Enum):
    """What was registered."""

    CUSTOM = "custom"
    COMPONENT = "component"
    REMOTE = "remote"  # a component that another program makes (awsx, eks)
    READ = "read"  # Resource.get
    PROVIDER = "provider"
    DATA = "data"  # a data source
    ELEMENT = "element"  # anything else that a stack's configuration holds: variable, local, module, backend


@dataclass(frozen=True, slots=True)
class Options:
    """Resource options as far as they are set; addresses for `parent`, `provider`, `depends_on`.

    `others` are the rest by native name: `ignoreChanges`, `deleteBeforeReplace`, `retainOnDelete`, `aliases`,
    `version`, `customTimeouts`, `replaceOnChanges`, `additionalSecretOutputs`, `import`.
    """

    parent: str = ""
    provider: str = ""
    depends_on: tuple[str, ...] = ()
    protect: Value = None
    others: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registration:
    """One resource that the program registers, in the order of the program.

    `inputs` are what it is given, as the author wrote it: references to outputs of others stay references, parameters
    are their values. `resolved` are the same as the mocks will show them, with no reference left; an `Unknown` in
    either says why. Inputs that are undefined are left out. `type` is the canonical type, `id` what `Resource.get` was
    given.
    """

    address: str
    type: str
    token: str
    name: str
    role: Role
    inputs: Mapping[str, Value]
    resolved: Mapping[str, Value]
    position: Position
    options: Options = Options()
    id: Value = None
    condition: Value = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Invoked:
    """A function of a provider that was called: `aws:index/getRegion:getRegion`."""

    token: str
    arguments: Mapping[str, Value]
    position: Position


@dataclass(frozen=True, slots=True)
class Exported:
    """A stack output of a program, or a public property of a component that is an output or a plain value.

    `others` is what else is said of it, by the name that it has on the platform: `description`, `depends_on`.
    """

    name: str
    value: Value
    resolved: Value
    position: Position
    secret: bool = False
    others: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Arm:
    """One way through a branch, or a function's body: `at` is the offset of the branch in its file, `way` counts its
    arms from 0; a function has one."""

    file: str
    at: int
    way: int
    line: int = field(compare=False, default=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """A branch that was come to: the arm that was taken, and the condition in terms of parameters and outputs.

    A condition is a value: `Call("is", (Reference("args.stage"), "prod"))`, a bare reference for its truth.
    """

    arm: Arm
    condition: Value


@dataclass(frozen=True, slots=True)
class Failure:
    """The program does not get to its end: what it throws, and where.

    With `unread` it is not the program that fails: reading it was given up.
    """

    message: str
    position: Position
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one variant declares. `arms` are all in the files that were loaded, `taken` those that were.

    `mocks` are the outputs that the mocks have to know for it to come out so: by type token and native attribute a
    pattern (see `catalog/realistic.py`), which may be text, a number, a bool, or a list or map of these; `answers` the
    same for provider functions by token. `packages` are the packages that the files import, in order. `paths` turns a
    canonical path into the native one: by address and dotted canonical path. `opaque` are addresses of components that
    register more than is known, as their package does it. `project` is the canonical model.
    """

    variant: Variant
    registrations: tuple[Registration, ...]
    exports: tuple[Exported, ...] = ()
    invoked: tuple[Invoked, ...] = ()
    decisions: tuple[Decision, ...] = ()
    arms: frozenset[Arm] = frozenset()
    taken: frozenset[Arm] = frozenset()
    failure: Failure | None = None
    mocks: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()
    project: Project | None = None

    @property
    def complete(self) -> bool:
        """Whether the program gets to its end."""
        return self.failure is None


class Programs(Protocol):
    """Evaluates programs again, with values that the planner chooses. Nothing is executed."""

    def entries(self, path: str) -> tuple[Entry, ...]:
        """What can be loaded of the project at `path` (see `Project.path`): its program first, then its components;
        nothing of one that has no program."""

    def evaluate(self, variant: Variant) -> Evaluation:
        """What the variant declares under the mocks."""

    def sample(self, entry: Entry) -> Mapping[str, Value]:
        """Values for every parameter that the entry cannot do without, made up to look real."""
