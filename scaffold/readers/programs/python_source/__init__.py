"""The front end for Python: from text to the program IR. Nothing is run, no type is checked."""

from scaffold.readers.programs.python_source.front_end import EXTENSIONS, read_module

__all__ = ["EXTENSIONS", "read_module"]
