"""Handler suites in JavaScript: Jest or Vitest, with stand-ins for the clients of the AWS SDK (v3)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffold.catalog.services.clients import clients
from scaffold.emit.handlers.calls import named_calls
from scaffold.emit.handlers.context import HandlerCaseView, HandlerGroupView, suite_view
from scaffold.emit.handlers.events import told
from scaffold.emit.handlers.javascript_speech import Names, Shared, Speech, given, named
from scaffold.emit.handlers.readable import derived
from scaffold.emit.integration.javascript_speech import RESERVED, camel, requirement
from scaffold.emit.labels import path
from scaffold.emit.literals import IDENTIFIER
from scaffold.emit.names import distinct, plain, snake, spaced
from scaffold.emit.paths import FileNames
from scaffold.emit.render import Renderer
from scaffold.model.handlers import HandlerCase, HandlerSuite, Responds, Verdict
from scaffold.model.made_up import without_created
from scaffold.model.written import CaseLabel, Written


@dataclass(frozen=True, slots=True)
class _Runner:
    """The ending of a runner's test files, its configuration, and what a test is called with that has to fail."""

    ending: str
    config: str
    failing: str


_RUNNERS: Mapping[str, _Runner] = {
    "handlers-jest": _Runner(".test.js", "jest.config.js", "it.failing"),
    "handlers-vitest": _Runner(".test.mjs", "vitest.config.mjs", "it.fails"),
}
#: A template of suites for programs that does for these, too: the way from sources to CommonJS.
_COMPILER = "programs/support/typescript.js.j2"
#: What a test file calls what it imports, and its own things.
_WORDS = """
answer answers any base64 call changed event fails joined json lambda listed md5Of now
numbered outcome record request signature
"""
_TAKEN = frozenset(_WORDS.split())
#: The sections of a suite in order, and what each is about.
_SECTIONS = {
    "loading": "loading",
    "requests": "requests",
    "batches": "batches",
    "events": "events",
    "failures": "failures",
    "observed": "what it was seen to do",
}
_CODE = (".js", ".cjs", ".mjs", ".ts", ".cts", ".mts")
#: More files than these are said by their folders.
_FEW = 4
_DOCUMENTS = "@aws-sdk/lib-dynamodb"
#: Packages that have clients, and are not called so; the last one is version 2 of the SDK.
_OTHERS = frozenset({_DOCUMENTS, "aws-sdk"})


def emit_scripts(
    suites: Sequence[HandlerSuite], target: str, renderer: Renderer, folder: str, project: str, names: FileNames
) -> Mapping[str, str]:
    """The files of a Jest or Vitest suite by their path below the suites' folder."""
    suites = [without_created(suite) for suite in suites]
    runner = _RUNNERS[target]
    files: dict[str, str] = {}
    for suite in suites:
        files[names.name(suite.name, "", runner.ending)] = _module(suite, target, renderer, folder, project)
    names.refuse([runner.config, "package.json"])
    files["package.json"] = renderer.render("handlers-js/package.json.j2")
    handlers = tuple(_sources(suites, project))
    files[runner.config] = renderer.render(f"{target}/{runner.config}.j2", handlers=handlers)
    for name, text in _support(renderer, folder):
        files[f"support/{name}"] = text
    return files


def packages(suites: Iterable[HandlerSuite]) -> tuple[str, ...]:
    """The npm packages that the suites need beside the runner and aws-sdk-client-mock, sorted."""
    found = {name for suite in suites for name in (*suite.libraries, *suite.packages)}
    if any(_is_source(suite) for suite in suites):
        found.add("typescript")
    return tuple(sorted(found))


def _is_source(suite: HandlerSuite) -> bool:
    """Whether the handler's file is none that Node runs as CommonJS."""
    return not suite.entry.endswith((".js", ".cjs"))


def _support(renderer: Renderer, folder: str) -> Iterator[tuple[str, str]]:
    services = {each.package: name for name, each in clients().items()} | {_DOCUMENTS: "dynamodb"}
    yield from renderer.files("handlers-js/support/", services=dict(sorted(services.items())))
    yield "typescript.js", next(renderer.files(_COMPILER))[1]
    yield "home.js", renderer.render("programs/home.js.j2", depth=len(posixpath.normpath(folder).split("/")))


def _module(suite: HandlerSuite, target: str, renderer: Renderer, folder: str, project: str) -> Written:
    function = _variable(suite)
    titles = dict(
        zip((each.address for each in suite.wired), distinct(plain(each.title) for each in suite.wired), strict=True)
    )
    events = told([replace(case, event=derived(case.event)) for case in suite.cases])
    calls = named_calls(suite.cases)
    shared = Shared(suite.cases)
    known = frozenset(text for each in suite.wired for text in (each.name, *each.identifiers))
    names = Names(function, _RUNNERS[target].failing, titles, shared, calls, known)
    speech = Speech(names, events.events)
    groups = tuple(_groups(suite, speech))
    values = {named(name): event for name, event in (*events.named.items(), *calls.items())} | shared.named
    constants = tuple(speech.constant(name, value) for name, value in values.items())
    text = renderer.render(
        f"{target}/suite{_RUNNERS[target].ending}.j2",
        suite=suite_view(
            suite, posixpath.normpath(posixpath.join(project, suite.requirements)) if suite.requirements else ""
        ),
        definition=speech.definition(_settings(suite, titles, _way(folder, project))),
        events=constants,
        groups=groups,
        requirement=requirement(speech.used | {"lambda"}, "./support"),
    )
    labels = [
        CaseLabel(case.id, (path([group.title, case.title]),), suite.address)
        for group in groups
        for case in group.cases
    ]
    return Written(text, labels)


def _variable(suite: HandlerSuite) -> str:
    name = camel(snake(spaced(suite.name)))
    usable = IDENTIFIER.match(name) and name.lower() not in RESERVED and name not in _TAKEN
    if IDENTIFIER.match(name):
        return name if usable else f"{name}Function"
    return f"function{name[:1].upper()}{name[1:]}"


def _way(folder: str, project: str) -> Any:
    """The way from the tests' folder to a file of the project."""
    return lambda file: posixpath.relpath(posixpath.join(project, file), folder)


def _settings(suite: HandlerSuite, titles: Mapping[str, str], way: Any) -> Mapping[str, Any]:
    """What a function is made of; what is usual goes without saying."""
    place, entry = _place(suite)
    said: dict[str, Any] = {"title": suite.title}
    if _in_place(suite):
        said |= {"folder": way(place), "entry": entry}
    else:
        files = {name: way(file) for name, file in suite.files.items()}
        said |= given(files=files, texts=dict(suite.texts), entry=suite.entry)
    said["handler"] = suite.handler
    said |= given(name=suite.function, environment=dict(suite.environment), clients=_clients(suite))
    said |= given(resources={titles[each.address]: each.identifiers or (each.name,) for each in suite.wired})
    values = {titles[each.address]: each.facts["value"] for each in suite.wired if "value" in each.facts}
    said |= given(values=values)
    said |= given(payload=_payload(suite))
    usual = {"region": "us-east-1", "timeout": 3, "memory": 128}
    return said | {key: getattr(suite, key) for key, value in usual.items() if getattr(suite, key) != value}


def _payload(suite: HandlerSuite) -> str:
    """The form of the responses that an API takes, where a plain value may stand for one."""
    forms = {each.form for case in suite.cases for each in case.expect if isinstance(each, Responds)}
    return "2.0" if "2.0" in forms else ""


def _clients(suite: HandlerSuite) -> tuple[str, ...]:
    """The packages of the SDK whose clients the code makes."""
    known = {*suite.libraries, *suite.packages}
    if _DOCUMENTS in known:
        known.add("@aws-sdk/client-dynamodb")
    return tuple(sorted(name for name in known if name.startswith("@aws-sdk/client-") or name in _OTHERS))


def _in_place(suite: HandlerSuite) -> bool:
    """Whether the handler can be called where its file is in the project: files lie around it as in the package."""
    if suite.texts:
        return False
    if not suite.files:
        return True
    place, entry = _place(suite)
    return all(_stands(place, name, entry, file, suite) for name, file in suite.files.items())


def _stands(place: str, name: str, entry: str, file: str, suite: HandlerSuite) -> bool:
    wanted = posixpath.normpath(posixpath.join(place, entry if name == suite.entry else name))
    return posixpath.normpath(file) == wanted


def _place(suite: HandlerSuite) -> tuple[str, str]:
    """The folder of the code, and the handler's file in it; a package that is put together has none of its own."""
    source = suite.files.get(suite.entry)
    if suite.texts or source is None:
        return suite.folder, suite.entry
    base = posixpath.dirname(suite.entry)
    folder = posixpath.dirname(posixpath.normpath(source))
    if base and (folder == base or folder.endswith(f"/{base}")):
        place = folder.removesuffix(base).rstrip("/") or "."
        return place, posixpath.join(base, posixpath.basename(source))
    return (suite.folder, suite.entry) if base else (folder or ".", posixpath.basename(source))


def _groups(suite: HandlerSuite, speech: Speech) -> Iterator[HandlerGroupView]:
    for section in dict.fromkeys((*_SECTIONS, *(case.section for case in suite.cases))):
        cases = [case for case in suite.cases if case.section == section]
        if cases:
            title = _SECTIONS.get(section, plain(section))
            yield HandlerGroupView(snake(section), title, section, tuple(_cases(cases, speech)))


def _cases(cases: Sequence[HandlerCase], speech: Speech) -> Iterator[HandlerCaseView]:
    titles = distinct(plain(case.title) for case in cases)
    for case, title in zip(cases, titles, strict=True):
        fails = case.verdict is Verdict.FAILS
        reason = (case.reason or "it does not hold") if fails else ""
        mark = speech.mark(reason) if fails else ""
        yield HandlerCaseView(case.id, title, snake(title), mark, reason, speech.test(case, title, fails))


def _sources(suites: Iterable[HandlerSuite], project: str) -> Iterator[str]:
    """What coverage counts, from the output root: the folders that handlers are in, or the files of their packages."""
    found = set()
    for suite in suites:
        places = {file for file in suite.files.values() if file.endswith(_CODE)}
        if len(places) > _FEW:
            places = {posixpath.dirname(file) for file in places}
        if not suite.files and not suite.texts:
            places = {suite.folder}
        found |= {posixpath.normpath(posixpath.join(project, place)) for place in places}
    return iter(sorted(found))


__all__ = ["emit_scripts", "packages"]
