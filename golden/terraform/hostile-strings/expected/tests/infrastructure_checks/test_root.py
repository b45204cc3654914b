"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import expression, load, ref, template


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../..")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {
        "terraform_data": [
            "control",
            "heredoc",
            "keys",
            "quotes",
            "templates",
            "unicode",
        ],
    }


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_no_modules(terraform):
    assert terraform.names("module") == {}


# Configuration


def test_data_quotes_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "quotes") == {
        "input": {
            "double": 'she said "no"',
            "single": "it's",
            "triple": "\"\"\" and '''",
            "back": "`rm -rf` and \\` and \\",
            "trailing": "ends in a backslash\\",
        },
    }


def test_data_quotes_has_its_input(terraform):
    assert terraform.block("resource", "terraform_data", "quotes")["input"] == {
        "double": 'she said "no"',
        "single": "it's",
        "triple": "\"\"\" and '''",
        "back": "`rm -rf` and \\` and \\",
        "trailing": "ends in a backslash\\",
    }


def test_data_templates_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "templates") == {
        "input": {
            "dollar": "${not.a.reference} and $$ and $",
            "percent": "%{ if not } a directive %{ endif } and %",
            "script": "${process.exit(1)}",
            "jinja": "{{ 7 * 7 }} {% raw %} {# none #}",
            "mixed": template(
                'a "quoted" ', ref("terraform_data.quotes.id"), " and `${that}`"
            ),
            "format": "{0} {name} %s %(name)s %d",
            "position": "{}",
        },
    }


def test_data_templates_has_its_input(terraform):
    assert terraform.block("resource", "terraform_data", "templates")["input"] == {
        "dollar": "${not.a.reference} and $$ and $",
        "percent": "%{ if not } a directive %{ endif } and %",
        "script": "${process.exit(1)}",
        "jinja": "{{ 7 * 7 }} {% raw %} {# none #}",
        "mixed": template(
            'a "quoted" ', ref("terraform_data.quotes.id"), " and `${that}`"
        ),
        "format": "{0} {name} %s %(name)s %d",
        "position": "{}",
    }


def test_data_control_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "control") == {
        "input": {
            "newlines": "one\ntwo\r\nthree\ttabbed",
            "comment": "/* open */ // line # hash --> ]]> */",
            "html": "</script><!-- <script>",
            "nothing": "",
            "spaces": "  kept  ",
        },
    }


def test_data_control_has_its_input(terraform):
    assert terraform.block("resource", "terraform_data", "control")["input"] == {
        "newlines": "one\ntwo\r\nthree\ttabbed",
        "comment": "/* open */ // line # hash --> ]]> */",
        "html": "</script><!-- <script>",
        "nothing": "",
        "spaces": "  kept  ",
    }


def test_data_unicode_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "unicode") == {
        "input": {
            "accents": "Grüße, señor, 你好",
            "emoji": "🚀👩\u200d👩\u200d👧",
            "astral": "🚀",
            "separators": "a\u2028b\u2029c\x85d",
            "direction": "\u202eevil\u202c",
            "combining": "é",
            "zero_width": "a\u200bb\ufeffc",
        },
    }


def test_data_unicode_has_its_input(terraform):
    assert terraform.block("resource", "terraform_data", "unicode")["input"] == {
        "accents": "Grüße, señor, 你好",
        "emoji": "🚀👩\u200d👩\u200d👧",
        "astral": "🚀",
        "separators": "a\u2028b\u2029c\x85d",
        "direction": "\u202eevil\u202c",
        "combining": "é",
        "zero_width": "a\u200bb\ufeffc",
    }


def test_data_heredoc_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "heredoc") == {
        "input": template(
            (
                '"""quoted""" and \'single\' and `ticks`\n'
                "  ${kept} %{kept} \\n is not a newline \\\n"
                "*/ and "
            ),
            ref("terraform_data.quotes.id"),
            "\n",
        ),
    }


def test_data_heredoc_has_its_input(terraform):
    block = terraform.block("resource", "terraform_data", "heredoc")
    assert block["input"] == template(
        (
            '"""quoted""" and \'single\' and `ticks`\n'
            "  ${kept} %{kept} \\n is not a newline \\\n"
            "*/ and "
        ),
        ref("terraform_data.quotes.id"),
        "\n",
    )


def test_data_keys_is_configured_as_declared(terraform):
    assert terraform.block("resource", "terraform_data", "keys") == {
        "input": {
            "with space": 1,
            'with "quotes"': 2,
            "__proto__": 3,
            "constructor": 4,
            "class": 5,
            "computed": 6,
            "a.b[0]": 7,
        },
    }


def test_data_keys_has_its_input(terraform):
    assert terraform.block("resource", "terraform_data", "keys")["input"] == {
        "with space": 1,
        'with "quotes"': 2,
        "__proto__": 3,
        "constructor": 4,
        "class": 5,
        "computed": 6,
        "a.b[0]": 7,
    }


# Wiring


def test_terraform_data_templates_takes_its_input_mixed_from_terraform_data_quotes(
    terraform,
):
    targets = terraform.references(
        "resource", "terraform_data", "templates", path=["input", "mixed"]
    )
    assert targets == ["terraform_data.quotes.id"]


def test_terraform_data_heredoc_takes_its_input_from_terraform_data_quotes(terraform):
    targets = terraform.references(
        "resource", "terraform_data", "heredoc", path=["input"]
    )
    assert targets == ["terraform_data.quotes.id"]


# Outputs


def test_declares_exactly_these_outputs(terraform):
    assert terraform.names("output") == {"": ["message"]}


def test_output_message_gives_its_declared_value(terraform):
    assert terraform.block("output", "message") == {
        "description": "'''\"\"\"`",
        "value": template("<", ref("var.message"), ">"),
    }


# Variables


def test_declares_exactly_these_variables(terraform):
    assert terraform.names("variable") == {"": ["message"]}


def test_variable_message_keeps_its_type_default_and_validation(terraform):
    assert terraform.block("variable", "message") == {
        "description": 'Shown as "it is", with `ticks`, ${braces} and */.',
        "type": ref("string"),
        "default": '"; process.exit(1); //',
        "validation": [
            {
                "condition": expression('!strcontains(var.message, "\\"\\"\\"")'),
                "error_message": 'No """ in a message, nor `${this}`.',
            },
        ],
    }
