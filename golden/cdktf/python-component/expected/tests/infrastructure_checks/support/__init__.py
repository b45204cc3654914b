"""What the tests of this folder are written with."""

from .documents import json_text, texts_under, within
from .synthesis import Synthesis, synthesis

__all__ = ["Synthesis", "json_text", "synthesis", "texts_under", "within"]
