"""How integration suites are spelled in Python."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from integration_samples import CASES, QUEUE, SUBJECTS, SUITE, TABLE, case

from scaffold.emit import EmitError
from scaffold.emit.integration import case_names, emit_integration
from scaffold.emit.integration.views import integration_view
from scaffold.emit.render import Renderer
from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Flow,
    Found,
    Given,
    Hop,
    IntegrationSuite,
    Joined,
    Member,
    OutputForm,
    Question,
    Row,
    Subject,
)

TARGET = "integration-pytest"
FOLDER = "tests/integration"
HOSTILE = '"""\n{{ 1 }} \\ \u202e\'; import os #'


def emitted(*suites: IntegrationSuite, **options: Any) -> Mapping[str, str]:
    given = {"renderer": Renderer(), "folder": FOLDER, "project": ".", **options}
    return emit_integration(suites, TARGET, **given)


def module(suite: IntegrationSuite, **options: Any) -> str:
    return emitted(suite, **options)[f"{FOLDER}/test_{suite.name.replace('-', '_')}.py"]


def suite(*cases: Any, subjects: tuple[Subject, ...] = SUBJECTS, **more: Any) -> IntegrationSuite:
    return replace(SUITE, cases=cases, subjects=subjects, **more)


def subject(address: str, title: str, **more: Any) -> Subject:
    question = Question("it", "sqs", "GetQueueAttributes", {"QueueUrl": "q"})
    return Subject(address, "aws_sqs_queue", title, "its name", more.pop("questions", (question,)), **more)


def formatted(text: str, tmp_path: Path) -> str:
    """What a formatter makes of Python code."""
    file = tmp_path / "code.py"
    file.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--isolated", "-q", str(file)], check=True)
    return file.read_text(encoding="utf-8")


def test_the_files() -> None:
    files = emitted(SUITE)
    assert list(files) == sorted(files)
    own = {path for path in files if "/support/" not in path}
    assert own == {f"{FOLDER}/{name}" for name in ("__init__.py", "conftest.py", "pytest.ini", "test_shop.py")}
    for name, text in files.items():
        assert "scaffold." not in text, name
        assert "import scaffold" not in text, name
        assert "moto" not in text, name
        assert "localstack" not in text.lower(), name
        assert text == f"{text.rstrip()}\n", name


def test_python_files_are_formatted(tmp_path: Path) -> None:
    for name, text in emitted(SUITE).items():
        if name.endswith(".py"):
            assert formatted(text, tmp_path) == text, name


def test_the_file_of_a_suite() -> None:
    address = 'aws_sqs_queue.jobs["a"]'
    row = Row("name", "queue", "QueueArn", Joined(("a-", Given("suffix", ("b", 0)))), picks=(("last", ":"),))
    text = module(
        suite(
            case("outputs", "", "output url is the URL of a queue", OutputForm("url", "queue-url")),
            case("resource", address, "exists", Exists()),
            case("resource", address, "is configured as declared", Configured((row,))),
            case("behaviour", address, "gives", Behaves("send_and_receive", {"queue_url": Given("url")}), writes=True),
            subjects=(
                subject(
                    address,
                    "queue jobs a",
                    questions=(
                        Question("queue", "sqs", "GetQueueAttributes", {"QueueUrl": Given("url")}, "Attributes"),
                    ),
                ),
            ),
            region="",
        )
    )
    assert (
        text
        == '''\
"""Checks of what is deployed of shop, asked of the cloud itself."""

import pytest

from .support import Deployment, ask, joined, last, output, row
from .support.behaviours import send_and_receive

deployment = Deployment("../../cfn-outputs/flat-outputs.json")

# Found through its name.
jobs_a_queue = deployment.resource(
    'aws_sqs_queue.jobs["a"]',
    queue=ask(
        "sqs", "get_queue_attributes", {"QueueUrl": output("url")}, result="Attributes"
    ),
)


class TestOutputs:
    def test_output_url_is_the_url_of_a_queue(self):
        deployment.check_output("url", "queue-url")


@pytest.mark.resource('aws_sqs_queue.jobs["a"]')
class TestJobsAQueue:
    def test_exists(self):
        jobs_a_queue.check_exists()

    def test_is_configured_as_declared(self):
        jobs_a_queue.check(
            row(
                "name",
                "QueueArn",
                joined("a-", output("suffix", "b", 0)),
                picks=[last(":")],
            ),
        )

    @pytest.mark.writes
    def test_gives(self):
        send_and_receive(jobs_a_queue, queue_url=output("url"))
'''
    )


def test_documents_are_spelled_as_data() -> None:
    document = '{"Statement": [{"Effect": "Allow"}]}'
    rows = (
        Row("policy", "queue", "Policy", document, "policy"),
        Row("text", "queue", "Text", document),
        Row("broken", "queue", "Broken", "{NaN", "json"),
        Row("odd", "queue", "Odd", "[NaN]", "json"),
    )
    text = module(suite(case("resource", QUEUE, "is configured", Configured(rows))))
    assert '{"Statement": [{"Effect": "Allow"}]},' in text
    assert '\'{"Statement": [{"Effect": "Allow"}]}\'' in text
    assert '"{NaN"' in text
    assert '"[NaN]"' in text


def test_members_say_what_is_special_of_them() -> None:
    each = {"a": Member("A"), "b": Member("B", default=False), "c": Member("C", "name")}
    row = Row("block", "queue", "Blocks", ({"a": 1},), each=each)
    text = module(suite(case("resource", QUEUE, "is configured", Configured((row,)))))
    assert '"a": "A",' in text
    assert '"b": member("B", default=False),' in text
    assert '"c": member("C", normal="name"),' in text


def test_a_literal_may_be_empty() -> None:
    text = module(suite(case("outputs", "", "is empty", OutputForm("suffix", "literal", ""))))
    assert 'deployment.check_output("suffix", "literal", "")' in text


def test_what_nobody_asks_is_left_out() -> None:
    row = Row("arn", "queue", "QueueArn", Found(TABLE, "backups", "Arn"))
    text = module(suite(case("resource", QUEUE, "is configured", Configured((row,)))))
    assert "jobs_queue = " in text
    assert "events_table = " in text
    assert "table=ask(" in text
    assert "backups=ask(" in text
    assert "tags=ask(" not in text
    assert "alerts_topic" not in text
    assert "class TestEventsTable" not in text
    assert "aws_sqs_queue.idle" not in module(SUITE)


def test_what_questions_ask_of_others_stays() -> None:
    first = subject(
        "aws_sqs_queue.a", "queue a", questions=(Question("q", "sqs", "ListQueues", {"X": Found("b", "more", "Y")}),)
    )
    middle = subject(
        "b",
        "thing b",
        questions=(
            Question("q", "sqs", "ListQueues", {}),
            Question("more", "sqs", "ListQueues", {}, where={"Z": Joined((Found("c", "q", "W"),))}),
        ),
    )
    last = subject(
        "c", "thing c", questions=(Question("q", "sqs", "ListQueues", {}), Question("idle", "sqs", "ListQueues", {}))
    )
    view = integration_view(
        suite(case("resource", "aws_sqs_queue.a", "exists", Exists()), subjects=(first, middle, last)), "t", "."
    )
    asked = {each.subject.address: [question.name for question in each.subject.questions] for each in view.subjects}
    assert asked == {"aws_sqs_queue.a": ["q"], "b": ["q", "more"], "c": ["q"]}


@pytest.mark.parametrize(
    ("address", "title", "name"),
    [
        ("aws_sqs_queue.jobs", "queue jobs", "jobs_queue"),
        ('aws_sqs_queue.jobs["a.b"]', "queue jobs[a.b]", "jobs_a_b_queue"),
        ("aws_sqs_queue.jobs[0]", "queue jobs[0]", "jobs_0_queue"),
        ("aws_sqs_queue.jobsQueue", "queue jobsQueue", "jobs_queue_queue"),
        ('module.shop["eu"].aws_iam_role.task', "role task of shop[eu]", "shop_eu_task_role"),
        ("module.worker.aws_iam_role.worker", "role worker of worker", "worker_role"),
        ("aws_sqs_queue.jobs", "something else", "something_else"),
        ("aws_sqs_queue.5xx", "queue 5xx", "resource_5xx_queue"),
        ("aws_sqs_queue.größe", "queue größe", "größe_queue"),
        ("aws_lambda_function.import", "import", "import_resource"),
        ("aws_lambda_function.row", "row", "row_resource"),
        ("aws_lambda_function.send_and_receive", "send_and_receive", "send_and_receive_resource"),
        ("", "", "case_resource"),
    ],
)
def test_names_of_resources(address: str, title: str, name: str) -> None:
    behaves = case("behaviour", address, "gives", Behaves("send_and_receive", {}), writes=True)
    text = module(suite(behaves, subjects=(subject(address, title),)))
    assert f"\n{name} = deployment.resource(" in text
    ast.parse(text)


def test_names_are_all_different() -> None:
    subjects = (subject("a.x_y", "queue x_y"), subject("b.x-y", "queue x-y"))
    cases = [case("resource", each.address, phrase, Exists()) for each in subjects for phrase in ("exists", "exists!")]
    names = case_names([suite(*cases, subjects=subjects)], TARGET, FOLDER)
    assert [name for _, name in names] == [
        "TestXYQueue.test_exists",
        "TestXYQueue.test_exists_2",
        "TestXYQueue2.test_exists",
        "TestXYQueue2.test_exists_2",
    ]


def test_long_names_are_laid_out(tmp_path: Path) -> None:
    address = f"module.{'very_' * 12}long.aws_sqs_queue.{'name' * 12}"
    hop = Hop("a hop " * 20, address, Exists())
    text = module(
        suite(
            case("resource", address, "is configured as declared " * 8, Exists({"State": ("A" * 40, "B" * 40)})),
            case("flows", "", "leads " * 30, Flow((hop,))),
            subjects=(subject(address, f"queue {'name' * 12} of {'very_' * 12}long"),),
        )
    )
    assert formatted(text, tmp_path) == text


def test_text_of_a_project_stays_inside_its_quotes() -> None:
    question = Question("it", "sqs", "GetQueueAttributes", {HOSTILE: HOSTILE}, HOSTILE, {HOSTILE: HOSTILE}, (HOSTILE,))
    rows = (Row(HOSTILE, "it", HOSTILE, {HOSTILE: HOSTILE}, "subset", (("after", HOSTILE),), HOSTILE),)
    text = module(
        suite(
            case("outputs", "", HOSTILE, OutputForm(HOSTILE, "pattern", HOSTILE)),
            case("resource", HOSTILE, HOSTILE, Configured(rows)),
            case("behaviour", HOSTILE, HOSTILE, Behaves("invoke_function", {"event": {HOSTILE: HOSTILE}})),
            case("flows", "", HOSTILE, Flow((Hop(HOSTILE, HOSTILE, Exists({HOSTILE: (HOSTILE,)})),))),
            subjects=(Subject(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (question,)),),
            title=HOSTILE,
            outputs_file=HOSTILE,
            region=HOSTILE,
        )
    )
    tree = ast.parse(text)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {getattr(node, "module", "") or "" for node in imported} <= {"", "support", "support.behaviours"}
    assert text.isascii() or "\u202e" not in text
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert HOSTILE in said


def test_where_the_outputs_are() -> None:
    assert '"../../cfn-outputs/flat-outputs.json"' in module(SUITE)
    inside = replace(SUITE, path="infra/app")
    assert '"../../infra/app/cfn-outputs/flat-outputs.json"' in module(inside)
    assert '"../../../project/infra/app/cfn-outputs/flat-outputs.json"' in module(inside, project="../project")


def test_a_region_of_its_own() -> None:
    exists = case("resource", QUEUE, "exists", Exists())
    text = module(suite(exists, subjects=(replace(SUBJECTS[1], region="us-east-1"),)))
    assert 'flat-outputs.json", region="eu-west-1")' in text
    assert '"aws_sqs_queue.jobs",\n    in_region="us-east-1",\n    queue=ask(' in text


def test_questions_may_be_called_as_they_like(tmp_path: Path) -> None:
    questions = tuple(Question(name, "sqs", "ListQueues", {}) for name in ("address", "self", "lambda", "plain"))
    rows = tuple(Row(question.name, question.name, "", ()) for question in questions)
    cases = case("resource", QUEUE, "is configured", Configured(rows))
    text = module(suite(cases, subjects=(replace(SUBJECTS[1], questions=questions),)))
    assert formatted(text, tmp_path) == text
    assert 'address=ask("sqs", "list_queues", {})' in text
    assert '**{"lambda": ask("sqs", "list_queues", {}), "plain": ask("sqs", "list_queues", {})}' in text


def test_several_suites() -> None:
    files = emitted(SUITE, replace(SUITE, name="shop-eu"))
    assert {f"{FOLDER}/test_shop.py", f"{FOLDER}/test_shop_eu.py"} <= files.keys()
    assert emit_integration([], TARGET, Renderer(), FOLDER, ".") == {}


def test_unknown_targets() -> None:
    with pytest.raises(EmitError, match="there is no target 'integration-mocha' for integration suites"):
        emit_integration([SUITE], "integration-mocha", Renderer(), FOLDER, ".")
    with pytest.raises(EmitError, match="there is no target"):
        case_names([SUITE], "pytest", FOLDER)


def test_templates_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "integration-pytest").mkdir()
    (tmp_path / "integration-pytest" / "test_module.py.j2").write_text(
        '{% extends "builtin/integration-pytest/test_module.py.j2" %}\n'
        "{% block header %}\n# Ours\n{{ super() }}\n{%- endblock %}\n"
    )
    text = module(SUITE, renderer=Renderer((tmp_path,)))
    assert text.startswith('# Ours\n"""Checks of what is deployed of shop')
    assert len(CASES) == text.count("    def test_")
