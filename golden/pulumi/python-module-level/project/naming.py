"""How things are called in this project."""

import os
import re
from pathlib import Path

import pulumi

PREFIX = f"{pulumi.get_project()}-{pulumi.get_stack()}"
TEMPLATES = Path(__file__).parent / "templates"


def named(*parts: str, separator: str = "-") -> str:
    """A name that queues may have."""
    return separator.join([PREFIX, *(re.sub(r"[^a-z0-9]+", separator, part.lower()) for part in parts)])


def stage() -> str:
    """Where this runs."""
    return os.environ.get("STAGE", "dev")
