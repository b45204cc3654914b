"""Facts about a configuration that a test can assert, and every target can spell.

A fact names a value (`subject`: a resource's attribute, an output, a whole resource), a relation, and what the value
stands in that relation to. Invariants give facts as their evidence, runs of a configuration expect them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from scaffold.model.values import Reference, Value


class Relation(enum.Enum):
    """How a value stands to another; the value of the fact is given in brackets."""

    EQUALS = "equals"  # (a literal, or a reference to the very attribute whose value it is)
    DIFFERS = "differs"  # (a literal)
    AT_LEAST = "at least"  # (a number)
    AT_MOST = "at most"  # (a number)
    ONE_OF = "one of"  # (a tuple of literals)
    PRESENT = "present"  # (nothing) set to something, or at least one nested block
    ABSENT = "absent"  # (nothing) not set, or no nested block, or no instance of a resource
    COUNTS = "counts"  # (a number) instances of a resource or module, or entries of a collection
    EXCLUDES = "excludes"  # (a tuple of `keys` and one of `values`) nothing under one of the keys is one of the values


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that holds. `subject` is an address and the steps below it; see `Relation` for `value`.

    Steps follow the model: an attribute's name, an index into a list of nested blocks, a key of a map. `output.NAME`,
    `local.NAME` and `module.NAME` are addresses too.
    """

    subject: Reference
    relation: Relation
    value: Value = None
