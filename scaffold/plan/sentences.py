"""The sentence that a reference makes: from the catalog where it knows what it means, else a plain one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter

from scaffold import catalog

#: The last steps of a way that say nothing without the step before.
_BARE = frozenset({"arn", "arns", "id", "ids", "key", "name", "names", "type", "url", "value", "values"})
#: So many steps are said in full.
_SHORT = 2


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
        attribute = " ".join(_telling(self.names)).replace("_", " ")
        return f"{self.source} takes its {attribute} from {self.target}"

    def _say(self, pattern: str) -> str:
        words = {"source": self.source, "target": self.target, "key": self.names[-1]}
        for _, name, _, _ in Formatter().parse(pattern):
            if name and name not in words:
                words[name] = self.sibling(name)
        return pattern.format_map(words) if all(words.values()) else ""


def _telling(names: tuple[str, ...]) -> tuple[str, ...]:
    """The end of a long way, as much as says what it is: `dead_letter_config`, `arn`."""
    if len(names) <= _SHORT:
        return names
    return names[-2:] if names[-1] in _BARE else names[-1:]
