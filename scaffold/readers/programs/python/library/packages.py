"""The modules of the library by name. Each is only loaded when a program imports it."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import Any

from scaffold.readers.programs.python.library.asking import unknown_module
from scaffold.readers.programs.values import Machine

#: By the name of a module: the file that it is in here, and what it is called there.
_PLACES = {
    "__future__": ("interpreter", "FUTURE"),
    "abc": ("abstract", "ABC"),
    "argparse": ("command_line", "ARGPARSE"),
    "asyncio": ("waiting", "ASYNCIO"),
    "atexit": ("interpreter", "ATEXIT"),
    "base64": ("encodings", "BASE64"),
    "binascii": ("encodings", "BINASCII"),
    "calendar": ("times", "CALENDAR"),
    "collections": ("containers", "COLLECTIONS"),
    "collections.abc": ("abstract", "COLLECTIONS_ABC"),
    "configparser": ("data_files", "CONFIGPARSER"),
    "contextlib": ("contexts", "CONTEXTLIB"),
    "copy": ("operators", "COPY"),
    "csv": ("streams", "CSV"),
    "dataclasses": ("dataclass", "DATACLASSES"),
    "datetime": ("times", "DATETIME"),
    "decimal": ("numeric", "DECIMAL"),
    "dotenv": ("interpreter", "DOTENV"),
    "enum": ("enums", "ENUM_MODULE"),
    "fnmatch": ("texts", "FNMATCH"),
    "fractions": ("numeric", "FRACTIONS"),
    "functools": ("function_tools", "FUNCTOOLS"),
    "glob": ("paths", "GLOB"),
    "hashlib": ("encodings", "HASHLIB"),
    "hmac": ("encodings", "HMAC"),
    "html": ("texts", "HTML"),
    "inspect": ("reflection", "INSPECT"),
    "io": ("streams", "IO"),
    "itertools": ("sequencing", "ITERTOOLS"),
    "ipaddress": ("networks", "IPADDRESS"),
    "json": ("json_text", "JSON"),
    "logging": ("interpreter", "LOGGING"),
    "math": ("numeric", "MATH"),
    "mimetypes": ("texts", "MIMETYPES"),
    "operator": ("operators", "OPERATOR"),
    "os.path": ("environment", "OS_PATH"),
    "pathlib": ("paths", "PATHLIB"),
    "posixpath": ("environment", "OS_PATH"),
    "pprint": ("reflection", "PPRINT"),
    "re": ("regex", "RE"),
    "shlex": ("texts", "SHLEX"),
    "statistics": ("numeric", "STATISTICS"),
    "string": ("texts", "STRING"),
    "struct": ("encodings", "STRUCT"),
    "textwrap": ("texts", "TEXTWRAP"),
    "time": ("interpreter", "TIME"),
    "toml": ("data_files", "TOML"),
    "tomllib": ("data_files", "TOMLLIB"),
    "tomli": ("data_files", "TOMLLIB"),
    "traceback": ("interpreter", "TRACEBACK"),
    "types": ("reflection", "TYPES"),
    "typing": ("type_names", "TYPING"),
    "typing_extensions": ("type_names", "TYPING"),
    "unicodedata": ("texts", "UNICODEDATA"),
    "urllib.parse": ("urls", "URLLIB_PARSE"),
    "uuid": ("encodings", "UUID"),
    "warnings": ("interpreter", "WARNINGS"),
    "yaml": ("data_files", "YAML"),
}
#: The same for those that each evaluation has one of its own of: the function that makes it.
_MADE = {
    "builtins": ("reflection", "make_builtins"),
    "importlib": ("reflection", "make_importlib"),
    "os": ("environment", "make_os"),
    "sys": ("interpreter", "make_sys"),
}
#: Modules that only ask what is not known, by what they do.
_ASKING = {
    "this runs a command": "subprocess pty docker pexpect sh invoke fabric paramiko",
    "this asks the network": (
        "socket ssl http http.client http.server urllib urllib.request urllib.error requests httpx aiohttp boto3 "
        "botocore smtplib ftplib ipify dns kubernetes socketserver select selectors"
    ),
    "this is random": "random secrets numpy",
    "this depends on the machine": (
        "platform getpass pwd grp locale resource psutil signal ctypes mmap sysconfig site fcntl termios tty"
    ),
    "this runs beside the program": "concurrent concurrent.futures threading multiprocessing queue sched",
    "this makes text of a template": "jinja2 mako chevron pystache",
    "this writes files": "shutil tempfile",
    "this compresses": "zlib gzip bz2 lzma zipfile tarfile",
    "this is kept elsewhere": "sqlite3 shelve pickle marshal dbm",
    "this looks at how the program runs": "gc dis ast tokenize symtable code cProfile profile timeit tracemalloc pdb",
}
_HERE = "scaffold.readers.programs.python.library."


def package(machine: Machine, name: str) -> Any:
    """The module of this name; `None` for one that is not known here."""
    if name in _MADE:
        file, maker = _MADE[name]
        return getattr(import_module(_HERE + file), maker)(machine)
    return _module(name)


@cache
def _module(name: str) -> Any:
    if name in _PLACES:
        file, called = _PLACES[name]
        return getattr(import_module(_HERE + file), called)
    for reason, names in _ASKING.items():
        if name in names.split():
            return unknown_module(name, reason, _parts(name))
    if name.partition(".")[0] in sys.stdlib_module_names:
        return unknown_module(name, "this part of Python's library is not known here", _parts(name))
    return None


def _parts(name: str) -> dict[str, Any]:
    """The modules inside a module."""
    every = (*_PLACES, *" ".join(_ASKING.values()).split())
    below = [other.removeprefix(f"{name}.") for other in every if other.startswith(f"{name}.")]
    return {other: _module(f"{name}.{other}") for other in below if "." not in other}
