"""Advice: what is worth saying of a configuration and is never a test.

Each check is a row of data and a small function on the canonical model. What is not known is not spoken of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from scaffold.catalog.advice import deprecated, features, files, logs, names, pairs, settings, state, synthesised
from scaffold.catalog.advice.base import Advice, checks
from scaffold.model.addresses import without_keys
from scaffold.model.checks import Check
from scaffold.model.project import Project

__all__ = ["Advice", "advice_checks", "advise"]

#: What looks at a project, in the order in which it speaks.
FAMILIES: Mapping[str, Callable[[Project], Iterator[Advice]]] = {
    "features": features.look,
    "settings": settings.look,
    "deprecated": deprecated.look,
    "files": files.look,
    "state": state.look,
    "pairs": pairs.look,
    "logs": logs.look,
    "names": names.look,
    "synthesised": synthesised.look,
}
#: Families that speak of the language itself, and of what its users write; by the platforms that these are.
_SPEAKING: Mapping[str, frozenset[str]] = {
    "features": frozenset({"terraform"}),
    "settings": frozenset({"terraform", "cdktf"}),
    "deprecated": frozenset({"terraform"}),
    "files": frozenset({"terraform"}),
    "state": frozenset({"terraform", "cdktf"}),
    "synthesised": frozenset({"cdktf"}),
}


def advice_checks() -> tuple[Check, ...]:
    """Every check that advice can come from, none of them an invariant, ordered by id."""
    every = (*checks().values(), *names.name_checks().values())
    return tuple(sorted(every, key=lambda check: check.id))


def advise(project: Project) -> Iterator[Advice]:
    """What there is to say of one project, family by family, in the order of the sources within each.

    The instances of one block are spoken of once, by the address of the block.
    """
    said = set()
    for family, look in FAMILIES.items():
        if project.platform not in _SPEAKING.get(family, {project.platform}):
            continue
        for advice in look(project):
            key = (advice.check.id, advice.position, advice.sentence)
            if key not in said:
                said.add(key)
                yield replace(advice, subject=without_keys(advice.subject))
