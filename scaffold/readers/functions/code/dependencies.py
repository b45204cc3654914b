"""What the code of a function imports, and whether the package has it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

from scaffold.model.functions import Dependency
from scaffold.readers.functions.code.facts import Facts
from scaffold.readers.functions.code.sources import Sources

#: What the managed runtimes have besides the language's own.
_PYTHON_RUNTIME = frozenset(
    {
        "boto3",
        "botocore",
        "s3transfer",
        "jmespath",
        "dateutil",
        "six",
        "urllib3",
        "awslambdaric",
        "simplejson",
        "bootstrap",
    }
)
_NODE = frozenset(
    [
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "diagnostics_channel",
        "dns",
        "domain",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "inspector",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "punycode",
        "querystring",
        "readline",
        "repl",
        "stream",
        "string_decoder",
        "sys",
        "test",
        "timers",
        "tls",
        "trace_events",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "wasi",
        "worker_threads",
        "zlib",
    ]
)
#: Modules whose distributions are called otherwise.
_DISTRIBUTIONS = {
    "yaml": "PyYAML",
    "PIL": "Pillow",
    "cv2": "opencv-python",
    "jwt": "PyJWT",
    "aws_lambda_powertools": "aws-lambda-powertools",
    "aws_xray_sdk": "aws-xray-sdk",
    "psycopg2": "psycopg2-binary",
    "requests_aws4auth": "requests-aws4auth",
    "opensearchpy": "opensearch-py",
    "elasticsearch": "elasticsearch",
    "bs4": "beautifulsoup4",
    "dotenv": "python-dotenv",
    "Crypto": "pycryptodome",
    "jose": "python-jose",
    "sklearn": "scikit-learn",
    "google": "google-api-python-client",
    "mysql": "mysql-connector-python",
    "pymysql": "PyMySQL",
    "attr": "attrs",
    "dateutil": "python-dateutil",
    "OpenSSL": "pyOpenSSL",
    "slack_sdk": "slack-sdk",
    "stripe": "stripe",
}
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def dependencies(sources: Sources, facts: Facts, language: str, runtime: str = "") -> tuple[Dependency, ...]:
    """What is imported, each once, in the order of the code."""
    found: dict[tuple[str, str], Dependency] = {}
    for (path, module), (position, optional) in facts.imports.items():
        made = _python(sources, path, module) if language == "python" else _script(sources, path, module, runtime)
        if made is None:
            continue
        kind, name, declared, packaged = made
        key = (module if kind in ("local", "unresolved") else name or module, kind)
        if key not in found:
            found[key] = Dependency(module, name, kind, position, declared, packaged, optional)
    return tuple(found.values())


def _python(sources: Sources, path: str, module: str) -> tuple[str, str, str, bool] | None:
    top = module.partition(".")[0]
    if module in ("", "__future__"):
        return None
    local = sources.python(module) or (sources.python(top) if not sources.python(module) else None)
    installed = local is None or sources.is_foreign(local)
    if not installed:
        return ("local", "", "", True)
    if top in sys.stdlib_module_names:
        return ("standard", "", "", False)
    name = _DISTRIBUTIONS.get(top, top)
    packaged = local is not None or any(
        f"{folder}{top}/__init__.py" in sources.files or f"{folder}{top}.py" in sources.files
        for folder in ("", "python/", "vendor/", "lib/")
    )
    declared = _declared_python(sources, path, {name.lower(), top.lower()})
    if top in _PYTHON_RUNTIME:
        return ("runtime", name, declared, packaged)
    return ("package", name, declared, packaged)


def _nearby(sources: Sources, path: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The files of these names in the folder of a file and above it, in the package and then in the project."""
    parts = path.split("/")[:-1]
    for length in range(len(parts), -1, -1):
        for name in names:
            inside = "/".join([*parts[:length], name])
            text = sources.text(inside)
            if text is not None:
                yield sources.files[inside].source or inside, text
    packed = sources.files.get(path)
    folder = (packed.source if packed is not None and packed.source else sources.package.position.file).split("/")[:-1]
    for length in range(len(folder), -1, -1):
        for name in names:
            file = "/".join([*folder[:length], name])
            text = sources.beside(file)
            if text is not None:
                yield file, text


def _declared_python(sources: Sources, path: str, names: set[str]) -> str:
    wanted = {name.replace("_", "-") for name in names}
    for file, text in _nearby(sources, path, ("requirements.txt", "Pipfile", "pyproject.toml")):
        if file.endswith("requirements.txt"):
            lines = (_REQUIREMENT.match(line) for line in text.splitlines())
            declared = {line[1].lower().replace("_", "-") for line in lines if line}
        else:
            declared = {word.lower().replace("_", "-") for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)}
        if declared & wanted:
            return file
    return ""


def _script(sources: Sources, path: str, module: str, runtime: str) -> tuple[str, str, str, bool] | None:
    if module.startswith((".", "/")):
        found = sources.script(path, module)
        return ("local", "", "", True) if found is not None else ("unresolved", "", "", False)
    bare = module.removeprefix("node:")
    if module.startswith("node:") or bare.partition("/")[0] in _NODE:
        return ("standard", "", "", False)
    parts = module.split("/")
    name = "/".join(parts[:2]) if module.startswith("@") else parts[0]
    packaged = any(f"{folder}node_modules/{name}/package.json" in sources.files for folder in _upwards(path))
    declared = _declared_script(sources, path, name)
    version = re.search(r"nodejs(\d+)", runtime)
    new = version is None or int(version[1]) >= 18
    ours = (name.startswith(("@aws-sdk/", "@smithy/")) and new) or (
        name == "aws-sdk" and not new and version is not None
    )
    return ("runtime" if ours else "package", name, declared, packaged)


def _upwards(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join([*parts[:length], ""]) for length in range(len(parts), -1, -1)]


def _declared_script(sources: Sources, path: str, name: str) -> str:
    for file, text in _nearby(sources, path, ("package.json",)):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for section in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
            names = content.get(section) if isinstance(content, dict) else None
            if isinstance(names, dict) and name in names:
                return file
    return ""
