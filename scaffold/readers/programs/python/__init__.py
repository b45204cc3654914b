"""Python's runtime for the evaluator: operators, built-in classes and functions, the standard library."""

from scaffold.readers.programs.python.language import Python

__all__ = ["Python"]
