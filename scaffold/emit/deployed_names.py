"""Names for what tests of programs hold in constants: resources, and what they are given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from scaffold.emit.literals import IDENTIFIER
from scaffold.model.deployed import Subject

#: Names that mean something in a test file already: to the language, to a runner, or to the support library.
_MEANT = """
    abstract afterAll any arguments assert assetArchive async await beforeAll boolean break case catch class const
    continue debugger declare default delete deployment describe do else enum eval expect export exports extends
    false fileArchive fileAsset finally for from function get global if implements import in includes instanceof
    interface it jest json let module name namespace never new null number object of options package private process
    protected public pulumi remoteArchive remoteAsset require resource resources return root secret set stack static
    string super switch symbol test textAsset textsUnder this throw true try type typeof undefined unknown var vi
    void wanted while with yield
    """
_TAKEN = frozenset(_MEANT.split())
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PROVIDER = "pulumi:providers:"
#: How many names can share a word without that it is left out.
_FEW = 3
#: Names longer than this are made of the type alone.
_LONGEST = 40


def resource_names(subjects: Iterable[Subject]) -> Mapping[Subject, str]:
    """The constant for each registration, all different: `ordersDlqQueue` for a queue called `orders-dlq`.

    A word that most names begin or end with (the project's, the stage's) is left out.
    """
    words = {subject: _words(subject.name) for subject in subjects}
    for place, rest in ((0, slice(1, None)), (-1, slice(None, -1))):
        common = _common([each[place] for each in words.values() if each])
        words = {subject: each[rest] if each[place:][:1] == [common] else each for subject, each in words.items()}
    found: dict[Subject, str] = {}
    for subject, each in words.items():
        found[subject] = free(_resource_name(subject, each), found.values())
    return found


def _common(words: Sequence[str]) -> str:
    """The word that most of them are, if they are more than a few."""
    word, times = max(Counter(words).items(), key=lambda pair: pair[1], default=("", 0))
    return word if times > max(_FEW, len(words) / 2) else ""


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


def _resource_name(subject: Subject, words: Sequence[str]) -> str:
    """The words of the name, with the last of the type behind them if they do not say it already."""
    type_words = _type_words(subject.token)
    ending = [] if words[-1:] == type_words[-1:] else type_words[-1:]
    name = _camel([*words, *ending])
    if name[0].isdigit() or len(name) > _LONGEST:
        name = _camel(type_words)
    return _camel([*type_words, "resource"]) if name in _TAKEN else name


def _type_words(token: str) -> list[str]:
    """The words of a type: `event`, `target`; a version behind it does not count. At least one."""
    if token.startswith(_PROVIDER):
        return ["provider"]
    words = _words(re.sub(r"[vV][0-9]+$", "", token.rpartition(":")[2]))
    return [word for word in words if word[0].isalpha()] or ["resource"]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]


def _camel(words: Iterable[str]) -> str:
    text = "".join(word.capitalize() for word in words)
    return text[:1].lower() + text[1:]
