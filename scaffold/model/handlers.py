"""The plan of handler tests: what surrounds a function, what it is called with, and what must come of it.

Nothing here names a test runner or a file of a suite. Events and inputs are plain data (as in JSON) with terms anywhere
inside: what is only known once the test runs. Expected values may hold masks: what is only known by its shape.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scaffold.model.position import Position


@dataclass(frozen=True, slots=True)
class Now:
    """The time when the test runs, plus `offset` seconds. `unit` is `seconds`, `milliseconds` or `iso`; with `text`, a
    number as text."""

    unit: str = "seconds"
    offset: int = 0
    text: bool = True


@dataclass(frozen=True, slots=True)
class Encoded:
    """A value as text: `how` is `json` (without spaces) or `base64` (of a text, or of the JSON of another value)."""

    how: str
    value: Data


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature that the function itself computes for this event: the test asks it with a placeholder first, and
    takes what the function compares that with. `prefix` stands before the placeholder (`sha256=`)."""

    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """What the emulator gave a wired resource that it names itself: `path` (dotted) of the answer to its first call."""

    address: str
    path: str


@dataclass(frozen=True, slots=True)
class Mask:
    """A value of which only the shape is pinned: `uuid`, `now` (seconds since 1970; `detail` is the offset in seconds),
    `now-ms`, `now-iso`, `number`, `text`, `hex` (`detail` digits), `base64`, `anything`. Masks with the same `name`
    stand for one value: where it appears again it must be equal."""

    shape: str
    detail: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """Text by which one event is known again wherever it gets to: 32 hexadecimal digits, with the form `uuid` with
    hyphens between them."""

    form: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """One text of all `parts`, texts and terms."""

    parts: tuple[Data, ...]


Term: TypeAlias = "Now | Encoded | Signature | Created | Mask | Marker | Joined"
#: Plain data with terms anywhere inside.
Data: TypeAlias = "bool | int | float | str | tuple[Any, ...] | Mapping[str, Any] | Term | None"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an API: `service` is boto3's name, `operation` the API's (`PutItem`), `input` its members as boto3's
    client takes them (DynamoDB: attribute values as `{"S": "x"}`)."""

    service: str
    operation: str
    input: Mapping[str, Data]


@dataclass(frozen=True, slots=True)
class Wired:
    """A resource that the function is wired to, as it is made in the emulator by `create`.

    `kind` is `table`, `queue`, `topic`, `bucket`, `secret`, `parameter`, `key`, `bus`, `stream`, `delivery-stream`,
    `state-machine`, ...; `title` names it in a sentence. `name` is what SDK calls take for it, `identifiers` all texts
    that mean it (name, ARN, URL). `facts` are what the plan needs of it (`hash`, `range` and their types for a table,
    `fifo`, ...). `variable` is the environment variable that tells the function of it, where one does.
    """

    address: str
    kind: str
    title: str
    name: str
    identifiers: tuple[str, ...]
    create: tuple[Call, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failing:
    """Calls of this operation fail with this error code (`ThrottlingException`, `ResourceNotFoundException`): from the
    call number `first` (from 1) on."""

    service: str
    operation: str
    code: str
    first: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What an SDK call is answered with where there is no emulator (JavaScript); see `Call`."""

    service: str
    operation: str
    output: Mapping[str, Data]


@dataclass(frozen=True, slots=True)
class Loads:
    """The handler's module loads in the declared environment, and has the handler."""


@dataclass(frozen=True, slots=True)
class Responds:
    """A response that an API takes: an integer status from `low` to `high`, headers of texts, and a text as body.

    `form` is `1.0` or `2.0` (where a plain value may stand for a response of status 200).
    """

    low: int = 100
    high: int = 599
    form: str = "1.0"


@dataclass(frozen=True, slots=True)
class Reports:
    """`batchItemFailures` in its documented shape. `failed` are the identifiers that it must name (nothing: any of
    those in the event). With `or_raises`, an error that leaves the handler does as well: all of it is sent again."""

    failed: tuple[str, ...] | None = None
    or_raises: bool = False


@dataclass(frozen=True, slots=True)
class Completes:
    """The handler returns, and what it returns can be sent as JSON."""


@dataclass(frozen=True, slots=True)
class Raises:
    """An error leaves the handler, so that the event is sent again or dead-lettered. `error` is its class, empty for
    any; `message` its text, with masks, where that is pinned."""

    error: str = ""
    message: Data = None


@dataclass(frozen=True, slots=True)
class Calls:
    """At least one call of each is made: of the service, of the operation, on the wired resource at the address (empty
    for any)."""

    made: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class NoWrites:
    """Nothing is written anywhere."""


@dataclass(frozen=True, slots=True)
class Returns:
    """Exactly this comes back, but for masks."""

    value: Data


@dataclass(frozen=True, slots=True)
class CallsExactly:
    """Exactly these calls are made, in this order, but for masks."""

    calls: tuple[Call, ...]


Expectation: TypeAlias = "Loads | Responds | Reports | Completes | Raises | Calls | NoWrites | Returns | CallsExactly"


class Verdict(enum.Enum):
    """Whether a case holds for the code as it is: shown by reading or by running it, or not known (`OPEN`)."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class HandlerCase:
    """One call of the handler and what must come of it. `section` is `loading`, `requests`, `batches`, `events`,
    `failures` or `observed`; `title` a sentence without the function's name.

    `before` are calls made first (a row that is there already), `answers` stand for these where there is no emulator.
    `without` are variables that are not set, `environment` others that are. `held` false leaves the usual expectation
    out that what is written goes to wired resources only. With `warm`, the handler has taken the same event before in
    this process, and the second call counts. With the verdict `FAILS`, the case is pinned as a strict
    expected failure, with the `reason` for it.
    """

    id: str
    section: str
    title: str
    event: Data
    expect: tuple[Expectation, ...]
    before: tuple[Call, ...] = ()
    answers: tuple[Answer, ...] = ()
    failing: tuple[Failing, ...] = ()
    without: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict = Verdict.OPEN
    reason: str = ""
    trigger: str = ""
    within: bool = True
    warm: bool = False


@dataclass(frozen=True, slots=True)
class HandlerSuite:
    """The tests of one function. `name` is fit for a file name, `title` names it in a sentence, `project` is the
    project's folder and `folder` that of the code, both as seen from what the user named.

    `function` is what it is called where it runs, empty where that is not known.
    `entry` is the handler's file inside the package, `handler` its name there; `files` lead from paths in the package
    to project files, where the package is not simply `folder`; `texts` are files that stand in the program.
    `environment` is as declared, references resolved to the names of `wired`. `timeout` is in seconds. `services` are
    those whose clients the code makes, `packages` what it imports that must be installed (with the file that declares
    it), `requirements` the function's own file of these. `observed` says that it was run to be described.
    """

    name: str
    title: str
    address: str
    project: str
    language: str
    runtime: str
    folder: str
    entry: str
    handler: str
    environment: Mapping[str, Data]
    wired: tuple[Wired, ...]
    cases: tuple[HandlerCase, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    timeout: int = 3
    memory: int = 128
    region: str = "us-east-1"
    libraries: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    requirements: str = ""
    signs: str = ""
    asynchronous: bool = False
    callback: bool = False
    observed: bool = False
    position: Position | None = None
    function: str = ""
