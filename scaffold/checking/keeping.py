"""Writing the cache down, once the suites are written: digests of what was looked at, unless a doubt is left."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.checking import fingerprint
from scaffold.checking.place import CACHE_PATH, VERSION, load, proof
from scaffold.checking.standing import to_data
from scaffold.config import KINDS
from scaffold.diagnostics import RefusedError
from scaffold.watching import Seen, kind, names_in, signature

if TYPE_CHECKING:
    from scaffold.config import Settings
    from scaffold.output import Change, Lock
    from scaffold.pipeline import Outcome

#: A file that was only asked about counts with its content up to this size, in bytes; a larger one with its size.
_SMALL = 4 * 1024 * 1024
#: Where Python's own modules are.
_PYTHON = os.path.dirname(os.__file__) + os.sep


class _DoubtError(Exception):
    """It cannot be told when generating again would change something."""


def keep(root: Path, settings: Settings, seen: Seen, outcome: Outcome, *, pruned: bool) -> bool:
    """Write the cache of a run; see `Memory.keep`."""
    from scaffold.output import LockError, write_file

    try:
        text = json.dumps(_data(root, settings, seen, outcome, pruned), separators=(",", ":")).encode()
        place = outcome.out / CACHE_PATH
        if not place.is_file() or place.read_bytes() != text:
            write_file(outcome.out, CACHE_PATH, text)
    except (_DoubtError, OSError, ValueError, LockError, RefusedError):
        return False
    return True


def _data(root: Path, settings: Settings, seen: Seen, outcome: Outcome, pruned: bool) -> dict[str, Any]:
    from scaffold.checking.comparing import is_left, standing_of, stuck_of
    from scaffold.output import LOCK_PATH, load_lock

    out, shown = outcome.out, proof(outcome.out)
    if seen.doubts or settings.observe or not outcome.reading.clean or not shown:
        raise _DoubtError
    if stuck_of(outcome):
        raise _DoubtError("not all is as it would be generated")
    lock = load_lock(out)
    outputs = dict(_outputs(outcome.changes, lock, out))
    outputs[os.path.abspath(out / LOCK_PATH)] = fingerprint.of_content(os.path.abspath(out / LOCK_PATH))
    settled = tuple(_settled(change) for change in outcome.changes)
    if not pruned and any(is_left(change) for change in settled):
        raise _DoubtError("something may be left to be pruned")
    trees = {path: fingerprint.of_tree(path) for path in _trees(root, settings)}
    looked = _Looked(root, out, outputs, trees)
    return {
        "version": VERSION,
        "proof": shown,
        "settings": sorted(set(_settings(root, settings, outcome, lock))),
        **_program(out),
        "trees": trees,
        "outputs": outputs,
        "files": dict(sorted(looked.files(seen))),
        "folders": dict(sorted(looked.folders(seen))),
        "whole": sorted(seen.whole),
        "places": dict(sorted(looked.places(seen))),
        "standing": to_data(standing_of(replace(outcome, changes=settled))),
    }


def _program(out: Path) -> dict[str, str]:
    """The digests of the program; those of the cache that is there where it is the same one."""
    installation, before = fingerprint.of_installation(), load(out) or {}
    known = before.get("installation") == installation and isinstance(before.get("program"), str)
    return {"installation": installation, "program": before["program"] if known else fingerprint.of_program()}


def _outputs(changes: Iterable[Change], lock: Lock, out: Path) -> Iterator[tuple[str, str]]:
    """Each file of ours with the digest of what must be in it now. A file that others own as well leaves a doubt."""
    import hashlib

    from scaffold.output import Verb

    for change in changes:
        path = os.path.abspath(out / change.path)
        if change.path not in lock.files and change.verb is not Verb.REMOVE:
            raise _DoubtError
        nothing = change.verb is Verb.REMOVE or (change.verb is Verb.KEPT and change.before is None)
        expected = "" if nothing else hashlib.sha256(change.content).hexdigest()
        if fingerprint.of_content(path) != expected:
            raise _DoubtError
        yield path, expected


def _settled(change: Change) -> Change:
    """What would be said of a file now that it is written. What becomes of a person's cases is left to the next run."""
    from scaffold.merge import State
    from scaffold.output import Verb

    if any(case.changed and case.state in (State.EDITED, State.DELETED, State.EJECTED) for case in change.cases):
        raise _DoubtError(f"{change.path} has cases that were somebody's")
    gone = change.verb is Verb.REMOVE
    carried_out = change.verb in (Verb.CREATE, Verb.UPDATE)
    cases = tuple(
        replace(case, state=State.PRISTINE if case.state is State.NEW else case.state, changed=False)
        for case in change.cases
        if not (case.state is State.ORPHANED and case.changed)
    )
    verb = Verb.UNCHANGED if carried_out or gone else change.verb
    return replace(change, verb=verb, before=b"" if gone else change.content, cases=() if gone else cases)


def _settings(root: Path, settings: Settings, outcome: Outcome, lock: Lock) -> Iterator[str]:
    """The settings that give the same: those of the run, and where they ask for the targets that are in the lock, those
    that ask for none."""
    yield fingerprint.of_settings(root, settings)
    made = {target.name for target in outcome.targets}
    beside = os.path.realpath(outcome.out) == os.path.realpath(root)
    if beside and made == {entry.target for entry in lock.files.values()}:
        yield fingerprint.of_settings(root, replace(settings, targets=(), kind=KINDS[0]))


def _trees(root: Path, settings: Settings) -> Iterator[str]:
    """The folders of templates, and the packages that plugins are."""
    from scaffold.templating import template_path

    path = template_path(root, settings.template_dirs, trust_project=settings.trust_project_templates)
    yield from (os.path.abspath(level.folder) for level in path.levels)
    plugins = [module for place in fingerprint.installed() for module in fingerprint.plugins_of(place)]
    yield from map(_package, plugins)
    # What they import may be anywhere, and may have been imported before anybody watched.
    yield from _imported() if plugins else ()


def _imported() -> Iterator[str]:
    """The files of the modules that this process has, but for Python's, the program's and those that it needs."""
    passed = (f"{fingerprint.PACKAGE}{os.sep}", *_needed())
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        path = os.path.abspath(file) if isinstance(file, str) else ""
        if path and not _is_of_python(path) and not path.startswith(passed):
            yield path


def _needed() -> Iterator[str]:
    """The folders of the packages that the program needs, where they are installed: their versions count."""
    for place in fingerprint.search_path():
        if "-packages" in place:
            names = ("yaml" if name == "pyyaml" else name for name in fingerprint.NEEDED)
            yield from (os.path.join(os.path.abspath(place), name) + os.sep for name in names)


def _is_of_python(path: str) -> bool:
    return path.startswith(_PYTHON) and "-packages" not in path


def _package(module: str) -> str:
    """The folder of the package that a module is in, or the file of a module that is in none."""
    file: str | None = getattr(sys.modules.get(module.partition(".")[0]), "__file__", None)
    if file is None:
        raise _DoubtError(f"{module} was not imported from a file")
    return os.path.dirname(file) if os.path.basename(file).startswith("__init__.") else file


class _Looked:
    """What was looked at, with digests. What changed since the first look leaves a doubt, but for the suites."""

    def __init__(self, root: Path, out: Path, outputs: Iterable[str], trees: Iterable[str]) -> None:
        self._root = os.path.abspath(root)
        self._ours = set(outputs)
        self._own = os.path.join(os.path.abspath(out), ".scaffold") + os.sep
        self._trees = tuple(f"{path}{os.sep}" for path in (fingerprint.PACKAGE, *trees)) + tuple(_needed())
        self._above = {parent for path in outputs for parent in _parents(path)}
        self._python = set(map(os.path.abspath, sys.path))

    def files(self, seen: Seen) -> Iterator[tuple[str, str]]:
        """The files that were opened, with the digests of their contents, and small ones that were asked about."""
        for path, was in seen.files.items():
            if not self._passed(path) and not os.path.isdir(path):
                if signature(path) != was:
                    raise _DoubtError(f"{path} changed")
                yield path, fingerprint.of_content(path)
        for path in seen.places:
            if path not in seen.files and not self._passed(path) and _size(path) <= _SMALL:
                yield path, fingerprint.of_content(path)

    def folders(self, seen: Seen) -> Iterator[tuple[str, str]]:
        """The folders that were listed, with the digests of their names."""
        for path, names in seen.folders.items():
            if self._passed(path) or self._imported_from(path):
                continue
            whole, now = path in seen.whole, names_in(path)
            for name in set(now).symmetric_difference(names):
                if not self._made_here(path, name, whole):
                    raise _DoubtError(f"{path} lists {name!r} only sometimes")
            yield path, fingerprint.of_names(now, whole)

    def places(self, seen: Seen) -> Iterator[tuple[str, str]]:
        """What was asked about, with what stands there."""
        for path, was in seen.places.items():
            if self._passed(path):
                continue
            now = kind(path)
            if now != was and path not in self._above:
                raise _DoubtError(f"{path} was {was!r} and is {now!r}")
            yield path, now

    def _passed(self, path: str) -> bool:
        """Whether this is told in another way: suites and lock, templates, the program and all it needs."""
        if _is_of_python(path):
            return True
        own = f"{path}{os.sep}".startswith(self._own) and not path.startswith(self._own + "templates")
        return own or path in self._ours or f"{path}{os.sep}".startswith(self._trees)

    def _imported_from(self, path: str) -> bool:
        """Whether the folder was listed to import from it, and has nothing to do with the project."""
        apart = os.path.commonpath((path, self._root)) not in (path, self._root)
        return path in self._python and apart

    def _made_here(self, folder: str, name: str, whole: bool) -> bool:
        """Whether a name is there (or gone) because the suites were written, or does not count."""
        path = os.path.join(folder, name).rstrip(os.sep)  # the empty name stands for a folder that was not there
        return path in self._ours or path in self._above or not (whole or fingerprint.counting([name]))


def _parents(path: str) -> Iterator[str]:
    """The folders that a file is in: writing it may have made them, and nothing else does."""
    folder = os.path.dirname(path)
    while folder != path:
        yield folder
        path, folder = folder, os.path.dirname(folder)


def _size(path: str) -> int:
    found = signature(path)
    return found[2] if found else sys.maxsize
