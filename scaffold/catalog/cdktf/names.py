"""Names: `aws_s3_bucket` is the class `S3Bucket`, `mfa_delete` the member `mfaDelete`; and back, without facts."""

from __future__ import annotations

import re
from typing import Final

#: A digit and what follows it inside of a word: `s3control` is `S3Control` as a class.
_AFTER_DIGIT: Final = re.compile(r"(?<=[0-9])[a-z](?=[a-z]{2})")
#: Where a word begins in a name without underscores.
_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def camel(name: str) -> str:
    """What generated classes call the attribute `name`."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def pascal(name: str) -> str:
    """What a class or struct of this name is called, but for the exceptions."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def snake(member: str) -> str:
    """The attribute that a member is most likely of."""
    return _WORD.sub("_", member).lower()


def without_provider(provider: str, type_: str) -> str:
    """A type without the name of its provider, where it begins with that."""
    head = provider.replace("-", "_") + "_"
    return type_.removeprefix(head)


def class_of(provider: str, kind: str, type_: str) -> str:
    """The class of a type, but for the exceptions. `kind` is `data`, `ephemeral`, `provider`, or empty: a resource."""
    if kind == "provider":
        return f"{pascal(provider.replace('-', '_'))}Provider"
    name = f"{kind}_{type_}" if kind else without_provider(provider, type_)
    return _AFTER_DIGIT.sub(lambda found: found[0].upper(), pascal(name))


def guessed_type(provider: str, class_name: str) -> tuple[str, str]:
    """The kind and type that a class is most likely of."""
    for kind in ("Data", "Ephemeral"):
        head = kind + pascal(provider.replace("-", "_"))
        if class_name.startswith(head) and class_name[len(head) : len(head) + 1].isupper():
            return kind.lower(), snake(class_name[len(kind) :])
    return "", f"{provider.replace('-', '_')}_{snake(class_name)}"
