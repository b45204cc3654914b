"""Python's standard library, as far as programs that declare infrastructure use it."""

from scaffold.readers.programs.python.library.packages import package

__all__ = ["package"]
