"""What runtimes refuse to make because it is too large, and how they say that they cannot know something."""

from __future__ import annotations

from scaffold.readers.programs.values import Machine, OverBudgetError

#: No text is longer, and no list has more elements, than this.
MAX_TEXT = 16 * 1024 * 1024
MAX_ITEMS = 1_000_000
#: The most bits of a whole number: it can still be written out.
MAX_BITS = 12_000


class NotKnownError(Exception):
    """A function needs to know a value that is not known: its result is not either."""


def bounded_text(machine: Machine, length: int) -> None:
    """Count the making of a text of this length. Raises `OverBudgetError` where it is too long."""
    if length > MAX_TEXT:
        raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
    machine.spend(1 + length // 256)


def bounded_items(machine: Machine, count: int) -> None:
    """Count work on this many elements. Raises `OverBudgetError` where they are too many."""
    if count > MAX_ITEMS:
        raise OverBudgetError(f"an array of more than {MAX_ITEMS} elements")
    machine.spend(1 + count // 16)


def bounded_bits(bits: int) -> None:
    """Refuse a whole number of this many bits with an `OverBudgetError` where they are too many."""
    if bits > MAX_BITS:
        raise OverBudgetError(f"a number of more than {MAX_BITS} bits")
