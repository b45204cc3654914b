"""How integration suites are spelled in JavaScript."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from integration_samples import CASES, QUEUE, SUBJECTS, SUITE, case

from scaffold.emit.integration import case_names, emit_integration
from scaffold.emit.integration.javascript import packages
from scaffold.emit.render import Renderer
from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Flow,
    Given,
    Hop,
    IntegrationSuite,
    Joined,
    Member,
    OutputForm,
    Question,
    Row,
    Subject,
    Surrounding,
)

JEST, VITEST = "integration-jest", "integration-vitest"
FOLDER = "tests/integration"
HOSTILE = "*/'`${x}\n{{ 1 }} \\ \u202e\u2028\"; require('fs'); //"


def emitted(*suites: IntegrationSuite, target: str = JEST, **options: Any) -> Mapping[str, str]:
    given = {"renderer": Renderer(), "folder": FOLDER, "project": ".", **options}
    return emit_integration(suites, target, **given)


def script(suite: IntegrationSuite, **options: Any) -> str:
    return emitted(suite, **options)[f"{FOLDER}/{suite.name}.int.test.js"]


def suite(*cases: Any, subjects: tuple[Subject, ...] = SUBJECTS, **more: Any) -> IntegrationSuite:
    return replace(SUITE, cases=cases, subjects=subjects, **more)


def subject(address: str, title: str, **more: Any) -> Subject:
    question = Question("it", "sqs", "GetQueueAttributes", {"QueueUrl": "q"})
    return Subject(address, "aws_sqs_queue", title, "its name", more.pop("questions", (question,)), **more)


def checked(text: str, tmp_path: Path) -> None:
    """That Node can read it."""
    file = tmp_path / "suite.cjs"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(("node", "--check", str(file)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", [JEST, VITEST])
def test_the_files(target: str) -> None:
    files = emitted(SUITE, target=target)
    assert list(files) == sorted(files)
    own = {path for path in files if "/support/" not in path}
    ending = {JEST: "js", VITEST: "mjs"}[target]
    assert own == {f"{FOLDER}/package.json", f"{FOLDER}/shop.int.test.{ending}"}
    assert json.loads(files[f"{FOLDER}/package.json"])["type"] == "commonjs"
    for name, text in files.items():
        assert "scaffold'" not in text, name
        assert "moto" not in text, name
        assert "localstack" not in text.lower(), name
        assert text == f"{text.rstrip()}\n", name
        assert "{%" not in text, name
        assert max(map(len, text.splitlines())) <= 100, name


def test_the_library_is_the_same_for_both_runners() -> None:
    jest, vitest = (emitted(SUITE, target=target) for target in (JEST, VITEST))
    support = {path for path in jest if "/support/" in path}
    assert {path: jest[path] for path in support} == {path: text for path, text in vitest.items() if path in support}


def simple() -> IntegrationSuite:
    address = 'aws_sqs_queue.jobs["a"]'
    row = Row("name", "queue", "QueueArn", Joined(("a-", Given("suffix", ("b", 0)))), picks=(("last", ":"),))
    questions = (Question("queue", "sqs", "GetQueueAttributes", {"QueueUrl": Given("url")}, "Attributes"),)
    return suite(
        case("outputs", "", "output url is the URL of a queue", OutputForm("url", "queue-url")),
        case("resource", address, "exists", Exists()),
        case("resource", address, "is configured as declared", Configured((row,))),
        case("behaviour", address, "gives", Behaves("send_and_receive", {"queue_url": Given("url")}), writes=True),
        case(
            "behaviour",
            address,
            "gives back what was sent to it, as everything does that is worth a name",
            Behaves("answers", {"url": Given("url"), "auth": "open"}),
            writes=True,
        ),
        case("flows", "", "leads on", Flow((Hop("there", address, Exists()), Hop("so", address, Configured((row,)))))),
        subjects=(subject(address, "queue jobs a", questions=questions),),
        region="",
    )


HEAD = """\
/**
 * Checks of what is deployed of shop, asked of the cloud itself.
 *
 * @jest-environment node
 */
"""
VITEST_HEAD = """\
// Checks of what is deployed of shop, asked of the cloud itself.
// @vitest-environment node
import { createRequire } from 'node:module';

import { afterAll, describe, test } from 'vitest';

const require = createRequire(import.meta.url);
"""
BODY = """\
const {
  ask,
  deployment,
  flow,
  hop,
  joined,
  last,
  output,
  row,
} = require('./support');
const { sendAndReceive } = require('./support/behaviours');
const { answers } = require('./support/endpoints');

const deployed = deployment({
  test,
  afterAll,
  outputs: '../../cfn-outputs/flat-outputs.json',
});
const { it } = deployed;

// Found through its name.
const jobsAQueue = deployed.resource('aws_sqs_queue.jobs["a"]', {
  queue: ask(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl: output('url') },
    { result: 'Attributes' },
  ),
});

describe('outputs', () => {
  it('output url is the URL of a queue', () =>
    deployed.checkOutput('url', 'queue-url'));
});

describe('queue jobs a', () => {
  it('exists', () => jobsAQueue.checkExists());

  it('is configured as declared', () =>
    jobsAQueue.check(
      row('name', 'QueueArn', joined('a-', output('suffix', 'b', 0)), {
        picks: [last(':')],
      }),
    ));

  it.writes('gives', () =>
    sendAndReceive(jobsAQueue, { queueUrl: output('url') }),
  );

  it.writes(
    'gives back what was sent to it, as everything does that is worth a name',
    () => answers(jobsAQueue, { url: output('url'), auth: 'open' }),
  );
});

describe('flows', () => {
  it('leads on', () =>
    flow(
      hop('there', jobsAQueue.checkExists()),
      hop(
        'so',
        jobsAQueue.check(
          row('name', 'QueueArn', joined('a-', output('suffix', 'b', 0)), {
            picks: [last(':')],
          }),
        ),
      ),
    ));
});
"""


def test_the_file_of_a_suite() -> None:
    files = {target: emitted(simple(), target=target) for target in (JEST, VITEST)}
    assert files[JEST][f"{FOLDER}/shop.int.test.js"] == HEAD + BODY
    assert files[VITEST][f"{FOLDER}/shop.int.test.mjs"] == VITEST_HEAD + BODY


def test_documents_are_spelled_as_data() -> None:
    document = '{"Statement": [{"Effect": "Allow"}]}'
    rows = (
        Row("policy", "queue", "Policy", document, "policy"),
        Row("text", "queue", "Text", document),
        Row("number", "queue", "Number", '{"a": 1.0, "b": [1, 2.5]}', "json"),
    )
    text = script(suite(case("resource", QUEUE, "is configured", Configured(rows))))
    assert "{ Statement: [{ Effect: 'Allow' }] }," in text
    assert """'{"Statement": [{"Effect": "Allow"}]}'""" in text
    assert "{ a: 1, b: [1, 2.5] }" in text


def test_members_say_what_is_special_of_them() -> None:
    each = {"a": Member("A"), "b": Member("B", default=False), "c-d": Member("C", "name")}
    row = Row("block", "queue", "Blocks", ({"a": 1},), each=each)
    text = script(suite(case("resource", QUEUE, "is configured", Configured((row,)))))
    assert "a: 'A'," in text
    assert "b: member('B', { default: false })," in text
    assert "'c-d': member('C', { normal: 'name' })," in text


def test_a_literal_may_be_empty() -> None:
    text = script(suite(case("outputs", "", "is empty", OutputForm("suffix", "literal", ""))))
    assert "deployed.checkOutput('suffix', 'literal', '')" in text


def test_a_region_of_its_own() -> None:
    exists = case("resource", QUEUE, "exists", Exists())
    text = script(suite(exists, subjects=(replace(SUBJECTS[1], region="us-east-1"),)))
    assert "region: 'eu-west-1',\n});" in text
    assert "  },\n  { region: 'us-east-1' },\n);" in text


@pytest.mark.parametrize(
    ("address", "title", "name"),
    [
        ("aws_sqs_queue.jobs", "queue jobs", "jobsQueue"),
        ('module.shop["eu"].aws_iam_role.task', "role task of shop[eu]", "shopEuTaskRole"),
        ("aws_sqs_queue.5xx", "queue 5xx", "resource5xxQueue"),
        ("aws_sqs_queue.größe", "queue größe", "resource"),
        ("aws_lambda_function.default", "default", "defaultResource"),
        ("aws_lambda_function.row", "row", "rowResource"),
        ("aws_lambda_function.send_and_receive", "send_and_receive", "sendAndReceiveResource"),
        ("aws_lambda_function.deployed", "deployed", "deployedResource"),
        ("", "", "caseResource"),
    ],
)
def test_names_of_resources(address: str, title: str, name: str, tmp_path: Path) -> None:
    behaves = case("behaviour", address, "gives", Behaves("send_and_receive", {}), writes=True)
    text = script(suite(behaves, subjects=(subject(address, title),)))
    assert f"\nconst {name} = deployed.resource(" in text
    checked(text, tmp_path)


def test_names_are_all_different(tmp_path: Path) -> None:
    subjects = (subject("a.x_1", "queue x_1"), subject("b.x-1", "queue x-1"), subject("c.x1", "queue x1"))
    cases = [case("resource", each.address, phrase, Exists()) for each in subjects for phrase in ("exists", "exists")]
    checked(script(suite(*cases, subjects=subjects)), tmp_path)


def test_titles_are_all_different() -> None:
    subjects = (subject("a.x", "queue x"), subject("b.x", "queue x"), subject("c.flows", "flows"))
    cases = [case("resource", each.address, phrase, Exists()) for each in subjects for phrase in ("exists", "exists")]
    names = case_names([suite(*cases, subjects=subjects)], JEST, FOLDER)
    assert [name for _, name in names] == [
        "queue x (a.x) > exists",
        "queue x (a.x) > exists_2",
        "queue x (b.x) > exists",
        "queue x (b.x) > exists_2",
        "flows (c.flows) > exists",
        "flows (c.flows) > exists_2",
    ]


def test_text_of_a_project_stays_inside_its_quotes(tmp_path: Path) -> None:
    question = Question("it", "sqs", "GetQueueAttributes", {HOSTILE: HOSTILE}, HOSTILE, {HOSTILE: HOSTILE}, (HOSTILE,))
    rows = (Row(HOSTILE, "it", HOSTILE, {"__proto__": HOSTILE}, "subset", (("after", HOSTILE),), HOSTILE),)
    text = script(
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
    # What runs is what the library is told, with every text as it was, and nothing of it as code.
    prelude = """
      const told = [];
      const keep = (name) => (...given) => { told.push([name, given]); return given; };
      const it = Object.assign((title, check) => { check(); }, { writes: (title, check) => check() });
      const support = new Proxy({}, { get: (_, name) => name === 'deployment'
        ? (given) => { told.push(given); return { it, checkOutput: keep('output'), resource: (...all) => {
            told.push(all); return { checkExists: keep('exists'), check: keep('check') }; } }; }
        : keep(name) });
      const load = (name) => { if (!name.startsWith('./support')) throw new Error(name); return support; };
      const describe = (title, body) => { told.push(title); body(); };
      const [test, afterAll] = [null, null];
      ((require) => {
    """
    file = tmp_path / "suite.cjs"
    file.write_text(f"{prelude}\n{text}\n}})(load);\nconsole.log(JSON.stringify(told));", encoding="utf-8")
    done = subprocess.run(("node", str(file)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(json.dumps(HOSTILE, ensure_ascii=False)[1:-1]) >= 15
    assert '"__proto__":' in done.stdout
    assert "\u202e" not in text
    assert "\u2028" not in text


def test_where_the_outputs_are() -> None:
    assert "'../../cfn-outputs/flat-outputs.json'" in script(SUITE)
    inside = replace(SUITE, path="infra/app")
    assert "'../../infra/app/cfn-outputs/flat-outputs.json'" in script(inside)


def clients(*suites: IntegrationSuite) -> set[str]:
    """The packages in the library's table."""
    text = emitted(*suites)[f"{FOLDER}/support/clients.js"]
    return {line.split("'")[1] for line in text.splitlines() if "@aws-sdk/" in line}


def package(name: str) -> str:
    return f"@aws-sdk/client-{name}"


def test_only_clients_that_are_asked_are_needed() -> None:
    exists = case("resource", QUEUE, "exists", Exists())
    assert clients(suite(exists)) == {package("sqs")}
    # Also what a behaviour asks, and whose account it is.
    behaves = case("behaviour", QUEUE, "gives", Behaves("publish_and_receive", {"queue_url": "q", "topic_arn": "t"}))
    assert clients(suite(behaves)) == {package("sqs"), package("sns")}
    event = Behaves("put_matching_event", {"bus": "b", "event": {}, "log_group": Surrounding("account")})
    hops = case("flows", "", "leads", Flow((Hop("on", QUEUE, event),)))
    assert clients(suite(hops)) == {package(name) for name in ("sqs", "eventbridge", "cloudwatch-logs", "sts")}
    key = Behaves("answers", {"url": "u", "auth": "key", "key_id": "k"})
    assert clients(suite(case("behaviour", QUEUE, "answers", key))) == {package("sqs"), package("api-gateway")}
    row = Row("arn", "queue", "QueueArn", Joined((Surrounding("region"), Surrounding("account"))))
    relation = case("relations", QUEUE, "is", Configured((row,)))
    assert clients(suite(relation)) == {package("sqs"), package("sts")}
    region = case("outputs", "", "is", OutputForm("region", "literal", Surrounding("region")))
    assert clients(suite(region, subjects=())) == {package("sts")}
    assert clients(suite(exists), suite(region, subjects=(), name="other")) == {package("sqs"), package("sts")}
    assert packages([suite(exists), suite(relation)]) == (package("sqs"), package("sts"))


def test_arguments_are_called_as_javascript_has_it() -> None:
    event = {"source": "s", "detail_type": "d", "detail": {"snake_case": 1}}
    put = case("behaviour", QUEUE, "gives", Behaves("put_matching_event", {"bus": "b", "event": event}))
    text = script(suite(put))
    assert "detailType: 'd'" in text
    assert "snake_case: 1" in text
    invoke = case("behaviour", QUEUE, "gives", Behaves("invoke_function", {"function_name": "f", "event": {"a_b": 1}}))
    assert "{ functionName: 'f', event: { a_b: 1 } }" in script(suite(invoke)).replace("\n", "").replace("  ", "")


def test_templates_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "integration-jest").mkdir()
    (tmp_path / "integration-jest" / "suite.int.test.js.j2").write_text(
        '{% extends "builtin/integration-jest/suite.int.test.js.j2" %}\n'
        "{% block header %}\n// Ours\n{{ super() }}\n{%- endblock %}\n"
    )
    text = script(SUITE, renderer=Renderer((tmp_path,)))
    assert text.startswith("// Ours\n/**\n * Checks of what is deployed of shop")
    assert len(CASES) == text.count("  it(") + text.count("  it.writes(")
