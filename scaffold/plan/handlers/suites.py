"""A function's suite: where its code is, what surrounds it, and the cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from scaffold.model.functions import Function, Package
from scaffold.model.handlers import HandlerCase, HandlerSuite, Verdict
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.batches import batches
from scaffold.plan.handlers.drafts import Draft, cases, open_
from scaffold.plan.handlers.events import Valid, valid
from scaffold.plan.handlers.failures import failures
from scaffold.plan.handlers.foresight import Foresee, foreseen, retitled
from scaffold.plan.handlers.invocations import directly, invocations
from scaffold.plan.handlers.loading import loading
from scaffold.plan.handlers.records import RECORDS
from scaffold.plan.handlers.requests import requests, variants
from scaffold.plan.handlers.requests_shape import APIS
from scaffold.plan.handlers.setting import Setting

#: Folders in which installers leave notes of what they installed.
_NOTES = (".dist-info", ".egg-info")
#: A package of more characters than this does not stand in a test, where it is nowhere else in the project.
_MOST = 200_000
_ORDER = ("loading", "requests", "batches", "events", "failures")


def suite(
    setting: Setting, name: str, tier: Tier, settling: bool, foresee: Foresee | None = None
) -> HandlerSuite | None:
    """The suite of a function; nothing where it is not known what there is to load."""
    function, code = setting.function, setting.code
    entry, handler = code.entry or _entry(function), code.function or function.handler.rpartition(".")[2]
    if not (function.language and entry and handler):
        return None
    folder, files, texts = _files(function.package, entry, code.file)
    if not (files or texts or folder):
        return None
    found = sorted(_cases(setting, tier, settling, foresee), key=lambda case: _ORDER.index(case.section))
    return HandlerSuite(
        name,
        function.title,
        function.address,
        function.project,
        function.language,
        function.runtime,
        folder,
        entry,
        handler,
        setting.environment,
        setting.wired,
        tuple(found),
        files,
        texts,
        function.timeout,
        function.memory,
        setting.region,
        libraries=tuple(dict.fromkeys(client.library for client in code.clients)),
        packages=tuple(dict.fromkeys(each.name for each in code.dependencies if each.kind == "package")),
        requirements=next((each.declared for each in code.dependencies if each.declared), ""),
        signs=code.signs,
        asynchronous=code.asynchronous,
        callback=code.callback,
        position=function.position,
        function=function.name,
    )


def _cases(setting: Setting, tier: Tier, settling: bool, foresee: Foresee | None) -> Iterator[HandlerCase]:
    known = setting.code.file or setting.code.uses or setting.code.calls
    drafts = list(_drafts(setting, tier)) if not setting.code.problem and not setting.code.reason and known else []
    first = list(loading(setting, _first(setting), tier))
    if any(option.verdict is Verdict.FAILS for option in first[0].options):
        # What does not load does nothing else either: that is said once.
        drafts, first = [], first[:1]
    if foresee is not None:
        drafts = [_foreseen(setting, draft, foresee) for draft in drafts]
    yield from cases([*first, *drafts], settling, emulated=setting.function.language == "python")


def _foreseen(setting: Setting, draft: Draft, foresee: Foresee) -> Draft:
    """A case with what comes of its very event. Where that is not known, nothing else is sure of it either."""
    options = foreseen(setting, draft, foresee)
    if options:
        return replace(draft, options=options, title=retitled(draft, options))
    left = tuple(option for option in draft.options if option.verdict is Verdict.OPEN)
    return replace(draft, options=left or (open_(),))


def _first(setting: Setting) -> Valid:
    """A valid event of the first trigger."""
    trigger = next(iter(setting.function.triggers), None)
    return valid(setting, trigger, next(iter(trigger.routes), None) if trigger else None)


def _drafts(setting: Setting, tier: Tier) -> Iterator[Draft]:
    triggers = setting.function.triggers
    for trigger in triggers:
        if trigger.kind in APIS:
            yield from requests(setting, trigger, tier)
        elif trigger.kind in RECORDS or (trigger.kind == "pipe" and trigger.behind in RECORDS):
            yield from batches(setting, trigger, tier)
        else:
            yield from invocations(setting, trigger, tier)
    if not triggers:
        yield from invocations(setting, None, tier)
    yield from directly(setting, tier)
    if tier is Tier.SMOKE:
        return
    for each in _ways(setting):
        yield from failures(setting, each, tier)


def _ways(setting: Setting) -> Iterator[Valid]:
    """The valid events of the first trigger that calls may fail for: of an API, of each route."""
    trigger = next(iter(setting.function.triggers), None)
    if trigger is None or trigger.kind not in APIS:
        yield _first(setting)
        return
    for route in trigger.routes or (None,):
        yield from (
            valid(setting, trigger, route, picks) for picks in (variants(setting, trigger, route) if route else ({},))
        )


def _entry(function: Function) -> str:
    """The handler's file as its name says, where nothing was found there."""
    way = function.handler.rpartition(".")[0]
    return f"{way}.{'py' if function.language == 'python' else 'js'}" if way else ""


def _own(texts: Mapping[str, str]) -> Mapping[str, str]:
    """The texts of a package without libraries that were packed along: a test takes those that are installed."""
    notes = {path.partition("/")[0] for path in texts if path.partition("/")[0].endswith(_NOTES)}
    named = {word for note in notes for word in texts.get(f"{note}/top_level.txt", "").split()}
    libraries = notes | named | {note.partition("-")[0].lower() for note in notes}
    return {path: text for path, text in texts.items() if path.partition("/")[0].removesuffix(".py") not in libraries}


def _files(package: Package, entry: str, file: str) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    """The folder of the code, with the files of the package where these are not just what is in the folder."""
    sources = {path: packed.source for path, packed in package.files.items() if packed.source}
    texts = _own({path: packed.text for path, packed in package.files.items() if packed.text is not None})
    if sum(map(len, texts.values())) > _MOST:
        return "", {}, {}
    source = file or sources.get(entry, "")
    folder = package.folder or _above(source, entry)
    if folder and not texts and all(source == _below(folder, path) for path, source in sources.items()):
        return folder, {}, {}
    return folder, sources, texts


def _above(source: str, entry: str) -> str:
    """The folder from which the entry is a path to the source; empty where there is none."""
    if source == entry:
        return "."
    return source.removesuffix(f"/{entry}") if source.endswith(f"/{entry}") else str(PurePosixPath(source).parent)


def _below(folder: str, path: str) -> str:
    return path if folder == "." else f"{folder}/{path}"
