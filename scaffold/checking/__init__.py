"""What generating would change, without doing it; and how to know, without generating, that it would change nothing.

What is imported here is quick to load: a check of a project in which nothing changed should not wait for the stages.
"""

from __future__ import annotations

from scaffold.checking.cache import remembered
from scaffold.checking.memory import Memory, remembering
from scaffold.checking.place import CACHE_PATH
from scaffold.checking.standing import Kept, Standing

__all__ = ["CACHE_PATH", "Kept", "Memory", "Standing", "remembered", "remembering"]
