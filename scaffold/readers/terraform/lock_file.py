"""The dependency lock file: which version of each provider the project has chosen.

https://developer.hashicorp.com/terraform/language/files/dependency-lock
"""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.terraform.ast import Literal
from scaffold.readers.terraform.folder import read_source
from scaffold.readers.terraform.session import Session, join
from scaffold.readers.terraform.syntax import parse_native

NAME = ".terraform.lock.hcl"


def pinned_versions(session: Session) -> Mapping[str, str]:
    """The versions by provider address (`host/namespace/type`, lower case); none where there is no lock file.

    Read once for all that share it. A file that cannot be read is a warning: only what depends on exact versions is
    lost.
    """
    locks = session.shared.locks
    if session.base not in locks:
        locks[session.base] = _read(session)
    return locks[session.base]


def _read(session: Session) -> Mapping[str, str]:
    path = session.root / session.base / NAME
    if not path.exists():
        return {}
    file = join(session.base, NAME)
    problems: list[Diagnostic] = []
    source = read_source(path, session.boundary, file, problems)
    body = parse_native(source, file, problems) if source is not None else None
    found: dict[str, str] = {}
    for block in body.blocks if body else ():
        version = block.body.expression("version")
        if block.type == "provider" and len(block.labels) == 1 and isinstance(version, Literal):
            found[block.labels[0].lower()] = str(version.value)
    if problems:
        summary = f"The lock file cannot be read: {problems[0].summary}"
        place = problems[0].position or Position(file)
        session.report(Severity.WARNING, "broken-lock-file", summary, place, "`terraform init` writes it again.")
    return {} if problems else found


def pinned(versions: Mapping[str, str], name: str, source: str) -> str:
    """The version of a provider with this local name and source address, empty where none is chosen.

    The address may lack its host and its namespace, as the language allows.
    """
    address = (source or name).lower()
    if "/" not in address:
        address = f"hashicorp/{address}"
    whole = address.count("/") > 1
    return next(
        (
            version
            for each, version in versions.items()
            if each == address or (not whole and each.partition("/")[2] == address)
        ),
        "",
    )
