"""The sentence that a reference makes: from the catalog where it knows what it means, else a plain one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter

from scaffold import catalog


@dataclass(frozen=True, slots=True)
class Pointing:
    """A `source` that refers to a `target` (both in words, with their canonical types, or `module`).

    `names` is the way to the reference, in canonical names without positions. `sibling` gives in words what another
    attribute of the source refers to, or nothing.
    """

    source: str
    source_type: str
    names: tuple[str, ...]
    target: str
    target_type: str
    sibling: Callable[[str], str]

    def sentence(self) -> str:
        """The first sentence of the catalog that can be said here, else a plain one."""
        patterns = catalog.sentences(self.source_type, ".".join(self.names), self.target_type)
        return next(filter(None, map(self._say, patterns)), "") or self._plain()

    def _plain(self) -> str:
        attribute = " ".join(self.names).replace("_", " ")
        return f"{self.source} takes its {attribute} from {self.target}"

    def _say(self, pattern: str) -> str:
        words = {"source": self.source, "target": self.target, "key": self.names[-1]}
        for _, name, _, _ in Formatter().parse(pattern):
            if name and name not in words:
                words[name] = self.sibling(name)
        return pattern.format_map(words) if all(words.values()) else ""
