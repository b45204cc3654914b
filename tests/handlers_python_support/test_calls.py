"""Functions are called as Lambda calls them, each time anew, and leave nothing behind."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Made = Callable[..., Any]

ECHO = """
    import os
    def handler(event, context):
        return dict(os.environ)
"""


def test_the_environment_is_the_declared_one(function: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAKING", "1")
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    before = dict(os.environ)
    made = function(ECHO, environment={"TABLE": "t"}, name="orders-dev", region="eu-west-1", memory=256)
    found = made.call({}).result
    assert found["TABLE"] == "t"
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert found["AWS_LAMBDA_FUNCTION_NAME"] == "orders-dev"
    assert found["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert found["AWS_ACCESS_KEY_ID"] == "testing"
    assert found["_HANDLER"] == "index.handler"
    assert not {"LEAKING", "AWS_PROFILE", "AWS_ENDPOINT_URL", "HOME"} & found.keys()
    assert dict(os.environ) == before


def test_variables_are_left_out_and_others_set(function: Made) -> None:
    made = function(ECHO, environment={"TABLE": "t", "MODE": "a"})
    found = made.call({}, without=["TABLE"], environment={"MODE": "b"}).result
    assert "TABLE" not in found
    assert found["MODE"] == "b"


def test_what_a_handler_changes_is_changed_back(function: Made) -> None:
    code = """
        import logging, os, sys, time
        os.environ["ADDED"] = "1"
        sys.path.insert(0, "/somewhere")
        logger = logging.getLogger()
        logger.setLevel(logging.DEBUG)
        for each in list(logger.handlers):
            logger.removeHandler(each)
        logging.getLogger("orders").addHandler(logging.StreamHandler())
        logging.getLogger("boto3").setLevel(logging.ERROR)
        logging.disable(logging.INFO)
        def handler(event, context):
            os.chdir("/")
            event["seen"] = True
            return len(logger.handlers)
    """
    root, event = logging.getLogger(), {"a": [1]}
    before = (list(root.handlers), root.level, list(sys.path), os.getcwd(), time.tzname, len(sys.path_hooks))
    made = function(code)
    assert made.call(event).result == 0
    assert (list(root.handlers), root.level, list(sys.path), os.getcwd(), time.tzname, len(sys.path_hooks)) == before
    assert event == {"a": [1]}
    assert "ADDED" not in os.environ
    assert logging.getLogger("orders").handlers == []
    assert logging.root.manager.disable == 0
    assert "index" not in sys.modules


def test_each_call_loads_anew(function: Made) -> None:
    files = {
        "index.py": """
            from count import numbers
            def handler(event, context):
                numbers.append(1)
                return len(numbers)
        """,
        "count.py": "numbers = []\n",
    }
    made = function(files)
    assert [made.call({}).result for _ in range(2)] == [1, 1]
    assert "count" not in sys.modules


def test_packages_namespaces_and_relative_imports(function: Made) -> None:
    files = {
        "src/lambda/index.py": """
            from . import near
            from ..shared.far import far
            from shared_top import top
            def handler(event, context):
                return [__name__, near.near, far, top]
        """,
        "src/lambda/near.py": "near = 'near'\n",
        "src/shared/__init__.py": "",
        "src/shared/far.py": "far = 'far'\n",
        "shared_top.py": "top = 'top'\n",
    }
    made = function(files, entry="src/lambda/index.py")
    assert made.call({}).result == ["src.lambda.index", "near", "far", "top"]


@pytest.mark.parametrize("entry", ["pack/__init__.py", "my-handler.py", "src/my-handler.py"])
def test_places_of_handlers(function: Made, entry: str) -> None:
    folder = os.path.dirname(entry)
    files = {
        entry: "from pathlib import Path\ndef handler(event, context):\n    return __name__, Path(__file__).name\n",
        os.path.join(folder, "near.py"): "",
    }
    name, file = function(files, entry=entry).call({}).result
    assert (name, file) == (entry[: -len(".py")].replace("/", ".").replace(".__init__", ""), os.path.basename(entry))


@pytest.mark.parametrize("name", ["json", "support_of_handler_suites", "pytest", "queue", "handlers"])
def test_modules_that_are_called_like_others(function: Made, name: str) -> None:
    """A handler may be called like a module of the tests, of Python, or of what is installed."""
    code = {f"{name}.py": "def handler(event, context):\n    return 'own'\n"}
    before = sys.modules.get(name)
    assert function(code, entry=f"{name}.py").call({}).result == "own"
    assert sys.modules.get(name) is before


def test_own_modules_hide_those_of_the_tests(function: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "helpers", sys)
    files = {
        "index.py": "import helpers\ndef handler(event, context):\n    return helpers.me\n",
        "helpers.py": "me = 1",
    }
    assert function(files).call({}).result == 1
    assert sys.modules["helpers"] is sys


def test_only_what_is_packaged_is_there(function: Made, suites: Path) -> None:
    files = {
        "index.py": "import os\nfrom pathlib import Path\nimport other\ndef handler(event, context):\n"
        "    return [other.name, (Path(__file__).parent / 'data.txt').read_text(), open('data.txt').read()]\n",
        "other.py": "name = 'other'\n",
        "data.txt": "data",
        "left_out.py": "",
    }
    whole = function(files, files=["index.py", "other.py", "data.txt"])
    assert whole.call({}).result == ["other", "data", "data"]
    part = function(files, files=["index.py"])
    assert part.call({}).missing == "other"
    places = {"index.py": os.path.relpath(Path(whole.package._folder) / "index.py", suites)}
    mixed = function(files, files=places, texts={"other.py": "name = 'text'", "data.txt": "said"})
    assert mixed.call({}).result == ["text", "said", "said"]


def test_code_knows_its_own_file(function: Made, tmp_path: Path) -> None:
    code = "def handler(event, context):\n    return handler.__code__.co_filename\n"
    for files in ((), ["index.py"]):
        assert function(code, files=files).call({}).result == str((tmp_path / "lambda" / "index.py").resolve())


def test_nothing_is_written_beside_the_code(function: Made, tmp_path: Path) -> None:
    function({"index.py": "import other\ndef handler(event, context): ...\n", "other.py": ""}).call({})
    assert not list((tmp_path / "lambda").rglob("__pycache__"))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import sys\ndef handler(event, context):\n    sys.exit(3)\n", "SystemExit"),
        ("raise SystemExit\n", "SystemExit"),
        ("def handler(event, context):\n    return {1, 2}\n", "MarshalError"),
        ("def handler(event, context):\n    return b'bytes'\n", "MarshalError"),
        ("async def handler(event, context):\n    return {}\n", "MarshalError"),
        ("def handler(event):\n    return {}\n", "TypeError"),
        ("def other(event, context):\n    return {}\n", "AttributeError"),
        ("def handler(:\n", "SyntaxError"),
        ("import not_there\n", "ModuleNotFoundError"),
        ("import urllib.request\ndef handler(event, context):\n"
         "    urllib.request.urlopen('https://example.com')\n", "URLError"),
    ],
)  # fmt: skip
def test_errors_leave_the_handler(function: Made, code: str, error: str) -> None:
    outcome = function(code).run({})
    assert type(outcome.error).__name__ == error
    outcome.raises(error)
    with pytest.raises(AssertionError, match=error):
        outcome.completes()


def test_there_is_no_network(function: Made) -> None:
    code = """
        import socket
        def handler(event, context):
            try:
                socket.create_connection(("192.0.2.1", 80))
            except OSError as error:
                return str(error)
    """
    assert "there is no network in these tests: 192.0.2.1" in function(code).call({}).result
    assert socket.getaddrinfo.__module__ == "socket"


def test_an_event_loop_runs(function: Made) -> None:
    code = """
        import asyncio
        async def work():
            await asyncio.sleep(0)
            return "done"
        def handler(event, context):
            return asyncio.run(work())
    """
    assert function(code).call({}).result == "done"


def test_the_context_is_that_of_lambda(function: Made) -> None:
    code = """
        def handler(event, context):
            names = ("function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb",
                     "log_group_name", "client_context")
            left = context.get_remaining_time_in_millis()
            return [*(getattr(context, name) for name in names), 0 < left <= 20000, len(context.aws_request_id)]
    """
    found = function(code, name="orders", timeout=20, memory=512).call({}).result
    arn = "arn:aws:lambda:us-east-1:123456789012:function:orders"
    assert found == ["orders", "$LATEST", arn, "512", "/aws/lambda/orders", None, True, 36]


def test_what_is_logged_is_kept(function: Made) -> None:
    code = """
        import logging
        logging.getLogger().handlers[0].setFormatter(logging.Formatter("%(message)s"))
        def handler(event, context):
            logging.getLogger("a").warning("is %s", "wrong")
            try:
                {}["x"]
            except KeyError:
                logging.exception("failed")
    """
    assert function(code).call({}).logs == ["WARNING is wrong", "ERROR failed (KeyError: 'x')"]


def test_results_are_what_is_sent(function: Made) -> None:
    code = """
        from decimal import Decimal
        def handler(event, context):
            return {"a": (1, 2), 3: Decimal("1.5")}
    """
    assert function(code).call({}).result == {"a": [1, 2], "3": 1.5}


def test_warnings_are_no_errors(function: Made) -> None:
    code = "import warnings\nwarnings.warn('old', DeprecationWarning)\ndef handler(event, context):\n    return 1\n"
    assert function(code).call({}).result == 1


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing ends a call here")
def test_a_call_without_end_is_ended(function: Made, support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support.runtime, "PATIENCE", 0.2)
    code = """
        def handler(event, context):
            while True:
                try:
                    pass
                except Exception:
                    pass
    """
    with pytest.raises(AssertionError, match=r"raised: TimedOut: the function goes on for more than 0\.2 seconds"):
        function(code).call({}).completes()
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_what_is_not_installed_is_said(function: Made) -> None:
    made = function("import not_there\n", requirements="lambda/requirements.txt")
    told = "function index needs not_there: pip install -r lambda/requirements.txt"
    with pytest.raises(pytest.fail.Exception, match=told):
        made.call({})
    with pytest.raises(pytest.fail.Exception, match="function index needs not_there: pip install a b"):
        function("import not_there\n", packages=["a", "b"]).loads()
    with pytest.raises(AssertionError, match="No module named 'not_there'"):
        function("import not_there\n").loads()


POWERTOOLS = """
    from aws_lambda_powertools import Logger, Tracer
    from aws_lambda_powertools.utilities.typing import LambdaContext
    logger = Logger(service="orders")
    tracer = Tracer()
    @tracer.capture_lambda_handler
    @logger.inject_lambda_context(log_event=True)
    def handler(event, context: LambdaContext):
        logger.info("going", extra={"a": 1})
        with tracer.provider.in_subsegment("x") as segment:
            segment.put_annotation("a", 1)
        return "done"
"""


def test_stand_ins_are_asked_for(function: Made, support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pytest.fail.Exception, match="SCAFFOLD_STUBS=1"):
        function(POWERTOOLS).call({})
    monkeypatch.setattr(support.stubs, "_ASKED", True)
    assert function(POWERTOOLS).call({}).result == "done"
    assert "aws_lambda_powertools" not in sys.modules
    for line in ("from aws_lambda_powertools.event_handler import X", "from aws_lambda_powertools import X"):
        assert isinstance(function(line).run({}).error, ImportError)
    made = function("from aws_xray_sdk.core import patch_all\npatch_all()\ndef handler(event, context): ...\n")
    made.loads()
