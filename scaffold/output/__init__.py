"""The output stage: generated files in memory joined with what is on disk, and then onto it."""

from __future__ import annotations

from scaffold.output.changes import Change, Verb
from scaffold.output.eject import eject
from scaffold.output.errors import OutputError
from scaffold.output.keeping import load_lock, write_lock
from scaffold.output.lock import LOCK_PATH, Entry, Lock, LockError
from scaffold.output.lock_text import spell_lock
from scaffold.output.regenerating import Regenerated, regenerate
from scaffold.output.replacing import write_file
from scaffold.output.run import Regeneration
from scaffold.output.writer import carry_out

__all__ = [
    "LOCK_PATH",
    "Change",
    "Entry",
    "Lock",
    "LockError",
    "OutputError",
    "Regenerated",
    "Regeneration",
    "Verb",
    "carry_out",
    "eject",
    "load_lock",
    "regenerate",
    "spell_lock",
    "write_file",
    "write_lock",
]
