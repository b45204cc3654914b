"""Pulumi programs, in whatever language they are written: evaluated symbolically, never run."""

from __future__ import annotations

from pathlib import Path

from scaffold.readers.reading import Reading, ReadOptions


def read(root: Path, options: ReadOptions) -> Reading:
    """Read every project at or below `root`; what is wrong with them is in the reading's diagnostics."""
    from scaffold.readers.pulumi import reader  # loads the evaluator, which the package's other users do not need

    return reader.read(root, options)
