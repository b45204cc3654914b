"""Every way out that a held program may try, with the kernel alone, with the guards alone, in Python and in Node.

Each is tried unheld, too, and gets out there: one that fails for another reason than being held would show nothing.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaffold.sandbox import Limits, Network, lacking, landlock, run, seccomp, start
from scaffold.sandbox.running import _GUARDS

NODE = shutil.which("node")
held_by_kernel = pytest.mark.skipif(bool(lacking()), reason="; ".join(lacking()) or "-")
has_node = pytest.mark.skipif(NODE is None, reason="no Node on this machine")

#: Each prints `out` where it gets out. `{outside}` is a folder with a file `kept` in it, `{port}` a port that listens,
#: `{socket}` a listening Unix socket, `{parent}` a process of the same user, `{home}` a home folder with credentials.
PYTHON = {
    "TCP": "import socket; socket.create_connection(('127.0.0.1', {port}), 2)",
    "TCP elsewhere": "import socket; s = socket.socket(); s.settimeout(2); s.connect(('192.0.2.1', 443))",
    "UDP": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
    "DNS": "import socket; socket.socket(2, 2).connect(('127.0.0.53', 53))",
    "looking up": "import socket; socket.getaddrinfo('example.com', 80)",
    "a Unix socket": "import socket; socket.socket(socket.AF_UNIX).connect('{socket}')",
    "listening": "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()",
    "open": "open('{outside}/new', 'w').write('x')",
    "open to append": "open('{outside}/kept', 'a').write('x')",
    "os.open": "import os; os.open('{outside}/new', os.O_CREAT | os.O_WRONLY)",
    "os.truncate": "import os; os.truncate('{outside}/kept', 0)",
    "os.rename out": "import os; open('mine', 'w').close(); os.rename('mine', '{outside}/new')",
    "os.rename in": "import os; os.rename('{outside}/kept', 'mine')",
    "os.remove": "import os; os.remove('{outside}/kept')",
    "os.mkdir": "import os; os.mkdir('{outside}/new')",
    "os.link": "import os; os.link('{outside}/kept', 'mine'); open('mine', 'a').write('x')",
    "a link out": "import os; os.symlink('{outside}', 'way'); open('way/new', 'w').write('x')",
    "a link elsewhere": "import os; os.symlink('/etc', '{outside}/new')",
    "shutil": "import shutil; open('mine', 'w').close(); shutil.copy('mine', '{outside}/new')",
    "sqlite": "import sqlite3; sqlite3.connect('{outside}/new').execute('create table t (x)')",
    "a process": "import subprocess; subprocess.run(['true'], check=True)",
    "os.system": "import os; (_ for _ in ()).throw(OSError()) if os.system('true') else None",
    "os.fork": "import os; os.fork() or os._exit(0)",
    "posix_spawn": "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "a signal": "import os, signal; os.kill({parent}, signal.SIGCONT)",
    "a signal to all": "import os, signal; os.killpg(os.getpgid({parent}), signal.SIGCONT)",
}
#: What only the kernel sees.
BENEATH = {
    "credentials": "open('{home}/.aws/credentials').read()",
    "the parent's environment": "open('/proc/{parent}/environ').read()",
    "the parent's memory": "open('/proc/{parent}/mem', 'rb').seek(1)",
    "ptrace": "import ctypes, os; c = ctypes.CDLL(None); "
    "(_ for _ in ()).throw(OSError()) if c.ptrace(16, {parent}, 0, 0) else None",
    "the parent's limits": "import resource; resource.prlimit({parent}, resource.RLIMIT_NOFILE, (9, 9))",
    "leaving the group": "import os; os.setpgid(0, 0)",
    "leaving the session": "import os; os.setsid()",
    "fork by number": "import ctypes; c = ctypes.CDLL(None); "
    "(_ for _ in ()).throw(OSError()) if c.syscall({fork}) < 0 else None",
    "a descriptor of another": "import ctypes; c = ctypes.CDLL(None); "
    "(_ for _ in ()).throw(OSError()) if c.syscall({opening}, {parent}, 0) < 0 else None",
    "a new namespace": "import ctypes; c = ctypes.CDLL(None); "
    "(_ for _ in ()).throw(OSError()) if c.unshare(0x10000000) else None",
    "the mode of a file": "import os; os.chmod('{outside}/kept', 0o777); "
    "(_ for _ in ()).throw(OSError()) if os.stat('{outside}/kept').st_mode & 0o777 != 0o777 else None",
    "the time of a file": "import os; os.utime('{outside}/kept', (1, 1)); "
    "(_ for _ in ()).throw(OSError()) if os.stat('{outside}/kept').st_mtime != 1 else None",
    "open by ctypes": "import ctypes; c = ctypes.CDLL(None); "
    "(_ for _ in ()).throw(OSError()) if c.open(b'{outside}/new', 65, 438) < 0 else None",
}
JAVASCRIPT = {
    "TCP": "net.connect({port}, '127.0.0.1').on('connect', out).on('error', () => 0)",
    "TCP by HTTP": "require('http').get('http://127.0.0.1:{port}/', out).on('error', () => 0)",
    "fetch": "fetch('http://127.0.0.1:{port}/').then(out, (error) => /RESET|other/.test(error.cause) && out())",
    "UDP": "require('dgram').createSocket('udp4').send('x', {port}, '127.0.0.1', (error) => error || out())",
    "DNS": "require('dns').resolve('example.com', (error) => error || out())",
    "a Unix socket": "net.connect('{socket}').on('connect', out).on('error', () => 0)",
    "listening": "net.createServer().listen(0, '127.0.0.1', out).on('error', () => 0)",
    "writeFileSync": "fs.writeFileSync('{outside}/new', 'x'); out()",
    "writeFile": "fs.writeFile('{outside}/new', 'x', (error) => error || out())",
    "promises": "fs.promises.writeFile('{outside}/new', 'x').then(out, () => 0)",
    "a stream": "fs.createWriteStream('{outside}/new').on('open', out).on('error', () => 0)",
    "rename": "fs.writeFileSync('mine', ''); fs.renameSync('mine', '{outside}/new'); out()",
    "unlink": "fs.unlinkSync('{outside}/kept'); out()",
    "truncate": "fs.truncateSync('{outside}/kept'); out()",
    "mkdir": "fs.mkdirSync('{outside}/new/deep', {{ recursive: true }}); out()",
    "rm": "fs.rmSync('{outside}', {{ recursive: true }}); out()",
    "a link out": "fs.symlinkSync('{outside}', 'way'); fs.writeFileSync('way/new', ''); out()",
    "copyFile": "fs.writeFileSync('mine', ''); fs.copyFileSync('mine', '{outside}/new'); out()",
    "a process": "require('child_process').execFileSync('true'); out()",
    "a shell": "require('child_process').exec('true', (error) => error || out())",
    "a fork": "require('child_process').fork('-e', []).on('spawn', out).on('error', () => 0)",
    "a signal": "process.kill({parent}, 'SIGCONT'); out()",
}
HEAD = "const fs = require('fs'), net = require('net'); const out = () => console.log('out');"
ENDING = HEAD.replace("console.log('out')", "{ console.log('out'); process.exit(); }")


#: What machines may keep from everybody: a network around them, or a look into other processes.
AT_TIMES = {"TCP elsewhere", "looking up", "DNS", "the parent's environment", "the parent's memory", "ptrace"}
AT_TIMES |= {"a new namespace", "fork by number"}
#: How what is refused is told from a mistake in the attempt.
REFUSED = re.compile(
    r"^(PermissionError|OSError|socket\.gaierror|sqlite3\.OperationalError|BlockingIOError|RuntimeError|ValueError)\b",
    re.M,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[dict[str, object]]:
    """A folder for the held program, and all around it that it should leave alone."""
    with _surroundings(tmp_path) as found:
        yield found


@contextmanager
def _surroundings(place: Path) -> Iterator[dict[str, object]]:
    (place / "folder").mkdir(parents=True)
    (place / "outside").mkdir()
    (place / "outside/kept").write_text("kept")
    (place / "home/.aws").mkdir(parents=True)
    (place / "home/.aws/credentials").write_text("secret")
    arm = platform.machine() == "aarch64"
    with (
        tempfile.TemporaryDirectory() as short,
        socket.socket() as listening,
        socket.socket(socket.AF_UNIX) as local,
        subprocess.Popen(["sleep", "120"], start_new_session=True) as other,
    ):
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        local.bind(f"{short}/s")
        local.listen()
        threading.Thread(target=_answer, args=(listening,), daemon=True).start()
        yield {
            "outside": place / "outside",
            "home": place / "home",
            "socket": f"{short}/s",
            "port": listening.getsockname()[1],
            "parent": other.pid,
            "folder": place / "folder",
            "fork": -1 if arm else 57,
            "opening": 434,
        }
        other.kill()
        listening.shutdown(socket.SHUT_RDWR)


def _answer(listening: socket.socket) -> None:
    """Answer whoever comes, until nobody is listened to."""
    try:
        while True:
            with listening.accept()[0] as one:
                one.settimeout(0.5)
                try:
                    one.recv(1000)
                    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                except OSError:
                    pass
    except OSError:
        return


def _gets_out(way: str, command: Sequence[str], world: dict[str, object]) -> None:
    """Where nothing holds it, it does."""
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    done = subprocess.run(
        command, cwd=_folder(world), env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stdout == "out\n" or way in AT_TIMES, done.stderr
    assert done.stdout == "out\n" or not re.search(r"(Name|Syntax|Type|Attribute|Reference|Import)Error", done.stderr)


def _folder(world: dict[str, object]) -> Path:
    return Path(str(world["folder"]))


def _kept(world: dict[str, object]) -> None:
    outside = Path(str(world["outside"]))
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "kept"


@held_by_kernel
@pytest.mark.parametrize("way", [*PYTHON, *BENEATH])
def test_the_kernel_holds_python(
    way: str, world: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _surroundings(tmp_path / "unheld") as unheld:
        code = {**PYTHON, **BENEATH}[way].format(**unheld)
        _gets_out(way, [sys.executable, "-I", "-c", code + "\nprint('out')"], unheld)
    monkeypatch.setenv("HOME", str(world["home"]))
    code = {**PYTHON, **BENEATH}[way].format(**world)
    ended = run([sys.executable, "-I", "-c", code + "\nprint('out')"], _folder(world), Limits(10))
    assert ended.output == b""
    assert ended.status == 1
    assert REFUSED.search(ended.errors), ended.errors
    _kept(world)


@pytest.mark.parametrize("way", PYTHON)
def test_the_guards_hold_python(way: str, world: dict[str, object]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PYTHON[way].format(**world) + "\nprint('out')"],
        cwd=_folder(world),
        env={**os.environ, "PYTHONPATH": str(_GUARDS), "SCAFFOLD_HELD": _held(world)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == ""
    assert "not allowed in this process" in done.stderr
    _kept(world)


@held_by_kernel
@has_node
@pytest.mark.parametrize("way", JAVASCRIPT)
def test_the_kernel_holds_node(way: str, world: dict[str, object], tmp_path: Path) -> None:
    with _surroundings(tmp_path / "unheld") as unheld:
        _gets_out(way, ["node", "-e", ENDING + JAVASCRIPT[way].format(**unheld)], unheld)
    command = ["env", "-u", "NODE_OPTIONS", "node", "-e", HEAD + JAVASCRIPT[way].format(**world)]
    ended = run(command, _folder(world), Limits(10))
    assert ended.output == b""
    assert ended.reason in {"", "time"}
    _kept(world)


@has_node
@pytest.mark.parametrize("way", JAVASCRIPT)
def test_the_guards_hold_node(way: str, world: dict[str, object]) -> None:
    done = subprocess.run(
        ["node", "--require", str(_GUARDS / "guard.cjs"), "-e", HEAD + JAVASCRIPT[way].format(**world)],
        cwd=_folder(world),
        env={**os.environ, "SCAFFOLD_HELD": _held(world)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == ""
    _kept(world)


def _held(world: dict[str, object]) -> str:
    return json.dumps({"writable": [str(world["folder"])], "loopback": False, "ports": [], "processes": False})


@held_by_kernel
def test_what_is_allowed_works(world: dict[str, object]) -> None:
    code = (
        "import threading, tempfile, os, shutil\n"
        "with tempfile.NamedTemporaryFile('w') as file: file.write('x')\n"
        "os.makedirs('a/b'); open('a/b/c', 'w').write('x'); shutil.copy2('a/b/c', 'd'); os.rename('d', 'a/d')\n"
        "open(os.devnull, 'w').write('x')\n"
        "thread = threading.Thread(target=lambda: print(sorted(os.listdir('a')))); thread.start(); thread.join()\n"
        "print(open('{outside}/kept').read(), os.environ['HOME'] == os.getcwd())"
    )
    ended = run([sys.executable, "-c", code.format(**world)], _folder(world))
    assert (ended.status, ended.errors) == (0, "")
    assert ended.output == b"['b', 'd']\nkept True\n"


@held_by_kernel
def test_the_loopback_network_reaches_its_ports_only(world: dict[str, object]) -> None:
    code = "import socket\nfor port in ({port}, 9): print(socket.socket().connect_ex(('127.0.0.1', port)))"
    for options in ([], ["-I"]):
        ended = run(
            [sys.executable, *options, "-c", code.format(**world)],
            _folder(world),
            network=Network.LOOPBACK,
            ports=(int(str(world["port"])),),
        )
        assert ended.output.startswith(b"0\n")
        assert b"\n0\n" not in ended.output


@held_by_kernel
def test_other_machines_are_kept_by_guards_alone_and_that_is_said(world: dict[str, object]) -> None:
    (said,) = lacking(Network.LOOPBACK)
    assert "not to a machine" in said
    code = "import socket; socket.create_connection(('127.0.0.2', {port}), 2)".format(**world)
    port = int(str(world["port"]))
    ended = run([sys.executable, "-c", code], _folder(world), network=Network.LOOPBACK, ports=(port,))
    assert "not allowed in this process" in ended.errors


def test_what_the_kernel_has_is_used() -> None:
    """Without it, the tests of the kernel are left out: that is to be for want of it alone."""
    if not lacking():
        return
    modules = Path("/sys/kernel/security/lsm")
    version = tuple(map(int, re.findall(r"\d+", platform.release())[:2]))
    if not sys.platform.startswith("linux") or version < (6, 7):
        pytest.skip(f"no kernel that limits ports: {platform.system()} {platform.release()}")
    if not modules.exists() or "landlock" not in modules.read_text():
        pytest.skip(f"Landlock is not known to be on: {'; '.join(lacking())}")
    raise AssertionError(f"the kernel has all means, and they are not found: {lacking()}")


LIMITED: dict[str, tuple[str, Limits, str]] = {
    "sleeping": ("import time; time.sleep(60)", Limits(1), "time"),
    "not caring": (
        "import signal, time\nfor n in range(1, 65):\n try: signal.signal(n, signal.SIG_IGN)\n except Exception: pass\n"
        "time.sleep(60)",
        Limits(1),
        "time",
    ),
    "computing": ("while True: pass", Limits(20, processor=1), ""),
    "memory": ("x = bytearray(300_000_000); import time; time.sleep(20)", Limits(10, memory=128), "memory"),
    "much memory": ("x = bytearray(3_000_000_000)", Limits(10, memory=128), ""),
    "output": ("while True: print('x' * 1000)", Limits(10, output=1), "output"),
    "errors": ("import sys\nwhile True: print('x' * 1000, file=sys.stderr)", Limits(10, output=1), "output"),
    "one file": (
        "with open('f', 'wb') as f:\n while True: f.write(b'x' * 1_000_000)",
        Limits(10, disk=4),
        "",
    ),
    "many files": (
        "import itertools, time\n"
        "for n in itertools.count(): open(str(n), 'wb').write(b'x' * 1_000_000); time.sleep(.01)",
        Limits(10, disk=4),
        "disk",
    ),
    "threads": (
        "import threading, time\nfor _ in range(200): threading.Thread(target=time.sleep, args=(30,)).start()",
        Limits(10, threads=32),
        "threads",
    ),
    "processes": ("import os\nwhile True: os.fork()", Limits(10), ""),
}


@held_by_kernel
@pytest.mark.parametrize("way", LIMITED)
def test_a_program_is_ended_at_its_limits(way: str, tmp_path: Path) -> None:
    code, limits, reason = LIMITED[way]
    ended = run([sys.executable, "-I", "-c", code], tmp_path, limits)
    assert ended.status != 0
    assert ended.reason == reason
    assert ended.seconds < 8
    assert len(ended.output) <= 1_000_000
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 500_000_000


@held_by_kernel
def test_nothing_is_left_of_processes_that_may_start_others(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "for n in range(3):\n"
        "    if os.fork() == 0:\n"
        "        try: os.setsid()\n"
        "        except OSError: pass\n"
        "        if os.fork() == 0: open(str(n), 'w').write(str(os.getpid())); time.sleep(60)\n"
        "        os._exit(0)\n"
        "time.sleep(1)"
    )
    ended = run([sys.executable, "-I", "-c", code], tmp_path, Limits(10, processes=True))
    assert ended.status == 0
    started = [int(path.read_text()) for path in tmp_path.iterdir()]
    assert len(started) == 3
    _soon(lambda: not any(_lives(process) for process in started))


@held_by_kernel
def test_a_fork_bomb_is_ended(tmp_path: Path) -> None:
    ended = run(
        [sys.executable, "-I", "-c", "import os\nwhile True:\n try: os.fork()\n except OSError: pass"],
        tmp_path,
        Limits(10, memory=4000, processes=True, threads=16),
    )
    assert ended.reason == "threads"
    _soon(lambda: not [path for path in Path("/proc").iterdir() if _in(path, tmp_path)])


def _in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve(strict=True) == folder
    except OSError:
        return False


def _lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().split()[2]
    except OSError:
        return False


def _soon(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_program_is_talked_with(tmp_path: Path) -> None:
    code = "import sys\nfor line in sys.stdin: print(line.strip().upper(), flush=True)"
    with start([sys.executable, "-c", code], tmp_path) as running:
        running.send(b"one\n")
        assert running.line(10) == b"ONE"
        running.send(b"two\n")
        assert running.line(10) == b"TWO"
        assert running.alive
        assert running.line(0.1) is None
        running.close()
        assert running.wait().status == 0
        assert running.line(1) is None


def test_a_program_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    made = []
    thread = threading.Thread(target=lambda: made.append(start(["cat"], tmp_path)))
    thread.start()
    thread.join()
    time.sleep(0.2)
    with made[0] as running:
        running.send(b"there\n")
        assert running.line(10) == b"there"


def test_a_program_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    ended = run(["no-such-program"], tmp_path)
    assert ended.status == 127
    assert "no-such-program" in ended.errors


def test_secrets_are_left_out_of_what_is_readable(tmp_path: Path) -> None:
    for name in (".aws", "work", ".config/gcloud", ".config/other"):
        (tmp_path / name).mkdir(parents=True)
    hidden = frozenset(landlock.secrets([str(tmp_path)]))
    found = {Path(path).relative_to(tmp_path).as_posix() for path in landlock.readable(str(tmp_path), hidden)}
    assert found == {"work", ".config/other"}


@pytest.mark.skipif(not seccomp.available(), reason="no such filter here")
def test_a_filter_has_room_in_the_kernel() -> None:
    assert len(seccomp._filter(True, False, False)) < 4096
    assert all(step[1] < 256 and step[2] < 256 for step in seccomp._filter(True, True, True))
