"""The front end for TypeScript and JavaScript: from text to the program IR. Nothing is run, no type is checked."""

from scaffold.readers.programs.typescript.front_end import EXTENSIONS, read_module

__all__ = ["EXTENSIONS", "read_module"]
