"""JavaScript's runtime for the evaluator: operators, built-in objects, the modules of Node.js."""

from scaffold.readers.programs.javascript.language import JavaScript

__all__ = ["JavaScript"]
