"""The plan of an integration suite: what is asked of the cloud about a deployment, and what must come out.

Nothing here names a language or a file. What is only known once something is deployed is a term: a value of the flat
outputs, what another question found, the account and region. Expected values are plain data with terms anywhere inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scaffold.model.position import Position
from scaffold.model.values import Step

#: Steps that take a part of a text, in order: (`after`, x) is what follows the first x, (`before`, x) what stands
#: before the first x, (`last`, x) what follows the last x; where there is no x, the text stays.
Picks: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the flat outputs, by its key there; `path` leads into one that is a list or an object (as JSON)."""

    key: str
    path: tuple[Step, ...] = ()
    picks: Picks = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a question about another resource found: `ask` is its name, `path` leads into its result (see `Row`)."""

    address: str
    ask: str
    path: str
    picks: Picks = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """Text with terms in it, in order."""

    parts: tuple[Expected, ...]
    picks: Picks = ()


@dataclass(frozen=True, slots=True)
class Surrounding:
    """`account`, `region` or `partition` of the credentials that the suite runs with."""

    name: str


Term: TypeAlias = "Given | Found | Joined | Surrounding"
#: Plain data (as in JSON: None, bool, int, float, str, tuples, dictionaries) with terms anywhere inside.
Expected: TypeAlias = "bool | int | float | str | tuple[Any, ...] | Mapping[str, Any] | Term | None"
TERMS = (Given, Found, Joined, Surrounding)


def terms(expected: Expected) -> Iterator[Term]:
    """Every term in an expected value, in order, also those inside joined text."""
    if isinstance(expected, TERMS):
        yield expected
        for part in expected.parts if isinstance(expected, Joined) else ():
            yield from terms(part)
    elif isinstance(expected, Mapping):
        for item in expected.values():
            yield from terms(item)
    elif isinstance(expected, tuple):
        for item in expected:
            yield from terms(item)


@dataclass(frozen=True, slots=True)
class Question:
    """One call of an SDK. `client` is boto3's name of the service, `operation` the API's (`DescribeTable`).

    `inputs` are its members (nested as the API has them). `result` is the path to what was asked for; where that is a
    list, the one element counts whose members (paths) are as `where` says. `missing` are error codes that say that it
    is not there; so does an empty result.
    """

    name: str
    client: str
    operation: str
    inputs: Mapping[str, Expected]
    result: str = ""
    where: Mapping[str, Expected] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A deployed resource: `title` names it in a sentence (`table events`), the first question says if it is there.

    `through` says how it is found: `output events_table_name`, `its name`, `function worker`. `region` is where it is,
    where that is known and not the suite's.
    """

    address: str
    type: str
    title: str
    through: str
    questions: tuple[Question, ...]
    position: Position | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of each element of a list: where it is in a found element, and how it is compared; see `Row`."""

    path: str
    normal: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute and what it must be: `path` leads into the result of the question `ask`.

    A path is names with dots between (`SSEDescription.Status`), a name with other signs in it is `["orders/GET"]`.
    `Name[Key=Value]` is the first element of a list whose member is that text (`Key~Value`: without case), with `[]`
    behind it all of them; `Name[0]` is one by position, `Name[]` all (the rest of the path for each). `Name:json` is
    what the text there says as JSON, `Name:list(,)` its parts between commas, `Name:object(Key,Value)` a list of
    members as an object. An empty path is the result itself. What is not there is `default`.

    `picks` apply to a text that was found (to each of a list). `normal` says how both sides are compared, several with
    spaces between: `` as they are, `text` as text (true is `true`), `number`, `lower` without case, `set` as a list in
    any order, `name` by what follows the last `/` or `:`, `part` by whole segments between these, `version` by the
    parts of a version that are declared (`15` is like `15.4`), `json` as JSON documents, `contains` as documents of
    which the declared one is a part, `policy` as policy documents (an action alone is a list of one, order of actions,
    principals and statements does not count), `subset` as an object or list that has at least these members. With
    `each`, both sides are lists of objects in any order, as many on either side (but with `subset`), and of each only
    the members count that its declaration has.
    """

    attribute: str
    ask: str
    path: str
    declared: Expected
    normal: str = ""
    picks: Picks = ()
    default: Any = None
    each: Mapping[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputForm:
    """The output is there, not empty, and of this form.

    `form` is `text`, `json` (of kind `detail`: `list` or `object`), `number`, `boolean`, `url`, `queue-url`, `dns`,
    `arn` (of the service `detail`), `id` (it begins with `detail`), `pattern` (it matches the regular expression
    `detail` as a whole) or `literal` (it is `detail`).
    """

    key: str
    form: str
    detail: Any = ""


@dataclass(frozen=True, slots=True)
class Exists:
    """The subject's first question finds it, and at these paths of what it finds stands one of these values."""

    active: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configured:
    """Each row holds; the message names the resource, the attribute, what is declared and what was found."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Behaves:
    """The resource does what it is for. `kind` is a function of the support library (`put_and_get_item`), which cleans
    up after itself; `arguments` are those of it by name."""

    kind: str
    arguments: Mapping[str, Expected]


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a flow, as a sentence, and what shows that it is there."""

    title: str
    subject: str
    expect: Exists | Configured | Behaves


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole way, hop by hop: the first one that does not hold is named."""

    hops: tuple[Hop, ...]


IntegrationExpectation: TypeAlias = OutputForm | Exists | Configured | Behaves | Flow


@dataclass(frozen=True, slots=True)
class IntegrationCase:
    """One test. `section` is `outputs`, `resource`, `relations`, `behaviour` or `flows`, `title` a sentence.

    `subject` is the resource's address (empty for outputs), `phrase` what is said of it (`is configured as declared`).
    `writes` says that it changes something for a moment. `needs` are words for what the cloud must do for it beyond
    answering calls: `http-endpoint`, `function-code`, `events-to-functions`, ...
    """

    id: str
    section: str
    title: str
    subject: str
    phrase: str
    expect: IntegrationExpectation
    writes: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A resource that cannot be found: `attribute` of it is to be exported as the output `name`. `title` names it in a
    sentence, `declared_in` is the address of its module (empty for the root)."""

    address: str
    type: str
    title: str
    attribute: str
    name: str
    position: Position
    declared_in: str = ""


@dataclass(frozen=True, slots=True)
class IntegrationSuite:
    """What is tested of one deployment. `name` is fit for a file name, `path` the project's folder (`.`).

    `outputs_file` is where the flat outputs are, relative to `path`; `region` is the provider's where it is known,
    which counts where the environment names none; `missing` are resources worth testing that nothing leads to.
    """

    name: str
    title: str
    path: str
    platform: str
    language: str
    outputs_file: str
    subjects: tuple[Subject, ...]
    cases: tuple[IntegrationCase, ...]
    region: str = ""
    missing: tuple[Missing, ...] = ()
