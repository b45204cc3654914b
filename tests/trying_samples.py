"""Small functions to try: their suites by hand, and the files of suites as they are really made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scaffold.emit.handlers import emit_handlers
from scaffold.emit.render import Renderer
from scaffold.model.handlers import Call, Completes, HandlerCase, HandlerSuite, Loads, Wired

TABLE = Wired(
    "aws_dynamodb_table.orders",
    "table",
    "table orders",
    "orders",
    ("orders",),
    (
        Call(
            "dynamodb",
            "CreateTable",
            {
                "TableName": "orders",
                "KeySchema": ({"AttributeName": "id", "KeyType": "HASH"},),
                "AttributeDefinitions": ({"AttributeName": "id", "AttributeType": "S"},),
                "BillingMode": "PAY_PER_REQUEST",
            },
        ),
    ),
)
LOADING = HandlerCase("loads", "loading", "loads", None, (Loads(),))


def case(name: str, event: Any, *expect: Any, section: str = "events", **options: Any) -> HandlerCase:
    """A case whose title is `takes` and its name."""
    return HandlerCase(name, section, f"takes {name}", event, expect or (Completes(),), **options)


def suite(root: Path, code: str, *cases: HandlerCase, name: str = "index.py", **options: Any) -> HandlerSuite:
    """The suite of a function with this code, which is written below `root`."""
    (root / "code").mkdir(exist_ok=True)
    (root / "code" / name).write_text(code, encoding="utf-8")
    language = "python" if name.endswith(".py") else "javascript"
    given: dict[str, Any] = {"environment": {"TABLE_NAME": "orders"}, "wired": (TABLE,), "timeout": 5}
    given |= options
    environment, wired = given.pop("environment"), given.pop("wired")
    return HandlerSuite(
        "store",
        "function store",
        "aws_lambda_function.store",
        ".",
        language,
        "python3.12" if language == "python" else "nodejs20.x",
        "code",
        name,
        "handler",
        environment,
        wired,
        (LOADING, *cases),
        **given,
    )


def files(target: str) -> Callable[[HandlerSuite], Mapping[str, str]]:
    """What makes the files of a suite."""
    return lambda suite: emit_handlers([suite], target, Renderer(()), "tests/handlers", ".", placed=True)
