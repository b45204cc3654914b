"""What the templates for tests of programs get: simple objects that say what to write, in order.

This is the interface for templates of the user's own, described in `templates/README.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scaffold.emit.deployed_expectations import CONTAINS, Expectations, ExpectView
from scaffold.emit.deployed_expressions import Speech
from scaffold.emit.deployed_names import resource_names
from scaffold.emit.deployed_python import PYTHON
from scaffold.emit.deployed_settings import CreateView, Place, create, module, python_start, settings
from scaffold.emit.deployed_spelling import SPELLINGS, Spelling, Words
from scaffold.emit.kinds import Data, Remark, Text, Word
from scaffold.emit.labels import path
from scaffold.emit.names import comment, distinct, plain, snake, spaced
from scaffold.model.deployed import DeployedCase, DeployedSuite, Deployment
from scaffold.model.families import Family
from scaffold.model.written import CaseLabel

_ORDER = {family: order for order, family in enumerate(Family)}
#: The longest name of a test or a class in Python: a line has to hold it.
_LONGEST = 96
#: A title of which a name says all.
_SAID = re.compile(r"[A-Za-z0-9 _-]*")
#: What is between a word and the number behind it.
_FIRST_NUMBER = re.compile(r"(?<=[A-Za-z])_(?=[0-9])")
#: Modules that literals in Python need, by how what they use of them begins.
_MODULES = {"json.": "json", "pulumi.": "pulumi"}


@dataclass(frozen=True, slots=True)
class DeployedCaseView:
    """One test: `title` is its sentence, `phrase` what is left to say inside its group, `expects` what it expects.

    `name` is a Python name; with `cut` it does not say the whole title. `subject` is the address that it is about.
    `id` stays the same over runs.
    """

    id: Text
    title: Text
    phrase: Text
    expects: tuple[ExpectView, ...]
    name: Word = ""
    cut: bool = False
    subject: Text = ""


@dataclass(frozen=True, slots=True)
class DeployedGroupView:
    """Cases that belong together; without a `title` they stand directly in the deployment.

    Of a resource `subject` is the address, `type` the type as the program's platform has it (`aws:sqs/queue:Queue`,
    `aws_sqs_queue`), and `arguments` are those by which the support library finds it; else they are empty.
    """

    title: Text
    cases: tuple[DeployedCaseView, ...]
    subject: Text = ""
    type: Text = ""
    arguments: tuple[Data, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A constant that holds a resource: `arguments` are for the support library's `resource`."""

    name: Word
    arguments: tuple[Data, ...]


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """One deployment: `settings` are plain arguments of what makes it, in order, `load` is the way to the module.

    `create` is there for a component or stack. `resources` are the constants for what the cases refer to, or look at
    repeatedly. `groups` stand in order, `cases` are those of all of them. `words` are what things are called. In
    Python, what is run is among the settings (`program`, a file, or `create`, which makes a component; `main` is the
    folder from which the program imports), and `name` is a class's; with `cut` it does not say the whole title.
    """

    title: Text
    settings: Mapping[Word, Data]
    load: Text
    create: CreateView | None
    resources: tuple[ResourceView, ...]
    groups: tuple[DeployedGroupView, ...]
    words: Words
    name: Word = ""

    @property
    def cut(self) -> bool:
        """Whether the name does not say the whole title."""
        return _is_long(self.title) or not _SAID.fullmatch(self.title)

    @property
    def cases(self) -> tuple[DeployedCaseView, ...]:
        """The tests of all its groups."""
        return tuple(case for group in self.groups for case in group.cases)

    @property
    def expects(self) -> Iterator[ExpectView]:
        """What all its tests expect."""
        return (expect for case in self.cases for expect in case.expects)


@dataclass(frozen=True, slots=True)
class DeployedView:
    """One test file. `title` is the project in words, safe in a comment; `language` is `typescript`, `javascript`,
    `python` or `yaml`.

    `helpers` are what it imports of the support library, `modules` what it imports beside, in Python. `searches`: a
    test looks for an object in a list. `packages` are those that the program's files import.
    """

    name: Word
    title: Remark
    language: Word
    helpers: tuple[Word, ...]
    deployments: tuple[DeploymentView, ...]
    searches: bool = False
    modules: tuple[Word, ...] = ()
    packages: tuple[Text, ...] = ()


def deployed_view(suite: DeployedSuite, place: Place, speech: Speech) -> DeployedView:
    """The view of a suite that stands there, without deployments that have no case: runners fail over these."""
    made = (_deployment(deployment, suite, place, speech) for deployment in suite.deployments)
    deployments = _named(tuple(view for view in made if view.groups))
    makers = (view.words.maker for view in deployments)
    helpers = sorted({*makers, *(name for view in deployments for name in _helpers(view, speech))})
    return DeployedView(
        name=suite.name,
        title=comment(suite.project or suite.name),
        language=suite.language,
        helpers=tuple(helpers),
        deployments=deployments,
        modules=_modules(deployments, speech),
        packages=suite.packages,
        searches=any(
            said.relation == CONTAINS and not said.identical
            for view in deployments
            for expect in view.expects
            for said in expect.asserts
        ),
    )


def _deployment(deployment: Deployment, suite: DeployedSuite, place: Place, speech: Speech) -> DeploymentView:
    kind = SPELLINGS[suite.platform]
    names = resource_names(deployment.subjects.values(), speech.naming) if kind.words.holder else {}
    spelling = kind(deployment.subjects, names, suite.mocks, speech)
    cases = sorted(deployment.cases, key=lambda case: _ORDER[case.family])
    views = [(case, view) for case in cases if (view := _case(case, spelling)) is not None]
    asked = Counter(repr(expect.asked) for _, view in views for expect in view.expects)
    found = {subject: repr(Spelling.arguments(subject)) for subject in deployment.subjects.values()}
    used = [each for each, name in names.items() if name in spelling.used or asked[found[each]] > 1]
    held = {found[subject]: names[subject] for subject in used}
    groups = tuple(_groups((case, _asking(view, held)) for case, view in views))
    variant = deployment.variant
    entry = variant.entry
    start = python_start(variant, suite, speech) if speech is PYTHON else {}
    return DeploymentView(
        title=plain(deployment.title),
        settings={**start, **settings(variant, suite, place, deployment.subjects)},
        load=module(entry, place),
        create=create(entry, variant.values, speech) if entry.export and not start else None,
        resources=tuple(ResourceView(names[subject], Spelling.arguments(subject)) for subject in used),
        groups=groups,
        words=spelling.words,
    )


def _case(case: DeployedCase, spelling: Spelling) -> DeployedCaseView | None:
    """The view of a case; nothing where no part of what it expects can be spelled."""
    expects = Expectations(spelling).views(case.expect)
    if not expects:
        return None
    title = plain(case.title)
    in_group = case.family is Family.CONFIGURATION and case.phrase
    phrase = plain(case.phrase) if in_group else title
    return DeployedCaseView(case.id, title, phrase, expects, subject=case.subject)


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
        arguments = next((expect.asked for view in views for expect in view.expects if expect.asked), ())
        about = (views[0].subject, arguments[0], arguments) if key in titles and arguments else ()
        yield DeployedGroupView(titles.get(key, ""), tuple(views), *about)


def _named(deployments: tuple[DeploymentView, ...]) -> tuple[DeploymentView, ...]:
    """The same with names for classes and functions of Python, all different where they stand."""
    classes = distinct(_class_name(view.title) for view in deployments)
    return tuple(
        replace(view, name=name, groups=_numbered(view)) for view, name in zip(deployments, classes, strict=True)
    )


def _class_name(title: str) -> str:
    """`TestShopWithFlowLogsTrue`; numbers stay apart: `TestShopWithCidr10_0_0_0_16`."""
    words = snake(spaced(title), _LONGEST).split("_")
    name = "".join(f"_{word}" if word[0].isdigit() else word.capitalize() for word in words)
    return "Test" + _FIRST_NUMBER.sub("", name)


def _is_long(title: str) -> bool:
    return len(snake(spaced(title))) > _LONGEST


def _numbered(view: DeploymentView) -> tuple[DeployedGroupView, ...]:
    names = iter(distinct(f"test_{snake(spaced(case.title), _LONGEST)}" for case in view.cases))
    return tuple(
        replace(
            group,
            cases=tuple(replace(case, name=next(names), cut=_is_long(case.title)) for case in group.cases),
        )
        for group in view.groups
    )


def _modules(deployments: Iterable[DeploymentView], speech: Speech) -> tuple[str, ...]:
    """The modules that what is said in Python is spelled with."""
    given = (value for view in deployments for value in view.settings.values())
    expected = (value for view in deployments for expect in view.expects for value in expect.values())
    calls = {
        *(name for value in given for name in speech.calls(value, documents=False)),
        *(name for value in expected for name in speech.calls(value)),
    }
    return tuple(name for start, name in _MODULES.items() if any(call.startswith(start) for call in calls))


def _helpers(view: DeploymentView, speech: Speech) -> Iterator[str]:
    """The support library's functions that the deployment is spelled with."""
    for value in (*view.settings.values(), *(view.create.arguments if view.create else ())):
        yield from speech.helpers(value, documents=False)
    for expect in view.expects:
        for value in expect.values():
            yield from speech.helpers(value)
        if any(said.keys for said in expect.asserts):
            yield speech.texts
        if any(said.reaches for said in expect.asserts):
            yield from speech.reach


def deployed_labels(view: DeployedView) -> Iterator[CaseLabel]:
    """The cases of a suite for a program, in order."""
    for deployment in view.deployments:
        for group in deployment.groups:
            for case in group.cases:
                titles = path([deployment.title, group.title, case.phrase])
                names = (path([deployment.name, case.name]), titles, case.phrase)
                yield CaseLabel(case.id, names, case.subject)
