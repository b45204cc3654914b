"""What generating would change, without doing it; and how to know, without generating, that it would change nothing.

What is imported here is quick to load: a check of a project in which nothing changed should not wait for the stages.
"""

from __future__ import annotations

from scaffold.checking.cache import CACHE_PATH, Memory, remembered, remembering
from scaffold.checking.standing import Kept, Standing

__all__ = ["CACHE_PATH", "Kept", "Memory", "Standing", "remembered", "remembering"]
