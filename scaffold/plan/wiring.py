"""Wiring: the references that make the system work, one sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from scaffold import catalog
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, Ref, form_refs
from scaffold.model.testplan import Case, Family, Wired
from scaffold.plan.folder import Declaration, Folder
from scaffold.plan.words import listed, thing

_KINDS = ("resource", "data", "module")
_ADDRESS = re.compile(r"(?:data\.|ephemeral\.)?[\w-]+\.[\w-]+")
_PLAIN = re.compile(r'(?:[^\[\]"]|\[(?:\d+|\*|"[^"\\$%]*")\])*\Z')

#: Attributes that name providers and not resources.
_PROVIDERS = frozenset({"provider", "providers"})

Path = tuple[str | int, ...]


def plan_wiring(folder: Folder) -> Iterator[Case]:
    """One case for each attribute (or map entry) that refers to something declared beside it."""
    for kind in _KINDS:
        for declaration in folder.by_kind.get(kind, ()):
            if declaration.index == 0:
                yield from _wires(folder, declaration)


def _wires(folder: Folder, declaration: Declaration) -> Iterator[Case]:
    for path, form in _leaves(declaration.block):
        if path[0] in _PROVIDERS or not _is_plain(form):
            continue
        targets = tuple(sorted(set(form_refs(form))))
        met = [found for found in _things(folder, targets) if found.address != declaration.address]
        if met:
            address = declaration.address
            title = _Sentence(folder, declaration, path, met).text()
            expect = Wired(declaration.kind, declaration.labels, path, targets)
            case_id = f"wiring:{address}:{'.'.join(map(str, path))}"
            yield Case(case_id, Family.WIRING, title, address, expect, declaration.block.position)


def _leaves(block: Block, path: Path = ()) -> Iterator[tuple[Path, Form]]:
    """Every attribute below a block, and the entries of those that are maps, each with its path."""
    for name, form in block.attributes.items():
        yield from _entries(form, (*path, name))
    counts: dict[str, int] = {}
    for inner in block.blocks:
        key = " ".join((inner.type, *inner.labels))
        index = counts.get(key, 0)
        counts[key] = index + 1
        yield from _leaves(inner, (*path, key, index))


def _entries(form: Form, path: Path) -> Iterator[tuple[Path, Form]]:
    if isinstance(form, Mapping):
        for key, value in form.items():
            if not key.startswith("("):
                yield from _entries(value, (*path, key))
    else:
        yield path, form


def _is_plain(form: Form) -> bool:
    """Whether the references that `form` makes are exactly its `Ref`s: nothing is hidden in text that is not read."""
    if isinstance(form, Ref):
        return _PLAIN.match(form.text) is not None
    if isinstance(form, Expression):
        return False
    if isinstance(form, Interpolation):
        return all(map(_is_plain, form.parts))
    if isinstance(form, Invocation):
        return all(map(_is_plain, form.arguments))
    if isinstance(form, Mapping):
        return all(not key.startswith("(") and _is_plain(item) for key, item in form.items())
    return all(map(_is_plain, form)) if isinstance(form, tuple) else True


def _things(folder: Folder, references: tuple[str, ...]) -> list[Declaration]:
    """What is referred to, as far as it is declared in the folder and means something, each once."""
    found: dict[str, Declaration] = {}
    for text in references:
        match = _ADDRESS.match(text)
        declaration = folder.addresses.get(match[0]) if match else None
        if declaration is not None and declaration.labels[0] not in catalog.SURROUNDINGS:
            found[declaration.address] = declaration
    return list(found.values())


class _Sentence:
    """The sentence that a reference makes: from the catalog where it knows what it means."""

    def __init__(self, folder: Folder, source: Declaration, path: Path, targets: list[Declaration]) -> None:
        self._folder, self._source, self._targets = folder, source, targets
        names = [str(step).removeprefix("dynamic ") for step in path if isinstance(step, str) and step != "content"]
        self._key = names[-1]
        self._path = ".".join(names)
        self._attribute = " ".join(names).replace("_", " ")

    def text(self) -> str:
        """The first sentence of the catalog that can be said here, else a plain one."""
        target = self._targets[0]
        patterns = catalog.sentences(_type(self._source), self._path, _type(target))
        known = (self._say(pattern) for pattern in patterns)
        return next(filter(None, known), "") or self._plain()

    def _plain(self) -> str:
        return f"{thing(self._source)} takes its {self._attribute} from {self._target}"

    @property
    def _target(self) -> str:
        return listed([thing(target) for target in self._targets])

    def _say(self, pattern: str) -> str:
        words = {"source": thing(self._source), "target": self._target, "key": self._key}
        for _, name, _, _ in Formatter().parse(pattern):
            if name and name not in words:
                words[name] = self._sibling(name)
        return pattern.format_map(words) if all(words.values()) else ""

    def _sibling(self, attribute: str) -> str:
        references = tuple(form_refs(self._source.block.attributes.get(attribute)))
        return listed([thing(found) for found in _things(self._folder, references)] or [""])


def _type(declaration: Declaration) -> str:
    return declaration.labels[0] if declaration.kind != "module" else "module"
