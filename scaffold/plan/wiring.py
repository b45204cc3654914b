"""Wiring: the references that make the system work, one sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scaffold import catalog
from scaffold.model.families import Family
from scaffold.model.source import Block, Form
from scaffold.model.testplan import Case, Wired
from scaffold.plan.folder import Declaration, Folder
from scaffold.plan.references import exact_references
from scaffold.plan.sentences import Pointing
from scaffold.plan.words import listed, thing

_KINDS = ("resource", "data", "module")
_ADDRESS = re.compile(r"(?:data\.|ephemeral\.)?[\w-]+\.[\w-]+")

#: Attributes that name providers and not resources.
_PROVIDERS = frozenset({"provider", "providers"})

Path = tuple[str | int, ...]


def plan_wiring(folder: Folder) -> Iterator[Case]:
    """One case for each attribute (or map entry) that refers to something declared beside it."""
    for kind in _KINDS:
        for declaration in folder.by_kind.get(kind, ()):
            if declaration.index == 0:
                yield from _told_apart(_wires(folder, declaration))


def _wires(folder: Folder, declaration: Declaration) -> Iterator[Case]:
    for path, form in _leaves(declaration.block):
        targets = () if path[0] in _PROVIDERS else exact_references(form) or ()
        met = [found for found in _things(folder, targets) if found.address != declaration.address]
        if met:
            address = declaration.address
            title = _sentence(folder, declaration, path, met)
            expect = Wired(declaration.kind, declaration.labels, path, targets)
            case_id = f"wiring:{address}:{'.'.join(map(str, path))}"
            yield Case(case_id, Family.WIRING, title, address, expect, declaration.block.position)


def _told_apart(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases of one block; where nested blocks say the same, the title says which of them is meant."""
    titles: set[str] = set()
    for case in cases:
        path = case.expect.path if isinstance(case.expect, Wired) else ()
        places = [at for at, step in enumerate(path) if isinstance(step, int)]
        if case.title in titles and places:
            name = str(path[places[0] - 1]).removeprefix("dynamic ").replace("_", " ")
            case = replace(case, title=f"{case.title} in {name} {int(path[places[0]]) + 1}")
        titles.add(case.title)
        yield case


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


def _things(folder: Folder, references: tuple[str, ...]) -> list[Declaration]:
    """What is referred to, as far as it is declared in the folder and means something, each once."""
    found: dict[str, Declaration] = {}
    for text in references:
        match = _ADDRESS.match(text)
        declaration = folder.addresses.get(match[0]) if match else None
        if declaration is not None and declaration.labels[0] not in catalog.SURROUNDINGS:
            found[declaration.address] = declaration
    return list(found.values())


def _names(path: Path) -> Iterator[str]:
    """The names along a path, with dynamic blocks as the blocks that they make."""
    dynamic = False
    for step in path:
        if isinstance(step, str) and not (dynamic and step == "content"):
            yield step.removeprefix("dynamic ")
        if isinstance(step, str):
            dynamic = step.startswith("dynamic ")


def _sentence(folder: Folder, source: Declaration, path: Path, targets: list[Declaration]) -> str:
    """The sentence that a reference makes."""

    def sibling(attribute: str) -> str:
        references = exact_references(source.block.attributes.get(attribute)) or ()
        return listed([thing(found) for found in _things(folder, references)] or [""])

    target = listed([thing(target) for target in targets])
    names = tuple(_names(path))
    return Pointing(thing(source), _type(source), names, target, _type(targets[0]), sibling).sentence()


def _type(declaration: Declaration) -> str:
    return declaration.labels[0] if declaration.kind != "module" else "module"
