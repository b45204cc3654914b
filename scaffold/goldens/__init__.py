"""Golden cases: a project, what it is to be given, and whether it still is. For our own tests and for everybody who
writes templates or pins what is generated."""

from __future__ import annotations

from scaffold.goldens.cases import CASE_FILE, CaseError, GoldenCase, find_cases, load_case
from scaffold.goldens.comparing import Difference, State, compare, recorded
from scaffold.goldens.producing import Production, produced
from scaffold.goldens.recording import Recorded, record
from scaffold.goldens.running import Around, Ran, Result, run_suites

__all__ = [
    "CASE_FILE",
    "Around",
    "CaseError",
    "Difference",
    "GoldenCase",
    "Production",
    "Ran",
    "Recorded",
    "Result",
    "State",
    "compare",
    "find_cases",
    "load_case",
    "produced",
    "record",
    "recorded",
    "run_suites",
]
