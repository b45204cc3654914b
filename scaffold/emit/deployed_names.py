"""Names for what tests of programs hold in constants: resources, and what they are given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from scaffold.emit.literals import IDENTIFIER
from scaffold.model.deployed import Subject

#: Names that mean something in a test file already: to the language, to a runner, or to the support library.
_MEANT = """
    abstract afterAll any arguments assert assetArchive async await beforeAll boolean break case catch class const
    continue debugger declare default delete deployment describe do else enum eval expect export exports extends
    false fileArchive fileAsset finally for from function get global if implements import in includes instanceof
    interface it jest json let module name namespace never new null number object of options package private process
    protected public remoteArchive remoteAsset require resource return root secret set stack static string super
    switch symbol test textAsset textsUnder this throw true try type typeof undefined unknown var vi void while with
    yield
    """
_TAKEN = frozenset(_MEANT.split())
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PROVIDER = "pulumi:providers:"
#: Names longer than this are made of the type alone.
_LONGEST = 40


def resource_names(subjects: Iterable[Subject]) -> Mapping[Subject, str]:
    """The constant for each registration, all different: `ordersDlqQueue` for a queue called `orders-dlq`."""
    found: dict[Subject, str] = {}
    for subject in subjects:
        if subject not in found:
            found[subject] = free(_resource_name(subject), found.values())
    return found


def local_name(subject: Subject, taken: Collection[str], kind: str) -> str:
    """The constant for what a registration is given: `target` for an `EventTarget`, unless that is taken.

    `kind` is `inputs` or `options`; only the latter are always in the name.
    """
    words = _type_words(subject.token)
    short = words[-1]
    if kind == "inputs" and short not in taken and short not in _TAKEN:
        return short
    return free(_camel([short, kind]), taken)


def class_name(export: str) -> str:
    """What a test calls a class that is exported so."""
    return export if IDENTIFIER.match(export) and export not in _TAKEN else "Component"


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken."""
    chosen, count = name, 1
    while chosen in taken or chosen in _TAKEN:
        count += 1
        chosen = f"{name}{count}"
    return chosen


def _resource_name(subject: Subject) -> str:
    """The words of the name, with those of the type behind them if they do not say it already."""
    type_words = _type_words(subject.token)
    words = _words(subject.name)
    if words[-len(type_words) :] != type_words:
        words += type_words[-1:] if words[-1:] != type_words[-1:] else []
    name = _camel(words)
    if not name or name[0].isdigit() or len(name) > _LONGEST:
        name = _camel(type_words)
    return name


def _type_words(token: str) -> list[str]:
    """The words of a type: `event`, `target`; a version behind it does not count. At least one."""
    if token.startswith(_PROVIDER):
        return ["provider"]
    kind = re.sub(r"V[0-9]+$", "", token.rpartition(":")[2])
    words = _words(kind)
    return words if words and words[0][0].isalpha() else ["resource"]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]


def _camel(words: Iterable[str]) -> str:
    text = "".join(word.capitalize() for word in words)
    return text[:1].lower() + text[1:]
