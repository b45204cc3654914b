"""How things are called in titles."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold import catalog
from scaffold.plan.folder import TYPED, Declaration

_MANY = 3


def thing(declaration: Declaration) -> str:
    """A block in a sentence: `queue events`, `module network`."""
    if declaration.kind in TYPED and len(declaration.labels) == 2:
        return f"{catalog.noun(declaration.labels[0])} {declaration.labels[1]}"
    return " ".join((declaration.kind, *declaration.labels))


def full_name(declaration: Declaration) -> str:
    """A block by type and name: `SQS queue events`, `data IAM policy document publish`, `module network`."""
    if declaration.kind in TYPED and len(declaration.labels) == 2:
        kind = "" if declaration.kind == "resource" else f"{declaration.kind} "
        return f"{kind}{catalog.type_words(declaration.labels[0])} {declaration.labels[1]}"
    return " ".join((declaration.kind, *declaration.labels))


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`, `a, b and 4 more`."""
    if len(words) > _MANY:
        words = [*words[: _MANY - 1], f"{len(words) - _MANY + 1} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
