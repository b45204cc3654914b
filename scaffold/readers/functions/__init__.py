"""The functions behind an infrastructure: what is packaged, what it is wired to, and what its code does."""

from scaffold.readers.functions.functions import functions

__all__ = ["functions"]
