"""Terraform's file functions: https://developer.hashicorp.com/terraform/language/functions/file.

They read through a `FileContext`, which keeps inside the project.
"""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from scaffold.model.values import Value, ValueSet
from scaffold.readers.terraform.functions.declare import define
from scaffold.readers.terraform.functions.registry import FileContext, Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import ANY, STRING, make_set


def _abspath(path: str) -> str:
    if not path.startswith("/"):
        raise NeedsKnownError("where the project lies on the machine is not known")
    return _clean(path)


def _pathexpand(path: str) -> str:
    if path.startswith("~"):
        raise NeedsKnownError("the user's home folder is not known")
    return path


def _basename(path: str) -> str:
    stripped = path.rstrip("/")
    return posixpath.basename(stripped) or ("/" if path else ".")


def _dirname(path: str) -> str:
    return _clean(path[: path.rfind("/") + 1])


def _clean(path: str) -> str:
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def _file(files: FileContext, path: str) -> str:
    try:
        return files.read_bytes(path).decode()
    except UnicodeDecodeError:
        reason = (
            f"contents of {path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents"
        )
        raise FunctionError(reason) from None


def _file_base64(files: FileContext, path: str) -> str:
    return base64.b64encode(files.read_bytes(path)).decode()


def _file_exists(files: FileContext, path: str) -> bool:
    return files.exists(path)


def _fileset(files: FileContext, path: str, pattern: str) -> ValueSet:
    return make_set(files.glob(path, pattern))


def _templatefile(files: FileContext, path: str, variables: Value) -> Value:
    if not isinstance(variables, Mapping):
        raise FunctionError("invalid vars value: must be a map")
    for name in variables:
        if not name.replace("-", "_").isidentifier():
            raise FunctionError(f'invalid template variable name "{name}": must start with a letter')
    return files.render(_file(files, path), variables, path)


def _hashed(digest: Callable[[str, bytes], str], algorithm: str) -> Callable[[Any, str], str]:
    def body(files: FileContext, path: str) -> str:
        return digest(algorithm, files.read_bytes(path))

    return body


def hex_digest(algorithm: str, data: bytes) -> str:
    """The digest in hexadecimal digits."""
    import hashlib

    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def base64_digest(algorithm: str, data: bytes) -> str:
    """The digest in base 64."""
    return base64.b64encode(bytes.fromhex(hex_digest(algorithm, data))).decode()


FUNCTIONS: Mapping[str, Function] = {
    "abspath": define(_abspath, STRING),
    "basename": define(_basename, STRING),
    "dirname": define(_dirname, STRING),
    "file": define(_file, STRING, files=True),
    "filebase64": define(_file_base64, STRING, files=True),
    "filebase64sha256": define(_hashed(base64_digest, "sha256"), STRING, files=True),
    "filebase64sha512": define(_hashed(base64_digest, "sha512"), STRING, files=True),
    "fileexists": define(_file_exists, STRING, files=True),
    "filemd5": define(_hashed(hex_digest, "md5"), STRING, files=True),
    "fileset": define(_fileset, STRING, STRING, files=True),
    "filesha1": define(_hashed(hex_digest, "sha1"), STRING, files=True),
    "filesha256": define(_hashed(hex_digest, "sha256"), STRING, files=True),
    "filesha512": define(_hashed(hex_digest, "sha512"), STRING, files=True),
    "pathexpand": define(_pathexpand, STRING),
    "templatefile": define(_templatefile, STRING, ANY, partial=True, files=True),
}
