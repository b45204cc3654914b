"""What the code of a function says: read, never run.

Every way through the handler is followed with values that stand for what is only known once it runs (`machine`,
`exploring`); what the ways have in common and how they differ says what the handler needs and what it does
(`deriving`). The same machine follows one event that is given (`predicting`).
"""

from scaffold.readers.functions.code.predicting import predict
from scaffold.readers.functions.code.reading import read_code

__all__ = ["predict", "read_code"]
