"""The type declarations of installed packages, read as text: what resources and functions give, and of which shape.

Nothing is executed. Only what is installed inside the repository (`node_modules`, virtual environments) is looked at,
and only files of a reasonable size.
"""

from scaffold.readers.declarations.declared import Declarations, Declared, Package
from scaffold.readers.declarations.inputs import Input
from scaffold.readers.declarations.packages import NodeDeclarations

__all__ = ["Declarations", "Declared", "Input", "NodeDeclarations", "Package"]
