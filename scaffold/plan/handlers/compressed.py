"""Data as subscriptions to log groups send it: JSON, compressed by gzip, in base64."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

#: The beginning of a file of gzip: its method, and nothing of its age and origin.
_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))


def compressed(data: Any) -> str:
    """The text for some JSON data. It is stored and not packed, so that it is the same whatever packs it."""
    content = json.dumps(data, separators=(",", ":")).encode()
    size = struct.pack("<H", len(content))
    block = b"\x01" + size + bytes(255 - byte for byte in size) + content
    whole = _HEAD + block + struct.pack("<II", zlib.crc32(content), len(content))
    return base64.b64encode(whole).decode()
