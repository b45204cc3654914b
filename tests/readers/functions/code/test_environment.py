from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("program", "required", "default"),
    [
        ("os.environ['X']", True, None),
        ("os.environ.get('X', 'd')", False, "d"),
        ("os.getenv('X', 'd')", False, "d"),
        ("os.getenv('X') or 'd'", False, None),
        ("boto3.client('sqs').send_message(QueueUrl=os.getenv('X'))", True, None),
        ("os.environ['X'] if 'X' in os.environ else 1", False, None),
        ("print(os.getenv('X'))", False, None),
    ],
)
def test_reads_of_programs(read, program: str, required: bool, default: str | None) -> None:
    code = read(f"import os, boto3\ndef handler(event, context):\n    return {program}\n")
    assert {each.name for each in code.environment} == {"X"}
    assert any(each.required for each in code.environment) is required
    assert next((each.default for each in code.environment if each.default), None) == default


@pytest.mark.parametrize(
    ("script", "required"),
    [
        ("Number(process.env.X)", True),
        ("process.env.X ?? 'd'", False),
        ("process.env.X || 'd'", False),
        ("process.env['X'] ? 1 : 2", False),
        ("(({ X = 'd' }) => X)(process.env)", False),
        ("fetch(`https://${process.env.X}/`)", True),
        ("process.env.X.split(',')", True),
    ],
)
def test_reads_of_scripts(read, script: str, required: bool) -> None:
    code = read(js=f"exports.handler = async () => {script};")
    assert [(each.name, each.required) for each in code.environment] == [("X", required)]


def test_reads_while_loading_and_in_other_modules(read) -> None:
    code = read(
        "from settings import TABLE\ndef handler(event, context):\n    return TABLE\n",
        settings_dot_py="import os\nTABLE = os.environ['TABLE']\n",
    )
    assert [(each.name, each.at_import, str(each.position)) for each in code.environment] == [
        ("TABLE", True, "src/settings.py:2")
    ]


def test_settings_classes_read_what_they_declare(read) -> None:
    code = read("""
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            table_name: str
            level: str = "INFO"
        settings = Settings()
        def handler(event, context):
            return settings.table_name
    """)
    assert {(each.name, each.required) for each in code.environment} == {("TABLE_NAME", True), ("LEVEL", False)}


def test_all_of_the_environment_stands_for_names_that_are_not_known(read) -> None:
    code = read(
        "import os\ndef handler(event, context):\n    return dict(os.environ.items()), os.environ[event['x']]\n"
    )
    assert {each.name for each in code.environment} == {"*"}


def test_what_no_way_comes_by_is_read_as_it_is_written(read) -> None:
    code = read("import os\ndef unused():\n    return os.environ['LEFT']\ndef handler(event, context):\n    return 1\n")
    assert [(each.name, each.required) for each in code.environment] == [("LEFT", False)]


def test_dependencies_and_where_they_are_declared(read) -> None:
    code = read(
        "import json, boto3, yaml, helper\ntry:\n    import orjson\nexcept ImportError:\n    orjson = None\n"
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import mypy_boto3_s3\n"
        "def handler(event, context): return helper.x\n",
        helper_dot_py="x = 1\n",
        requirements_dot_txt="PyYAML==6.0\n",
    )
    found = {each.module: each for each in code.dependencies}
    assert {name: each.kind for name, each in found.items()} == {
        "json": "standard",
        "boto3": "runtime",
        "yaml": "package",
        "helper": "local",
        "orjson": "package",
        "typing": "standard",
    }
    assert (found["yaml"].name, found["yaml"].declared, found["orjson"].optional) == (
        "PyYAML",
        "src/requirements.txt",
        True,
    )


def test_dependencies_of_scripts(read) -> None:
    code = read(
        js="const a = require('node:fs'), b = require('axios'), c = require('./gone');\n"
        "const { S3 } = require('@aws-sdk/client-s3');\nexports.handler = async () => 1;",
        package_dot_json='{"dependencies": {"axios": "1"}}',
    )
    assert {each.module: (each.kind, each.declared) for each in code.dependencies} == {
        "node:fs": ("standard", ""),
        "axios": ("package", "src/package.json"),
        "./gone": ("unresolved", ""),
        "@aws-sdk/client-s3": ("runtime", ""),
    }
