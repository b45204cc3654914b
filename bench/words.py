"""Names and literals for generated configuration, from a generator of random numbers with a fixed start."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

NOUNS = Path(__file__).with_name("words.txt").read_text().split()
VERBS = (
    "accepts",
    "archives",
    "checks",
    "collects",
    "copies",
    "counts",
    "delivers",
    "exports",
    "hides",
    "indexes",
    "keeps",
    "loads",
    "marks",
    "merges",
)
JOINTS = (
    "a",
    "the",
    "each",
    "every",
    "this",
    "before",
    "after",
    "between",
    "for",
    "from",
    "of",
    "with",
    "without",
    "until",
)
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2", "ca-central-1")


class Words:
    """What a placeholder of a part may ask for; the same start gives the same words in the same order."""

    def __init__(self, start: int) -> None:
        self.random = random.Random(start)
        self._taken: set[str] = set()
        self._kinds: dict[str, Callable[[], str]] = {
            "word": self.word,
            "snake": lambda: self.joined("_"),
            "kebab": lambda: self.joined("-"),
            "UPPER": lambda: self.joined("_").upper(),
            "Camel": lambda: self.joined("-").title().replace("-", ""),
            "account": lambda: str(self.random.randrange(10**11, 10**12)),
            "octet": lambda: str(self.random.randrange(1, 255)),
            "hex": lambda: f"{self.random.getrandbits(128):032x}",
            "region": lambda: self.random.choice(REGIONS),
        }

    def word(self) -> str:
        return self.random.choice(NOUNS)

    def joined(self, sign: str) -> str:
        return sign.join(self.random.sample(NOUNS, self.random.choice((1, 2, 2, 2, 3))))

    def unique(self) -> str:
        """A name that no other block of the tree has."""
        while True:
            found = self.joined("_")
            if found in self._taken:
                found = f"{found}_{self.random.randrange(2, 10_000)}"
            if found not in self._taken:
                self._taken.add(found)
                return found

    def sentence(self, count: int) -> str:
        """Words of a description; never two alike."""
        choices = (self.word, lambda: self.random.choice(VERBS), self.word, lambda: self.random.choice(JOINTS))
        return " ".join(choices[index % 4]() for index in range(count)).capitalize()

    def of(self, kind: str, arguments: str) -> str:
        """The text for a placeholder: `int 1 9`, `words 2 5`, `one a|b`, or a kind without arguments."""
        if kind == "int":
            low, high = map(int, arguments.split())
            return str(self.random.randint(low, high))
        if kind == "words":
            low, high = map(int, arguments.split())
            return self.sentence(self.random.randint(low, high))
        if kind == "one":
            return self.random.choice(arguments.split("|"))
        return self._kinds[kind]()
