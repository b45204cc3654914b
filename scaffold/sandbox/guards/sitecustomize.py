"""Loaded by Python itself before a held program: refuses, in words, what the program must not do.

Where the kernel holds the program too, this is for the message; elsewhere it is all there is.
"""

import json
import os
import sys


def _hold() -> None:
    held = json.loads(os.environ.pop("SCAFFOLD_HELD", "null"))
    if held is None:
        return
    writable = tuple(os.path.realpath(path) for path in held["writable"])
    ports = frozenset(held["ports"])
    local = ("127.0.0.1", "::1", "localhost")
    separator = os.sep
    real, decode, writes = os.path.realpath, os.fsdecode, os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    devices = (os.devnull, "/dev/zero", "/dev/full")

    def refuse(what: object) -> None:
        raise PermissionError(1, f"not allowed in this process: {what}")

    def inside(path: object, what: str) -> None:
        if isinstance(path, int) or path is None:
            return
        found = real(decode(path))  # type: ignore[arg-type]
        if found not in devices and not any(found == each or found.startswith(each + separator) for each in writable):
            refuse(f"{what} {found}")

    def opened(path: object, mode: object, flags: object) -> None:
        changing = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if changing or (isinstance(flags, int) and flags & writes):
            inside(path, "writing to")

    def connected(_socket: object, address: object) -> None:
        to = address if isinstance(address, tuple) and len(address) > 1 else ("", 0)
        if not (held["loopback"] and to[0] in local and (not ports or to[1] in ports)):
            refuse(f"a connection to {address}")

    def named(host: object, *_: object) -> None:
        text = host.decode(errors="replace") if isinstance(host, bytes) else host
        if not held["loopback"] or text not in local:
            refuse(f"looking up {text}")

    def started(program: object, *_: object) -> None:
        if not held["processes"]:
            refuse(f"starting a process ({program!r})")

    def signalled(process: object, _number: object) -> None:
        if process not in (os.getpid(), 0):
            refuse(f"a signal to process {process}")

    def changed(path: object, *_: object) -> None:
        inside(path, "changing")

    def moved(source: object, target: object, *_: object) -> None:
        inside(source, "changing")
        inside(target, "changing")

    def told(socket: object, address: object) -> None:
        if address is not None:
            connected(socket, address)

    def stored(name: object) -> None:
        if name not in (":memory:", ""):
            changed(name)

    def linked(_source: object, target: object, *_: object) -> None:
        inside(target, "changing")

    checks = {
        "open": opened,
        "socket.connect": connected,
        "socket.bind": lambda _socket, address: refuse(f"listening at {address}"),
        "socket.sendto": connected,
        "socket.sendmsg": told,
        "socket.getaddrinfo": named,
        "socket.gethostbyname": named,
        "socket.gethostbyaddr": named,
        "os.rename": moved,
        "os.link": moved,
        "os.symlink": linked,
        "os.kill": signalled,
        "os.killpg": lambda group, _number: refuse(f"a signal to group {group}"),
        **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown"), changed),
        "sqlite3.connect": stored,
        **dict.fromkeys(("os.utime", "os.setxattr", "os.removexattr"), changed),
        **dict.fromkeys(("subprocess.Popen", "os.system", "os.posix_spawn", "os.spawn", "os.exec"), started),
        **dict.fromkeys(("os.fork", "os.forkpty"), lambda: started("fork")),
    }

    def check(name: str, arguments: tuple[object, ...]) -> None:
        found = checks.get(name)
        if found is not None:
            found(*arguments)  # type: ignore[operator]

    sys.addaudithook(check)


_hold()
