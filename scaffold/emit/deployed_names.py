"""Names for what tests of programs hold in constants: resources, and what they are given."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scaffold.emit.literals import IDENTIFIER
from scaffold.model.deployed import Subject


@dataclass(frozen=True, slots=True)
class Naming:
    """How a language names things: `joined` makes a name of words, `separator` stands before a number behind one.

    `taken` are names that mean something already.
    """

    joined: Callable[[Iterable[str]], str]
    separator: str
    taken: frozenset[str]


#: What means something in a test file in JavaScript: to the language, to a runner, or to the support library.
_JAVASCRIPT = """
    abstract afterAll any app arguments assert assetArchive async await beforeAll boolean break case catch class const
    continue debugger declare default delete deployment describe do else enum eval expect export exports extends
    false fileArchive fileAsset finally for from function get global if implements import in includes instanceof
    interface it jest json let name namespace never new null number object of options package private process
    protected public pulumi remoteArchive remoteAsset require resource resources return root secret set stack static
    string super switch symbol synthesis test textAsset textsUnder this throw true try type typeof undefined unknown
    var vi void wanted while with yield
    """
#: The same in Python, beside its keywords.
_PYTHON = """
    abs all any app ascii asset_archive bin bool breakpoint bytearray bytes callable case chr classmethod compile
    complex debug delattr deployment dict dir divmod enumerate eval exec exit fail file_archive file_asset filter float
    format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter json json_text kind
    len list locals map match max memoryview min name next object oct open ord pow print property pulumi quit range
    remote_archive remote_asset repr resource resources reversed round run secret self set setattr setup slice sorted
    stack staticmethod str sum super synthesis teardown test text_asset texts_under tuple type unittest vars wanted
    within zip
    """
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: What is between a word and the number behind it.
_NUMBER = re.compile(r"(?<=[a-z])_(?=[0-9])")
_PROVIDER = "pulumi:providers:"
#: Blocks of which each says enough, whatever the label behind it.
_BLOCKS = frozenset({"backend", "provider"})
#: How many names can share a word without that it is left out.
_FEW = 3
#: Names longer than this are made of the type alone.
_LONGEST = 40


def _camel(words: Iterable[str]) -> str:
    text = "".join(word.capitalize() for word in words)
    return text[:1].lower() + text[1:]


def _snake(words: Iterable[str]) -> str:
    return _NUMBER.sub("", "_".join(words))


JAVASCRIPT_NAMES = Naming(_camel, "", frozenset(_JAVASCRIPT.split()))
PYTHON_NAMES = Naming(_snake, "_", frozenset([*_PYTHON.split(), *keyword.kwlist]))


def resource_names(subjects: Iterable[Subject], naming: Naming) -> Mapping[Subject, str]:
    """The constant for each registration, all different: `ordersDlqQueue` for a queue called `orders-dlq`.

    A word that most names begin or end with (the project's, the stage's) is left out.
    """
    words = {subject: _words(subject.name) for subject in subjects}
    for place, rest in ((0, slice(1, None)), (-1, slice(None, -1))):
        common = _common([each[place] for each in words.values() if each])
        words = {subject: each[rest] if each[place:][:1] == [common] else each for subject, each in words.items()}
    found: dict[Subject, str] = {}
    for subject, each in words.items():
        found[subject] = free(_resource_name(subject, each, naming), found.values(), naming)
    return found


def _common(words: Sequence[str]) -> str:
    """The word that most of them are, if they are more than a few."""
    word, times = max(Counter(words).items(), key=lambda pair: pair[1], default=("", 0))
    return word if times > max(_FEW, len(words) / 2) else ""


def local_name(subject: Subject, taken: Collection[str], kind: str, naming: Naming, ending: str = "") -> str:
    """The constant for what a registration is given: `target` for an `EventTarget`, unless that is taken.

    `kind` is `inputs` or `options`; only the latter are always in the name, as `ending` calls them.
    """
    words = _type_words(subject.token)
    short = words[-1]
    if kind == "inputs" and short not in taken and short not in naming.taken:
        return short
    return free(naming.joined([short, ending or kind]), taken, naming)


def class_name(export: str, naming: Naming) -> str:
    """What a test calls a class that is exported so."""
    return export if IDENTIFIER.match(export) and export not in naming.taken else "Component"


def free(name: str, taken: Collection[str], naming: Naming) -> str:
    """The name, with a number behind it where it is taken."""
    chosen, count = name, 1
    while chosen in taken or chosen in naming.taken:
        count += 1
        chosen = f"{name}{naming.separator}{count}"
    return chosen


def _resource_name(subject: Subject, words: Sequence[str], naming: Naming) -> str:
    """The words of the name, with the last of the type behind them if they do not say it already."""
    type_words = _type_words(subject.token)
    ending = [] if words[-1:] == type_words[-1:] else type_words[-1:]
    name = naming.joined([*words, *ending])
    if name[0].isdigit() or len(name) > _LONGEST:
        name = naming.joined(type_words)
    return naming.joined([*type_words, "resource"]) if name in naming.taken else name


def _type_words(token: str) -> list[str]:
    """The words of a type: `event`, `target`; a version behind it does not count. At least one."""
    if token.startswith(_PROVIDER):
        return ["provider"]
    block, dot, label = token.partition(".")
    if dot and ":" not in token:  # an element of a stack: `provider.aws`, `data.aws_region`
        return [block] if block in _BLOCKS else _type_words(label)
    words = _words(re.sub(r"[vV][0-9]+$", "", token.rpartition(":")[2]))
    return [word for word in words if word[0].isalpha()] or ["resource"]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]
