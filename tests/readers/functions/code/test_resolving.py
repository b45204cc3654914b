from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model.functions import Package, Packed
from scaffold.model.position import Position
from scaffold.readers.functions.code import read_code


def test_a_handler_is_found_with_its_place(read) -> None:
    code = read("def other():\n    pass\n\n\ndef handler(event, context):\n    return {}\n")
    assert (code.problem, code.reason, code.file, code.entry, code.function) == (
        "",
        "",
        "src/index.py",
        "index.py",
        "handler",
    )
    assert str(code.position) == "src/index.py:5"


@pytest.mark.parametrize(
    ("handler", "problem"),
    [
        ("main.handler", "the package has no main.py (it has index.py)"),
        ("index.run", "index.py defines no run"),
        ("handler", "the handler 'handler' does not name a file and a function"),
    ],
)
def test_a_handler_that_is_not_there_is_told_of(read, handler: str, problem: str) -> None:
    assert read("def handler(event, context): return 1\n", handler=handler).problem == problem


def test_a_script_that_exports_something_else_is_told_of(read) -> None:
    code = read(js="exports.handle = async () => 1;\n")
    assert code.problem == "index.js exports no handler (it exports handle)"


@pytest.mark.parametrize(
    "script",
    [
        "exports.handler = async (event) => event.id;",
        "module.exports = { handler };\nasync function handler(event) { return event.id; }",
        "module.exports.handler = function (event, context, callback) { callback(null, event.id); };",
        "export const handler = async (event) => event.id;",
        "export async function handler(event) { return event.id; }",
        "const handler = async (event) => event.id;\nexport { handler };",
        "const run = async (event) => event.id;\nexport { run as handler };",
        "const middy = require('@middy/core');\nexports.handler = middy(async (event) => event.id).use({});",
        "class App { constructor() { this.x = 1; } async run(event) { return event.id; } }\n"
        "const app = new App();\nexports.handler = app.run.bind(app);",
        "exports.handler = require('./other').handler;",
    ],
)
def test_exports_of_every_kind_lead_to_the_handler(read, script: str) -> None:
    code = read(js=script, other_dot_js="exports.handler = async ({ id }) => id;")
    assert code.problem == ""
    assert [use.path for use in code.uses] == [("id",)]


@pytest.mark.parametrize(
    "program",
    [
        "def handler(event, context): return event['id']",
        "import functools\ndef wrap(f):\n    @functools.wraps(f)\n    def inner(event, context):\n"
        "        return f(event, context)\n    return inner\n@wrap\ndef handler(event, context): return event['id']",
        "from aws_lambda_powertools import Logger\nlogger = Logger()\n@logger.inject_lambda_context\n"
        "def handler(event, context): return event['id']",
        "from aws_lambda_powertools import Tracer\ntracer = Tracer()\n@tracer.capture_lambda_handler(capture=1)\n"
        "def handler(event, context): return event['id']",
        "class App:\n    def __call__(self, event, context): return event['id']\n    def run(self, event, context):\n"
        "        return event['id']\nhandler = App().run",
        "from other import handler",
        "from pack.deep import handler",
    ],
)
def test_programs_of_every_kind_lead_to_the_handler(read, program: str) -> None:
    other = "def handler(event, context):\n    return event['id']\n"
    code = read(program, other_dot_py=other, pack____init___dot_py="", pack__deep_dot_py=other)
    assert code.problem == ""
    assert [use.path for use in code.uses] == [("id",)]


def test_a_package_of_which_nothing_is_known_says_why() -> None:
    package = Package("image", {}, Position("main.tf"), reason="a container image")
    assert read_code(package, "index.handler", "python", Path()).reason == "a container image"


def test_text_of_the_program_is_read_as_a_file() -> None:
    text = "exports.handler = async (event) => ({ statusCode: event.id ? 200 : 400 });"
    package = Package("inline", {"index.js": Packed(text=text)}, Position("main.tf", 7))
    code = read_code(package, "index.handler", "javascript", Path())
    assert code.statuses == (200, 400)


def test_code_that_does_not_parse_or_never_ends_is_no_fault_of_ours(read) -> None:
    assert read("def handler(event, context:\n    return (\n").reason == ""
    assert read("def handler(event, context):\n    while True:\n        event['x']\n").explained is False
    deep = "def handler(event, context):\n    return " + "(" * 400 + "1" + ")" * 400 + "\n"
    assert read(deep).language == "python"
    loops = "def handler(event, context):\n    return handler(event, context)\n"
    assert read(loops).problem == ""
