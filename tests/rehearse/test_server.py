"""The emulator: it answers, knows nobody's credentials, and is gone afterwards, however that comes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from rehearsals import REGION, started

from scaffold.rehearse.environment import clean
from scaffold.rehearse.server import EmulatorError, emulator, missing_packages
from scaffold.rehearse.surroundings import archive


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_functions_run_without_containers_and_state_machines_do_run() -> None:
    with started() as running:
        role = running.client("iam", REGION).create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        running.client("lambda", REGION).create_function(
            FunctionName="f", Role=role, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": archive()}
        )
        answer = running.client("lambda", REGION).invoke(FunctionName="f", Payload=b'{"a": 1}')
        assert json.loads(answer["Payload"].read()) == {"a": 1}
        steps = running.client("stepfunctions", REGION)
        definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"done": 1}, "End": True}}}
        machine = steps.create_state_machine(name="m", roleArn=role, definition=json.dumps(definition))
        run = steps.start_execution(stateMachineArn=machine["stateMachineArn"], input="{}")["executionArn"]
        end = time.monotonic() + 10
        while steps.describe_execution(executionArn=run)["status"] == "RUNNING" and time.monotonic() < end:
            time.sleep(0.05)
        assert json.loads(steps.describe_execution(executionArn=run)["output"]) == {"done": 1}
        managed = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        assert running.client("iam", REGION).get_policy(PolicyArn=managed)["Policy"]["Arn"] == managed


def test_tags_of_vaults_are_told_to_every_sdk() -> None:
    with started() as running:
        backup = running.client("backup", REGION)
        arn = backup.create_backup_vault(BackupVaultName="v", BackupVaultTags={"a": "b"})["BackupVaultArn"]
        assert backup.list_tags(ResourceArn=arn)["Tags"] == {"a": "b"}
        request = urllib.request.Request(f"{running.endpoint}/tags/{quote(arn, safe='')}")
        request.add_header("Authorization", f"AWS4-HMAC-SHA256 Credential=a/20240101/{REGION}/backup/aws4_request")
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["Tags"] == {"a": "b"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_it_is_stopped_whatever_happens(error: type[BaseException]) -> None:
    ports = []

    def use() -> None:
        with emulator() as running:
            ports.append(running.port)
            assert answers(running.port)
            raise error

    with pytest.raises(error):
        use()
    assert not answers(*ports)


@pytest.mark.skipif(os.name == "nt", reason="processes are not killed so there")
def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal\nfrom scaffold.rehearse.server import emulator\n"
        "with emulator() as running:\n    print(running.port, flush=True)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, str(program)], stdout=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    port = int(done.stdout)
    end = time.monotonic() + 10
    while answers(port) and time.monotonic() < end:
        time.sleep(0.05)
    assert not answers(port)


def test_what_is_missing_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_packages() == ()
    assert missing_packages(lambda name: None if name in ("moto", "flask") else name) == ("moto", "flask")
    monkeypatch.setattr("scaffold.rehearse.server.missing_packages", lambda: ("moto",))
    with pytest.raises(EmulatorError) as caught, emulator():
        pass
    assert "moto cannot be imported" in caught.value.diagnostic.summary
    assert "pip install 'scaffold[rehearse]'" in caught.value.diagnostic.hint


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise RuntimeError('no port is free')", "RuntimeError: no port is free"),
        ("pass", "it stopped at once"),
        ("import time; time.sleep(60)", "it said nothing in time"),
        ("import time; print(1, flush=True); time.sleep(60)", "it does not answer"),
    ],
)
def test_one_that_does_not_start_says_why(program: str, reason: str) -> None:
    with pytest.raises(EmulatorError) as caught, emulator((sys.executable, "-c", program), patience=0.5):
        pass
    assert caught.value.diagnostic.summary == f"the emulator did not start: {reason}"


def test_what_runs_gets_nothing_of_the_users_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "PYTEST_ADDOPTS", "NODE_OPTIONS", "TOKEN"):
        monkeypatch.setenv(name, "users")
    monkeypatch.setenv("PATH", "/somewhere")
    found = clean(REGION, "http://127.0.0.1:1")
    assert "users" not in found.values()
    assert found["PATH"] == "/somewhere"
    assert found["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == REGION
    assert found["AWS_CONFIG_FILE"] == found["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert "AWS_ENDPOINT_URL" not in clean(REGION)
