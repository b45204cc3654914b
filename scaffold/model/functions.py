"""The functions behind an infrastructure: what is packaged, what it is wired to, and what its code does, read as text.

Paths of files are the project's (relative to what the user named, forward slashes). Values are the model's: what refers
to a resource stays a reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.model.values import Value


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in a package: `source` is the project's file that it is (empty for a `text` in the program)."""

    source: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """What a function is deployed with. `files` are by their paths inside the package.

    `kind` is `folder`, `file`, `archive` (files and folders put together), `zip` (an archive that is there), `inline`,
    `image`, `remote` (a bucket's object, another registry), `built` (made elsewhere: the sources that its handler leads
    to) or `missing`. `folder` is the project's folder that the package's own root is, empty where there is none.
    `reason` says why nothing is known of what is in it, or of a part.
    """

    kind: str
    files: Mapping[str, Packed]
    position: Position
    folder: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A way into an API: `method` (`ANY`), `path` as it is declared (`/orders/{id}`, `$default`), the `stage` it is
    called by, and who is let in: `authorization` is `NONE`, `AWS_IAM`, `JWT`, `CUSTOM`, `COGNITO_USER_POOLS`."""

    method: str
    path: str
    stage: str = ""
    authorization: str = "NONE"
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What calls a function. `source` is the address of what it comes from (a queue, an API), empty where that is not
    known; `address` that of the resource which connects the two.

    `kind` is `rest-api`, `http-api` (`payload` is `1.0` or `2.0`), `function-url`, `queue`, `topic`, `table-stream`,
    `stream`, `bucket`, `rule` (`pattern`), `schedule` (a rule or a schedule; `input` is what it sends), `pipe` (which
    sends an array of `behind`'s records), `state-machine`, `user-pool`, `logs`, `authorizer`, `destination` or `other`.
    `reports` says that the mapping takes partial failures, `batch` how many records there may be at once. `behind` is
    for a pipe the kind of its source; for a topic's queue nothing. `detail` is what else is declared, by its name.
    """

    kind: str
    source: str
    address: str
    position: Position
    routes: tuple[Route, ...] = ()
    payload: str = ""
    batch: int | None = None
    reports: bool = False
    fifo: bool = False
    pattern: Value = None
    input: Value = None
    behind: str = ""
    detail: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a function's environment, as the infrastructure sets it."""

    name: str
    value: Value
    position: Position


@dataclass(frozen=True, slots=True)
class Grant:
    """A statement of a policy that the function's role has. `actions` are lower case and may have `*` in them.

    `complement` says that `actions` are those that are not meant (`NotAction`). `resources` are ARNs: text (`*`),
    references and templates; `on` the addresses of resources that are referred to in these. `managed` is the name of a
    policy of the provider's own (`AWSLambdaBasicExecutionRole`), of which only the name is known. `conditional`: it has
    a condition.
    """

    effect: str
    actions: tuple[str, ...]
    resources: tuple[Value, ...]
    on: tuple[str, ...]
    position: Position
    source: str = ""
    complement: bool = False
    conditional: bool = False
    managed: str = ""


#: Where something in the code comes from: `env` (a variable's name), `text`, `event` (a dotted path), `template` (text
#: with dotted paths of the event in braces: `{body.(json).source}#{body.(json).id}`), or `unknown`.
Origin: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Guard:
    """What becomes of an error that is raised at a place, as far as the code says.

    `outcome` is `escapes` (the invocation fails), `answered` (something is returned in its place: `statuses` are those
    that it may have, where all of them are known), `reported` (its record is reported as failed), `swallowed` (nothing
    says so: the handler goes on as if nothing had been), or `unknown`. Where it is one or another from case to case,
    it is `unknown`, and `mixed` has them all.
    """

    outcome: str = "unknown"
    statuses: tuple[int, ...] = ()
    mixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """A read of an environment variable: `required` where nothing stands in for one that is not set; `default` is the
    text that does, where that is known. The name `*` stands for names that are not known (all of it is copied, or a
    name is computed)."""

    name: str
    position: Position
    required: bool
    at_import: bool
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SdkCall:
    """A call of an SDK: `service` is boto3's name (`dynamodb`), `operation` the API's (`PutItem`).

    `target` is what it is about: the table, queue URL, topic ARN, bucket, where the code says; `inputs` are the members
    that it is given. `writes` says that it changes something. `guard` is what becomes of its failure. `looped`: once
    for each record or item.

    `sends` are the values of its members, by their dotted paths (`Key.id`, `Item.status`), where the code says;
    `takes` what the code takes out of the answer (`("Item", "payload", "(json)", "id")`), as it does out of the event.
    `codes` are the error codes that the code tells apart, with what becomes of each. `always`: every event that is not
    refused gets it made; `under` are the conditions on the event, as for uses; `certain`: every event that fulfils them
    gets it made in a world where nothing has been stored that stands in the way.
    """

    service: str
    operation: str
    position: Position
    at_import: bool = False
    target: Origin = ("unknown", "")
    inputs: tuple[str, ...] = ()
    writes: bool = False
    guard: Guard = field(default_factory=Guard)
    looped: bool = False
    floats: str = ""
    sends: Mapping[str, Origin] = field(default_factory=dict)
    takes: tuple[EventUse, ...] = ()
    codes: Mapping[str, Guard] = field(default_factory=dict)
    always: bool = False
    certain: bool = False
    under: tuple[tuple[str, str | int | float | bool], ...] | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """An SDK client that is made. `library` is `boto3`, `aws-sdk` (version 2) or the package (`@aws-sdk/client-s3`);
    `name` is the class or the kind (`DynamoDBClient`, `DynamoDBDocumentClient`, `client`, `resource`)."""

    service: str
    library: str
    name: str
    position: Position
    at_import: bool


@dataclass(frozen=True, slots=True)
class Dependency:
    """A module that the code imports. `kind` is `standard`, `local` (in the package), `runtime` (the managed runtime
    has it), `package` or `unresolved` (a relative one that is not there). `name` is the distribution's as far as known
    (`PyYAML`, `@aws-sdk/client-s3`). `declared` is the file that names it (requirements.txt, package.json), `packaged`
    says that its files are in the package. `optional`: where it is missing, the code goes on."""

    module: str
    name: str
    kind: str
    position: Position
    declared: str = ""
    packaged: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class EventUse:
    """Something that the code takes out of its event. `path` has names, `*` for each element of a list, and `json` or
    `base64` in parentheses where a text is taken apart: `("Records", "*", "body", "(json)", "id")`.

    `kinds` are what it must be, where the code asks (`text`, `number`, `boolean`, `list`, `object`, `digits`);
    `values` are constants that it is compared with (those of which a good one must be one are in `among`), `pattern` a
    regular expression that a good one matches (the language's syntax), `sample` a text that does. `required`: without
    it, the code fails or refuses. `case`: the name is looked for without case (headers). `guard` is what becomes of the
    error that is raised where it is not there or does not fit. `least` and `most` are bounds of a number or of a text's
    length, `listed` the environment variable that lists (with commas) what a good one is among.

    `under` are the conditions on the event that it stands under, as dotted paths and the constants that these equal:
    nothing where every event that is not refused before gets there, `None` where that is not known. The constant `*`
    stands for anything that is there and not empty, `-` for nothing or something empty (false),
    `!x` for anything but `x`.
    """

    path: tuple[str, ...]
    position: Position
    kinds: tuple[str, ...] = ()
    values: tuple[str | int | float | bool, ...] = ()
    among: tuple[str | int | float | bool, ...] = ()
    pattern: str = ""
    sample: str = ""
    required: bool = False
    case: bool = False
    guard: Guard = field(default_factory=Guard)
    least: int | float | None = None
    most: int | float | None = None
    listed: str = ""
    under: tuple[tuple[str, str | int | float | bool], ...] | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One way that a handler may go with an event that is given, followed without running it.

    `outcome` is `returned` or `raised` (`error` is the class then). `status` is that of a response, `failed` are the
    identifiers that it reports (`None`: no report, or not all of them known). `calls` are those made, in order, by
    their place in `Code.calls`, those that failed too.
    """

    outcome: str
    status: int | None = None
    failed: tuple[str, ...] | None = None
    error: str = ""
    calls: tuple[int, ...] = ()
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """What the code of a function says, read without running it. `file` is the project's file that has the handler
    (empty for inline code), `entry` its path in the package, `function` the handler's name there.

    `problem` says why the handler does not resolve (empty where it does), `reason` why the code is not known at all.
    `statuses` are all status codes that it answers with, as far as they are known; `always_answers` that no error
    leaves it; `reports_failures` that it gives `batchItemFailures`. `signs`: the callable that compares a signature
    (`hmac.compare_digest`, `crypto.timingSafeEqual`), empty without one. `branches` and `early_returns` are counts over
    what the handler reaches. `constants` are the texts and numbers in it. `asynchronous` handlers return a promise,
    `callback` ones take a third parameter and use it. `explained`: whatever refuses an event or fails for it stands in
    `uses` or in the guards of `calls`, so that an event that does justice to all of these is taken.
    """

    language: str
    file: str
    entry: str
    function: str
    problem: str = ""
    reason: str = ""
    position: Position | None = None
    environment: tuple[EnvironmentRead, ...] = ()
    clients: tuple[Client, ...] = ()
    calls: tuple[SdkCall, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    uses: tuple[EventUse, ...] = ()
    statuses: tuple[int, ...] = ()
    always_answers: bool = False
    reports_failures: bool = False
    signs: str = ""
    branches: int = 0
    early_returns: int = 0
    constants: tuple[str | int | float, ...] = ()
    asynchronous: bool = False
    callback: bool = False
    module: str = ""
    suppressions: tuple[Suppression, ...] = ()
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the project, with its code and all that it is wired to.

    `title` names it in a sentence (`function receiver`), `name` is its own, where it is known as text. `project` is the
    project's folder (`.`). `language` is `python` or `javascript` (TypeScript too), empty for others. `timeout` and
    `memory` are in seconds and MB. `grants` are complete only with `grants_known`; `code` is missing where the package
    says nothing of it.
    """

    address: str
    title: str
    project: str
    platform: str
    position: Position
    package: Package
    name: str = ""
    runtime: str = ""
    language: str = ""
    handler: str = ""
    timeout: int = 3
    memory: int = 128
    environment: tuple[Variable, ...] = ()
    environment_known: bool = True
    role: str = ""
    grants: tuple[Grant, ...] = ()
    grants_known: bool = True
    triggers: tuple[Trigger, ...] = ()
    layers: tuple[Value, ...] = ()
    code: Code | None = None
