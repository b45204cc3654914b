"""What the texts that templates get are made of, which decides where they may stand: said of each field of a view."""

from __future__ import annotations

import enum
from typing import Annotated, Any, TypeAlias


class Kind(enum.Enum):
    """What a value that a template gets is."""

    #: A name or one of a few words, of letters, digits and `_ . / : -`: it may stand anywhere.
    WORD = "word"
    #: Text of the project that is safe in a comment or docstring, and nowhere else.
    REMARK = "remark"
    #: Code that is ready to stand as it is.
    CODE = "code"
    #: Text of the project: only through a filter that makes a literal or a comment of it.
    TEXT = "text"
    #: Values of the project, of any form: only through a filter that makes a literal of them.
    DATA = "data"
    FLAG = "flag"
    NUMBER = "number"
    LIST = "list"
    TABLE = "table"
    VIEW = "view"
    #: A template that was imported: its macros give code.
    MACROS = "macros"


#: Kinds of which nothing a project says can get into the code beside a literal or a comment.
SAFE = frozenset({Kind.WORD, Kind.CODE, Kind.FLAG, Kind.NUMBER, Kind.MACROS})

Word: TypeAlias = Annotated[str, Kind.WORD]
Remark: TypeAlias = Annotated[str, Kind.REMARK]
Source: TypeAlias = Annotated[str, Kind.CODE]
Text: TypeAlias = Annotated[str, Kind.TEXT]
Data: TypeAlias = Annotated[Any, Kind.DATA]
Macros: TypeAlias = Annotated[Any, Kind.MACROS]
