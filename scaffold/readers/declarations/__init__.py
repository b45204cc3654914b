"""The type declarations of installed packages, read as text: what resources and functions give, and of which shape.

Nothing is executed. Only `node_modules` inside the project are looked at, and only files of a reasonable size.
"""

from scaffold.readers.declarations.constructors import Input
from scaffold.readers.declarations.packages import Declarations, Declared, Package

__all__ = ["Declarations", "Declared", "Input", "Package"]
