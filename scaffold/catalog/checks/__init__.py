"""Checks: what an expert would review, as rows of data with small predicates, and a list of all checks there are."""

from __future__ import annotations

from scaffold.catalog.advice import advice_checks
from scaffold.catalog.checks.engine import Invariant, all_invariants, invariants_for, thing
from scaffold.catalog.checks.estate import Estate, without_keys
from scaffold.catalog.checks.verdict import Outcome, Verdict
from scaffold.catalog.functions import function_checks
from scaffold.model.checks import Check

__all__ = [
    "Estate",
    "Invariant",
    "Outcome",
    "Verdict",
    "all_checks",
    "all_invariants",
    "invariants_for",
    "thing",
    "without_keys",
]


def all_checks() -> tuple[Check, ...]:
    """Every check there is, invariants, advice and what is asked of functions' code, ordered by id."""
    invariants = (invariant.check for invariant in all_invariants())
    return tuple(sorted((*invariants, *advice_checks(), *function_checks().values()), key=lambda check: check.id))
