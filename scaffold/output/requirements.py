"""Additions to a requirements file as a careful person makes them: what is there stays as it is."""

from __future__ import annotations

from collections.abc import Iterable


def with_requirements(content: bytes | None, requirements: Iterable[str], includes: str = "") -> bytes:
    """`content`, that of a requirements file, with these requirements behind it, sorted.

    One that is made anew (`None`) begins by including the file `includes`, if that is not empty.
    """
    lines = sorted(requirements)
    if content is None:
        lines = [f"-r {includes}", *lines] if includes else lines
        return "".join(f"{line}\n" for line in lines).encode()
    end = b"\r\n" if b"\r\n" in content else b"\n"
    before = content if not content or content.endswith(b"\n") else content + end
    return before + b"".join(line.encode() + end for line in lines)
