"""Generated handler suites in JavaScript, run with Jest and Vitest."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from handler_scripts import FILES, GREEN, RED
from node_projects import NODE_MODULES, counts

from scaffold.emit.handlers import emit_handlers
from scaffold.emit.labels import path
from scaffold.emit.render import Renderer
from scaffold.model.handlers import HandlerSuite, Verdict

FOLDER = "tests/handlers"
RUNNERS = {
    "handlers-jest": ("jest/bin/jest.js", "--config", f"{FOLDER}/jest.config.js"),
    "handlers-vitest": ("vitest/vitest.mjs", "run", "--config", f"{FOLDER}/vitest.config.mjs"),
}
JEST, VITEST = RUNNERS
#: What is asked of a runner, so that it says what became of each test.
REPORT = {
    JEST: ("--json", "--outputFile=report.json"),
    VITEST: ("--reporter=json", "--outputFile=report.json"),
}
HOSTILE = {"AWS_PROFILE": "nobody", "AWS_REGION": "xx-none-1", "TABLE": "wrong", "NODE_ENV": "test", "NO_COLOR": "1"}


def project(folder: Path, target: str, suites: Sequence[HandlerSuite]) -> Path:
    files = {**FILES, **emit_handlers(suites, target, Renderer(), FOLDER, "."), "package.json": "{}"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


def run(folder: Path, target: str, *arguments: str) -> tuple[int, str]:
    program, *given = RUNNERS[target]
    done = subprocess.run(
        ("node", str(NODE_MODULES / program), *given, *arguments),
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), **HOSTILE},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def outcomes(folder: Path) -> Mapping[str, tuple[str, str]]:
    """Outcome and message of each test, by the name of its file and its own."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {
        f"{Path(file['name']).name.partition('.')[0]}: {path([*each['ancestorTitles'], each['title']])}": (
            each["status"],
            "\n".join(each["failureMessages"]),
        )
        for file in report["testResults"]
        for each in file["assertionResults"]
    }


both = pytest.mark.parametrize("target", RUNNERS)


@both
def test_handlers_of_every_kind_are_called(target: str, tmp_path: Path) -> None:
    folder = project(tmp_path, target, GREEN)
    status, said = run(folder, target, "--coverage", *REPORT[target], *_text(target))
    assert status == 0, said
    found = outcomes(folder)
    assert len(found) == sum(len(suite.cases) for suite in GREEN)
    assert {outcome for outcome, _ in found.values()} == {"passed"}
    # What no test loads counts, too, and sources count as they are written.
    covered = {name.strip(): numbers.split()[0] for name, numbers in counts(said).items()}
    assert covered["never.ts"] == "0"
    assert covered["helper.mjs"] == covered["lazy.js"] == covered["upper.ts"] == "100"
    assert {"index.ts", "index.mjs", "app.js"} <= covered.keys()


def _text(target: str) -> tuple[str, ...]:
    return ("--reporter=default", "--coverage.reporter=text") if target == VITEST else ()


@both
def test_a_test_that_fails_says_all_that_is_needed(target: str, tmp_path: Path) -> None:
    folder = project(tmp_path, target, [suite for suite, _ in RED])
    status, said = run(folder, target, *REPORT[target])
    assert status == 1, said
    found = outcomes(folder)
    for suite, words in RED:
        outcome, message = found[f"{suite.name}: events > fails"]
        assert outcome == "failed", suite.name
        assert [word for word in words if word not in message] == [], message
        assert "support/outcome.js" not in message


@both
def test_what_ought_to_fail_and_does_not_is_told(target: str, tmp_path: Path) -> None:
    suites = [suite for suite in GREEN if any(case.verdict is Verdict.FAILS for case in suite.cases)]
    folder = project(tmp_path, target, suites)
    code = folder / "functions" / "values" / "index.js"
    text = code.read_text(encoding="utf-8")
    code.write_text(text.replace(".catch((error) => console.warn(error.name))", ""), encoding="utf-8")
    status, _ = run(folder, target, *REPORT[target])
    assert status == 1
    failed = {name for name, (outcome, _) in outcomes(folder).items() if outcome == "failed"}
    assert failed == {"values: events > lets the error out", "values: events > retries"}


def test_without_the_mocking_package_the_command_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path, JEST, GREEN[:1])
    (folder / "node_modules").unlink()
    status, said = run(folder, JEST)
    assert status == 1
    assert "these tests need aws-sdk-client-mock: npm install --save-dev aws-sdk-client-mock@4.1.0" in said


def test_plain_node_can_call_functions_too(tmp_path: Path) -> None:
    folder = project(tmp_path, JEST, GREEN)
    script = """
    const { answer, lambda } = require('./tests/handlers/support');
    const { termsOf } = require('./tests/handlers/support/terms');
    const typed = lambda({
      title: 'function typed', folder: '../../functions/typed', entry: 'index.ts', handler: 'handler',
      clients: ['@aws-sdk/client-s3', '@aws-sdk/client-sqs'], environment: { QUEUE_URL: 'q' },
    });
    const event = termsOf({ Records: [{ s3: { bucket: { name: { $term: 'encoded', how: 'json', value: [1] } } } }] });
    const answers = [answer('s3', 'GetObject', { Body: 'Grüezi' })];
    typed.call(event, { answers }).then(({ result, error, calls }) =>
      console.log(JSON.stringify({ result, error, calls: calls.map((call) => [call.operation, call.input]) })));
    """
    done = subprocess.run(("node", "-e", script), cwd=folder, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "result": {"kind": "small"},
        "calls": [
            ["GetObject", {"Bucket": "[1]", "Key": "in.txt"}],
            ["GetObject", {"Bucket": "[1]", "Key": "in.txt"}],
            ["PutObject", {"Bucket": "[1]", "Key": "out.txt", "Body": "GRÜEZI"}],
            ["SendMessage", {"QueueUrl": "q", "MessageBody": '{"size":6}'}],
        ],
    }


def test_requests_of_version_2_are_answered_too(tmp_path: Path) -> None:
    """What counts of the real package, which is too large to have for this: requests that wait for their turn."""
    folder = project(tmp_path, JEST, GREEN)
    script = """
    class Request {
      constructor(operation, params) { Object.assign(this, { operation, params, listeners: {} }); }
      removeAllListeners(event) { delete this.listeners[event]; }
      onAsync(event, listener) { this.listeners[event] = listener; }
      send(callback) {
        const response = {};
        this.listeners.send(response, (error) => callback(error ?? null, response.data));
      }
    }
    class Service { makeRequest(operation, params) { return new Request(operation, params); } }
    const { Session, answer, fails, within } = require('./tests/handlers/support/session');
    require('./tests/handlers/support/version2').mockVersion2({ Service });
    const bucket = Object.assign(new Service(), { serviceIdentifier: 's3' });
    const bus = Object.assign(new Service(), { serviceIdentifier: 'eventbridge' });
    const session = new Session(
      { answers: [answer('s3', 'GetObject', { Body: 'text' })], failing: [fails('events', 'PutEvents', 'Throttling')] },
      { resources: {}, values: {} },
      0,
    );
    const asked = (service, ...given) =>
      new Promise((resolve) => service.makeRequest(...given, (error, data) => resolve(error?.code ?? data)));
    within(session, async () => {
      const { Body } = await asked(bucket, 'getObject', { Bucket: 'b' });
      const code = await asked(bus, 'putEvents', { Entries: [] });
      const buckets = await asked(bucket, 'listBuckets');
      console.log(JSON.stringify([Body.toString(), code, buckets, session.calls.map((call) => call.operation)]));
    });
    """
    done = subprocess.run(("node", "-e", script), cwd=folder, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["text", "Throttling", {}, ["GetObject", "PutEvents", "ListBuckets"]]


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "C:/evil.txt", "..\\evil.txt", "a/../../evil.txt", ""])
@pytest.mark.parametrize("given", ["{}, {[name]: 'evil'}", "{[name]: __filename}"])
def test_nothing_is_written_outside_of_a_package(tmp_path: Path, name: str, given: str) -> None:
    folder = project(tmp_path, JEST, GREEN)
    program = f"""
const {{ assembled }} = require('./{FOLDER}/support/assembling.js');
const name = {json.dumps(name)};
assembled({given});
"""
    (folder / "try.js").write_text(program, encoding="utf-8")
    done = subprocess.run(("node", "try.js"), cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "leads out of the package" in done.stderr
