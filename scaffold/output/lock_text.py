"""The lock as text: one line an entry, sorted; only what is said of whole files and groups changes with any resource.

Branches that touch different resources merge without a conflict: `.scaffold/.gitattributes` has git take both sides
where they meet. An entry that is there twice has what both say; what was never written is then just known of and does
no harm. The last entry never changes, so that every other line ends in a comma.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from scaffold.merge import Known, Role
from scaffold.model.plain_paths import is_plain
from scaffold.output.errors import OutputError
from scaffold.output.lock import Entry, Lock, LockError, Owner, joined_entries, joined_units

_VERSION = 1
#: More than any estate needs; what is larger is not read at all.
LARGEST = 64 * 1024 * 1024
_BETWEEN = " :: "
_LAST = "~"
_PAIR = 2
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_ROLES = frozenset(role.value for role in Role)
_FILE = frozenset({"target", "project", "also", "digest", "ejected", "pending"})
_UNIT = frozenset({"at", "role", "digest", "notes", "orders", "subject", "moved", "ejected", "deleted", "pending"})
_RESOURCE = frozenset({"attributes"})
#: What git leaves in a file where it could not merge.
_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
#: Folders in which no suite stands.
_FORBIDDEN = frozenset({".git", ".scaffold"})
_FRAME = frozenset({"", "{", "}", '"lock": {'})


class _Line(NamedTuple):
    """An entry as it stands in the text: its key, its value, and what finds its line."""

    key: str
    value: Any
    find: Callable[[], int]

    @property
    def line(self) -> int:
        """The number of the line, which is only looked for when it has to be said."""
        return self.find()


class _Unit(NamedTuple):
    """What a line says of a unit."""

    known: Known
    deleted: bool
    pending: bool


class _Object(list[tuple[str, Any]]):
    """An object of JSON with all its members, also those of the same name."""


def spell_lock(lock: Lock) -> str:
    """The lock as text."""
    entries: dict[str, Mapping[str, object]] = {}
    for path, entry in lock.files.items():
        entries[_quoted(path)] = _file(entry)
        for name, known in entry.units.items():
            said = _Unit(known, name in entry.deleted, name in entry.coming)
            entries[_quoted(path) + _BETWEEN + name] = _spelled(said)
    for project, resources in lock.resources.items():
        for address, digests in resources.items():
            entries[_quoted(project) + "/" + _BETWEEN + address] = {"attributes": _list(digests)}
    lines = [f"    {_json(key)}: {_json(entries[key])},\n" for key in sorted(entries)]
    return f'{{\n  "version": {_VERSION},\n  "lock": {{\n{"".join(lines)}    "{_LAST}": {{}}\n  }}\n}}\n'


def read_lock(text: str, check: Callable[[str], object] = is_plain) -> Lock:
    """The lock that `text` spells. `check` looks at each file's path and raises `OutputError` for one that is refused.

    Raises `LockError` for what `spell_lock` does not write, `OutputError` where it names a place that is not below the
    output root. Text that git could not merge is read as if it had been told to take both sides.
    """
    try:
        found = list(_lines(text))
    except RecursionError as error:
        raise LockError("it is nested too deeply") from error
    files: dict[str, Entry] = {}
    for each in found:
        if "target" in each.value:
            path, entry = checked_path(_unquoted(each.key), each.find, check), _read_file(each)
            files[path] = joined_entries(files[path], entry) if path in files else entry
    units: dict[str, dict[str, _Unit]] = {}
    resources: dict[str, dict[str, frozenset[str]]] = {}
    for each in found:
        if "attributes" in each.value:
            _add_resource(resources, each)
        elif "target" not in each.value:
            _add_unit(units, each)
    return Lock({path: _with_units(entry, units.get(path, {})) for path, entry in files.items()}, resources)


def _add_resource(resources: dict[str, dict[str, frozenset[str]]], each: _Line) -> None:
    project, address = _halves(each)
    project = project.removesuffix("/")
    _only(each, _RESOURCE)
    those = resources.setdefault(project, {})
    those[address] = those.get(address, frozenset()) | _digests(each, "attributes")


def _add_unit(units: dict[str, dict[str, _Unit]], each: _Line) -> None:
    path, name = _halves(each)
    those, read = units.setdefault(path, {}), _read_unit(each)
    before = those.get(name)
    if before:
        known = joined_units(before.known, read.known)
        read = _Unit(known, before.deleted or read.deleted, before.pending and read.pending)
    those[name] = read


def _with_units(entry: Entry, units: Mapping[str, _Unit]) -> Entry:
    return replace(
        entry,
        units={name: unit.known for name, unit in units.items()},
        deleted=frozenset(name for name, unit in units.items() if unit.deleted),
        coming=frozenset(name for name, unit in units.items() if unit.pending),
    )


def _file(entry: Entry) -> Mapping[str, object]:
    also = [list(owner) for owner in sorted(entry.also)]
    said = {"also": also, "digest": _list(entry.digests), "ejected": entry.ejected, "pending": entry.pending}
    return {"target": entry.target, "project": entry.project, **_said(said)}


def _spelled(unit: _Unit) -> Mapping[str, object]:
    known = unit.known
    said = {
        "subject": known.subject,
        "digest": _list(known.digests),
        "notes": _list(known.notes),
        "orders": _list(known.orders),
        "moved": known.moved,
        "ejected": known.ejected,
        "deleted": unit.deleted,
        "pending": unit.pending,
    }
    return {"at": list(known.at), "role": known.role, **_said(said)}


def _said(said: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value for key, value in said.items() if value}


def _list(digests: Iterable[str]) -> str | list[str]:
    """One digest as it is, several as a sorted list."""
    ordered = sorted(digests)
    return ordered[0] if len(ordered) == 1 else ordered


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # A lone half of a pair of surrogates cannot be written as it is.
    return text if text.isascii() or _encodes(text) else json.dumps(value)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _quoted(path: str) -> str:
    """A path in which nothing looks like what stands behind it in a key, nor like the last entry."""
    quoted = path.replace("%", "%25").replace("::", "%3A%3A")
    return "%7E" if quoted == _LAST else quoted


def _unquoted(path: str) -> str:
    return path.replace("%7E", "~").replace("%3A", ":").replace("%25", "%")


def _lines(text: str) -> Iterator[_Line]:
    """The entries of a lock as they stand there, without the last one. The version is looked at first."""
    for key, value, find in _pairs(text):
        if not isinstance(value, _Object):
            raise LockError(f"{key!r} is no object", find())
        if key != _LAST:
            yield _Line(key, dict(value), find)


def _pairs(text: str) -> Iterator[_Line]:
    try:
        document = json.loads(text, object_pairs_hook=_Object)
    except ValueError as error:
        if not any(_MARKER.match(line) for line in text.split("\n")):
            raise LockError("it is not valid JSON", getattr(error, "lineno", 1)) from error
        yield from _both_sides(text)
        return
    members = document if isinstance(document, _Object) else _Object()
    _look_at([value for key, value in members if key == "version"])
    strange = next((key for key, _ in members if key not in ("version", "lock")), None)
    if strange is not None:
        raise LockError(f"{strange!r} does not belong there")
    entries = [value for key, value in members if key == "lock"]
    if not entries or not all(isinstance(value, _Object) for value in entries):
        raise LockError("it has no entries")
    yield from (_Line(key, value, partial(_number, text, key)) for those in entries for key, value in those)


def _both_sides(text: str) -> Iterator[_Line]:
    """The entries of a text in which git has marked what it could not merge, line by line."""
    versions: list[Any] = []
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole.strip()
        if line in _FRAME or _MARKER.match(whole.rstrip("\r")):
            continue
        try:
            [(key, value)] = json.loads("{" + line.removesuffix(",") + "}", object_pairs_hook=_Object)
        except ValueError as error:
            raise LockError("git could not merge it, and not all of it can be read", number) from error
        if key == "version":
            versions.append(value)
        else:
            yield _Line(key, value, partial(int, number))
    _look_at(versions)


def _look_at(versions: list[Any]) -> None:
    """Refuse a lock of another version."""
    if any(type(version) is int and version > _VERSION for version in versions):
        raise LockError("a newer scaffold wrote it, in a format that this one does not know", newer=True)
    if not versions or any(version != _VERSION for version in versions):
        raise LockError(f"it is not a lock of version {_VERSION}")


def _number(text: str, key: str) -> int:
    """The line of an entry, as far as it can be told: the first that has its key."""
    spelled = (text.find(spelling) for spelling in (_json(key), json.dumps(key)))
    return text.count("\n", 0, next((found for found in spelled if found >= 0), 0)) + 1


def _halves(each: _Line) -> tuple[str, str]:
    """The file or project of a key, and what of it is meant."""
    first, between, second = each.key.partition(_BETWEEN)
    if not between:
        raise LockError(f"{each.key!r} is no entry of a lock", each.line)
    return _unquoted(first), second


def checked_path(path: str, find: Callable[[], int], check: Callable[[str], object]) -> str:
    """A path that a lock or an earlier version's list names. Raises `OutputError` for one where no suite can be."""
    why = "no place for suites"
    try:
        if is_plain(path) and _FORBIDDEN.isdisjoint(path.lower().split("/")):
            check(path)
            return path
    except OutputError as error:
        why = error.diagnostic.summary
    raise OutputError(
        f"refused the list of generated files: line {find()} names {path!r}: {why}",
        hint="Somebody has changed it, or a folder of the suites. Restore it from version control.",
    )


def _only(each: _Line, fields: frozenset[str]) -> None:
    strange = each.value.keys() - fields
    if strange:
        raise LockError(f"{each.key!r} has {min(strange)!r}, which does not belong there", each.line)


def _read_file(each: _Line) -> Entry:
    _only(each, _FILE)
    text, digests, flag = partial(_text, each), partial(_digests, each), partial(_flag, each)
    return Entry(
        text("target"),
        text("project"),
        digests("digest"),
        {},
        flag("ejected"),
        pending=flag("pending"),
        also=frozenset(_owners(each)),
    )


def _owners(each: _Line) -> Iterator[Owner]:
    found = each.value.get("also", [])
    for owner in found if isinstance(found, list) and not isinstance(found, _Object) else [found]:
        if not isinstance(owner, list) or len(owner) != _PAIR or not all(isinstance(word, str) for word in owner):
            raise LockError(f"also of {each.key!r} is no list of targets and their projects", each.line)
        yield owner[0], owner[1]


def _read_unit(each: _Line) -> _Unit:
    _only(each, _UNIT)
    at, role = each.value.get("at"), _text(each, "role")
    if not isinstance(at, list) or not all(isinstance(key, str) for key in at) or role not in _ROLES:
        raise LockError(f"{each.key!r} does not say which part of the file it is", each.line)
    digests, flag = partial(_digests, each), partial(_flag, each)
    known = Known(
        tuple(at),
        role,
        digests("digest"),
        digests("notes"),
        digests("orders"),
        _text(each, "subject"),
        flag("ejected"),
        flag("moved"),
    )
    return _Unit(known, flag("deleted"), flag("pending"))


def _text(each: _Line, name: str) -> str:
    value = each.value.get(name, "")
    if not isinstance(value, str):
        raise LockError(f"{name} of {each.key!r} is no text", each.line)
    return value


def _flag(each: _Line, name: str) -> bool:
    value = each.value.get(name, False)
    if not isinstance(value, bool):
        raise LockError(f"{name} of {each.key!r} is neither true nor false", each.line)
    return value


def _digests(each: _Line, name: str) -> frozenset[str]:
    value = each.value.get(name, [])
    those = value if isinstance(value, list) and not isinstance(value, _Object) else [value]
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in those):
        raise LockError(f"{name} of {each.key!r} is no digest", each.line)
    return frozenset(those)
