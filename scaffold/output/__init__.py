"""The output stage: generated files in memory against what is on disk, and then onto it."""

from __future__ import annotations

from scaffold.output.changes import Change, Verb, compare
from scaffold.output.errors import OutputError
from scaffold.output.manifest import MANIFEST_PATH, Manifest, ManifestError, load_manifest
from scaffold.output.writer import write, write_file

__all__ = [
    "MANIFEST_PATH",
    "Change",
    "Manifest",
    "ManifestError",
    "OutputError",
    "Verb",
    "compare",
    "load_manifest",
    "write",
    "write_file",
]
