"""Options that classes of the library cannot do without: the packages for Python refuse what lacks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.readers.cdktf.python.names import python_name
from scaffold.readers.cdktf.tree.errors import Thrown
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_AZURE: Final = "containerName key storageAccountName"
_CONSUL: Final = "accessToken path"
_REMOTE: Final = "organization workspaces"
#: By class, the library's own.
_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(options.split())
    for name, options in {
        "AzurermBackend": _AZURE,
        "CloudBackend": _REMOTE,
        "ConsulBackend": _CONSUL,
        "CosBackend": "bucket",
        "DataTerraformRemoteState": _REMOTE,
        "DataTerraformRemoteStateAzurerm": _AZURE,
        "DataTerraformRemoteStateConsul": _CONSUL,
        "DataTerraformRemoteStateCos": "bucket",
        "DataTerraformRemoteStateGcs": "bucket",
        "DataTerraformRemoteStateHttp": "address",
        "DataTerraformRemoteStateOss": "bucket",
        "DataTerraformRemoteStatePg": "connStr",
        "DataTerraformRemoteStateS3": "bucket key",
        "DataTerraformRemoteStateSwift": "container",
        "GcsBackend": "bucket",
        "HttpBackend": "address",
        "OssBackend": "bucket",
        "PgBackend": "connStr",
        "RemoteBackend": _REMOTE,
        "S3Backend": "bucket key",
        "SwiftBackend": "container",
        "TerraformAsset": "path",
        "TerraformHclModule": "source",
        "TerraformOutput": "value",
    }.items()
}


def check_required(machine: Machine, name: str, options: Any, at: int) -> None:
    """Raise the program's TypeError where options of a class lack one that it needs."""
    if name not in _OPTIONS or not isinstance(options, Object):
        return
    for option in _OPTIONS[name]:
        if options.entries.get(option, UNDEFINED) is UNDEFINED:
            raise refused(machine, f"{name} needs the argument '{python_name(option)}'", at)


def refused(machine: Machine, message: str, at: int) -> Exception:
    """The TypeError of a package for Python; what it says is not what that says."""
    error = machine.throw(message, at, "TypeError")
    machine.platform.run.part(Thrown).errors.append(error.value)  # type: ignore[attr-defined]
    return error
