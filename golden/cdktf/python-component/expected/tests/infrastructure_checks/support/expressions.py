"""References in the text of expressions, called by the construct that they lead to.

`${aws_sqs_queue.orders_queue_1A2B3C4D.arn}` becomes `${aws_sqs_queue.shop/orders/queue.arn}`: Terraform's
names have hashes in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Union

#: Says what to write in the place of a reference's first names, and how many that are; nothing for an unknown one.
Rename = Callable[[Sequence[str]], Union["tuple[str, int]", None]]

_NAME = r"[^\W\d][\w-]*"
#: A reference, what follows after something else, a number.
_TOKEN = re.compile(rf"(?P<reference>{_NAME}(?:\.{_NAME})*)|\.{_NAME}|[0-9]\w*")
#: A text that is a reference as a whole.
_BARE = re.compile(rf"{_NAME}(?:\.[\w*-]+|\[[^\[\]]*\])+")
_ESCAPED = ("$${", "%%{")
_OPENING = ("${", "%{")


def renamed(text: str, rename: Rename) -> str:
    """The text with the references in `${...}` and `%{...}` renamed; one that is a reference as a whole, too."""
    if _BARE.fullmatch(text):
        return _expression(text, 0, rename)[0]
    if not any(mark in text for mark in _OPENING):
        return text
    return _template(text, 0, rename, quoted=False)[0]


def _template(text: str, at: int, rename: Rename, quoted: bool) -> tuple[str, int]:
    """What is written for text from here to its end, or to the quotation mark that ends it; and where it ends."""
    written = []
    while at < len(text):
        if quoted and text[at] == '"':
            return "".join([*written, '"']), at + 1
        if text.startswith(_ESCAPED, at):
            step = 3
        elif text.startswith(_OPENING, at):
            inside, end = _expression(text, at + 2, rename)
            written.append(text[at : at + 2] + inside)
            at = end
            continue
        else:
            step = 2 if quoted and text[at] == "\\" else 1
        written.append(text[at : at + step])
        at += step
    return "".join(written), at


def _expression(text: str, at: int, rename: Rename) -> tuple[str, int]:
    """The same for an expression, up to the brace that ends it."""
    written = []
    depth = 1
    while at < len(text) and depth:
        token = _TOKEN.match(text, at)
        if text[at] == '"':
            inside, at = _template(text, at + 1, rename, quoted=True)
            written.append('"' + inside)
        elif token:
            written.append(_named(token[0], rename) if token["reference"] else token[0])
            at = token.end()
        else:
            depth += (text[at] == "{") - (text[at] == "}")
            written.append(text[at])
            at += 1
    return "".join(written), at


def _named(reference: str, rename: Rename) -> str:
    names = reference.split(".")
    found = rename(names)
    return ".".join([found[0], *names[found[1] :]]) if found else reference
