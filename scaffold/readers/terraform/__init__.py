"""Terraform and OpenTofu: configuration read to the model, evaluated as far as it can be without running anything."""

from __future__ import annotations

from pathlib import Path

from scaffold.readers.reading import Reading, ReadOptions


def read(root: Path, options: ReadOptions) -> Reading:
    """Read every root module at or below `root`; what is wrong with them is in the reading's diagnostics."""
    from scaffold.readers.terraform import reader  # loads the parser, which the package's other users do not need

    return reader.read(root, options)
