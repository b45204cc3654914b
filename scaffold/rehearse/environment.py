"""The environment of what a rehearsal runs: the machine's own paths, and credentials that no cloud knows."""

from __future__ import annotations

import os
from collections.abc import Mapping

#: The account that the emulator answers for, and that its resources' ARNs name.
ACCOUNT = "123456789012"
#: What of the user's environment goes on: where programs and temporary files are, and how text is encoded.
_KEPT = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "WINDIR"),
        *("NODE_PATH", "NVM_DIR", "VOLTA_HOME", "PYENV_ROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    }
)
#: A proxy that nobody answers at: what asks for more than this machine gets nothing.
_NOWHERE = "http://127.0.0.1:9"


def clean(region: str, endpoint: str = "", **more: str) -> Mapping[str, str]:
    """The environment for a process that must reach nothing but the emulator.

    Nothing of the user's AWS settings goes on: no profile, no file of credentials or settings, no metadata service.
    """
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    return {
        **kept,
        "AWS_ACCESS_KEY_ID": "rehearsal",
        "AWS_SECRET_ACCESS_KEY": "rehearsal",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **({"AWS_ENDPOINT_URL": endpoint} if endpoint else {}),
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _NOWHERE),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
        **more,
    }
