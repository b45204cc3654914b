"""Programs in Python: what Pulumi's SDK for it means, and the components that their modules offer."""

from scaffold.readers.pulumi.python.runtime import PYTHON

__all__ = ["PYTHON"]
