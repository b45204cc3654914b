"""Provider packages for Python, read as text where a virtual environment of the project has them."""

from scaffold.readers.declarations.python.environments import PythonDeclarations
from scaffold.readers.declarations.python.packages import Argument, PythonPackage

__all__ = ["Argument", "PythonDeclarations", "PythonPackage"]
