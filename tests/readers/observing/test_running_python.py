"""Python programs that are run, good ones and bad ones: nothing gets out, and what goes wrong is data."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.deployments import Entry, Role, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.values import Call, Unknown, Value
from scaffold.readers.observing import Limits, Mocks, Observed, observable, observe

pytest.importorskip("pulumi_aws")
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
MOCKS = Mocks(
    {"aws:sqs/queue:Queue": {"arn": "arn:<partition>:sqs:<region>:<account>:<name>", "id": "<name>-<hex8>"}},
    {"aws:index/getRegion:getRegion": {"region": "<region>"}},
)
PROGRAM = """
import json
import os
import pulumi
import pulumi_aws as aws
from parts import text

config = pulumi.Config()
queue = aws.sqs.Queue(
    f"main-{os.environ['STAGE']}",
    delay_seconds=config.require_int("delay"),
    policy=json.dumps({"a": ["b"]}),
    tags={"stack": pulumi.get_stack(), "organization": pulumi.get_organization(), "text": text},
)
topic = aws.sns.Topic("out", display_name=queue.arn, opts=pulumi.ResourceOptions(depends_on=[queue]))
aws.s3.BucketObjectv2(
    "code",
    bucket="b",
    source=pulumi.AssetArchive({"a": pulumi.FileAsset(os.path.join(os.path.dirname(__file__), "parts.py"))}),
)
aws.ec2.Vpc.get("old", "vpc-1")
aws.Provider("west", region="us-west-2")

pulumi.export("arn", queue.arn)
pulumi.export("key", config.require_secret("key"))
pulumi.export("region", aws.get_region_output().region)
pulumi.export("whole", topic)
pulumi.export("odd", float("inf"))
"""
COMPONENT = """
from dataclasses import dataclass
import pulumi

@dataclass
class ThingArgs:
    size: int = 1
    of: object = None

class Thing(pulumi.ComponentResource):
    def __init__(self, name, args, extra="none", opts=None):
        super().__init__("shop:index:Thing", name, {}, opts)
        self.given = args if isinstance(args, dict) else {"size": args.size, "of": args.of}
        self.extra = extra
"""
AT = Position("__main__.py", 1, 1)

Run = Callable[..., Observed]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the text of a program."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (tmp_path / "app" / "parts.py").write_text("text = 'parts'\n", encoding="utf-8")

    def of(
        text: str,
        values: Mapping[str, Value] | None = None,
        *,
        entry: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
        **given: Any,
    ) -> Observed:
        (tmp_path / "app" / "__main__.py").write_text(textwrap.dedent(text), encoding="utf-8")
        facts: dict[str, Any] = {
            "folder": "app",
            "home": "app",
            "project": "shop",
            "language": "python",
            **(entry or {}),
        }
        if "export" in facts:
            (tmp_path / "app" / "__main__.py").rename(tmp_path / "app" / "thing.py")
        chosen = Entry("shop", "app/thing.py" if "export" in facts else "app/__main__.py", **facts)
        variant = Variant(chosen, values or {}, given.pop("outputs", {}))
        return observe(tmp_path, variant, MOCKS, TEMPLATES, limits=limits or Limits(seconds=120), **given)

    return of


def test_a_program_shows_what_it_registers(run: Run) -> None:
    seen = run(
        PROGRAM,
        {
            "config.shop:delay": 5,
            "config.shop:key": Call("secret", ("k",)),
            "config.shop:unset": None,
            "env.STAGE": "prod",
            "pulumi.stack": "live",
            "pulumi.organization": "acme",
        },
    )
    assert seen.failure == ""
    arn = "arn:aws:sqs:us-east-1:123456789012:main-prod"
    found = {each.name: each for each in seen.resources}
    assert {name: (each.token, each.role) for name, each in found.items()} == {
        "main-prod": ("aws:sqs/queue:Queue", Role.CUSTOM),
        "out": ("aws:sns/topic:Topic", Role.CUSTOM),
        "code": ("aws:s3/bucketObjectv2:BucketObjectv2", Role.CUSTOM),
        "old": ("aws:ec2/vpc:Vpc", Role.READ),
        "west": ("pulumi:providers:aws", Role.PROVIDER),
    }
    assert found["main-prod"].inputs == {
        "delaySeconds": 5,
        "policy": Call("jsonencode", ({"a": ("b",)},)),
        "tags": {"stack": "live", "organization": "acme", "text": "parts"},
    }
    assert found["out"].inputs == {"displayName": arn}
    assert found["out"].options["dependsOn"] == (found["main-prod"].urn,)
    assert found["code"].inputs["source"] == Call("archive.assets", ({"a": Call("asset.file", ("parts.py",))},))
    assert found["old"].id == "vpc-1"
    assert seen.exports == {
        "arn": arn,
        "key": Call("secret", ("k",)),
        "region": "us-east-1",
        "whole": Call("resource", ("aws:sns/topic:Topic", "out")),
        "odd": float("inf"),
    }
    assert seen.unanswered == ()


def test_a_component_gets_its_arguments(run: Run) -> None:
    entry = {"export": "Thing", "signature": ("name", "args", "extra", "opts"), "optional": ("extra", "opts")}
    seen = run(COMPONENT, {"args.size": 1, "args.a.b": ("x",), "args.a.c": None, "extra": "more"}, entry=entry)
    assert (seen.failure, seen.exports) == ("", {"given": {"size": 1, "a": {"b": ("x",)}}, "extra": "more"})
    assert [each.name for each in seen.resources] == ["test"]
    assert run(COMPONENT, {"name": "own"}, entry=entry).resources[0].name == "own"


def test_arguments_may_be_objects_outputs_and_secrets(run: Run) -> None:
    entry = {
        "export": "Thing",
        "signature": ("name", "args"),
        "arguments": "app/thing.py:ThingArgs",
        "parameters": (Parameter("args.of", "pulumi.Output[str]", True, None, None, AT),),
    }
    seen = run(COMPONENT, {"args.of": "o", "args.size": Call("secret", ("k",))}, entry=entry)
    assert (seen.failure, seen.exports.get("given")) == ("", {"size": Call("secret", ("k",)), "of": "o"})


def test_outputs_are_replaced(run: Run) -> None:
    text = "import pulumi, pulumi_aws as aws\npulumi.export('arn', aws.sqs.Queue('q').arn.apply(lambda it: it))"
    address = "aws_sqs_queue.q"
    seen = run(text, outputs={address: {"arn": "mine"}}, addresses={address: ("aws:sqs/queue:Queue", "q")})
    assert (seen.failure, seen.exports) == ("", {"arn": "mine"})


def test_what_the_mocks_do_not_know_is_said(run: Run) -> None:
    text = "import pulumi_aws as aws\naws.sqs.Queue('q').url.apply(lambda it: it)"
    assert run(text).unanswered == ("aws:sqs/queue:Queue::q.url",)
    assert "aws:ec2/getAmi:getAmi" in run("import pulumi_aws as aws\nami = aws.ec2.get_ami_output()").failure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("raise ValueError('no good')", "ValueError: no good"),
        ("a = = 1", "invalid syntax"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("def deep(at): return deep(at + 1) + 1\ndeep(0)", "RecursionError"),
        ("all = []\nwhile True: all.append('x' * 1_000_000 + str(len(all)))", "MemoryError"),
        ("while True: pass", "does not end within 6 seconds"),
    ],
)
def test_what_goes_wrong_is_data(run: Run, text: str, message: str) -> None:
    seconds = 6 if text == "while True: pass" else 120
    seen = run(text, limits=Limits(seconds=seconds, megabytes=512))
    assert message in seen.failure
    assert seen.resources == ()


FORBIDDEN = {
    "os._exit(0)": "may not end the process",
    "os.abort()": "may not end the process",
    "os.kill(os.getppid(), signal.SIGTERM)": "may not send signals",
    "subprocess.run(['true'])": "may not start other programs",
    "os.system('true')": "may not start other programs",
    "os.fork()": "may not start other programs",
    "os.execv('/bin/true', ['true'])": "may not start other programs",
    "multiprocessing.get_context('spawn').Process(target=print).start()": "may not start other programs",
    "socket.create_connection(('127.0.0.1', 80))": "may not connect",
    "socket.socket().bind(('127.0.0.1', 0))": "may not connect",
    "socket.gethostbyname('example.com')": "may not connect",
    "urllib.request.urlopen('http://127.0.0.1/')": "may not connect",
}


def test_nothing_gets_out(run: Run) -> None:
    attempts = "".join(f"attempt({attempt!r}, lambda: {attempt})\n" for attempt in FORBIDDEN)
    seen = run(f"""
import multiprocessing, os, signal, socket, subprocess, urllib.request
import pulumi
def attempt(name, work):
    try:
        said = repr(work())
    except Exception as error:
        said = str(error)
    pulumi.export(name, said)
{attempts}""")
    assert seen.failure == ""
    for attempt, message in FORBIDDEN.items():
        assert message in str(seen.exports[attempt])


def test_the_environment_is_not_the_users(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    names = run("import os, pulumi\npulumi.export('names', list(os.environ))").exports["names"]
    assert isinstance(names, tuple)
    assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONPATH"} & set(names)


def test_nothing_is_written_into_the_project(run: Run, tmp_path: Path) -> None:
    assert run("import parts").failure == ""
    assert sorted(path.name for path in (tmp_path / "app").rglob("*")) == ["Pulumi.yaml", "__main__.py", "parts.py"]


def test_imports_begin_where_the_program_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "app" / "Pulumi.yaml").write_text("name: shop\nruntime: python\nmain: infra/\n", encoding="utf-8")
    (tmp_path / "app" / "infra").mkdir()
    (tmp_path / "app" / "infra" / "beside.py").write_text("size = 3", encoding="utf-8")
    (tmp_path / "app" / "support.py").write_text("own = 'own'", encoding="utf-8")
    entry = {"export": "Thing", "signature": ("name", "args")}
    text = COMPONENT.replace("import pulumi\n", "import pulumi\nimport beside\nfrom support import own\n")
    seen = run(text.replace("self.given =", "self.given = (beside.size, own) #"), entry=entry)
    assert (seen.failure, seen.exports.get("given")) == ("", (3, "own"))


def test_a_value_that_is_not_plain_cannot_be_run_with(run: Run) -> None:
    assert "not plain" in run("", {"config.shop:a": Unknown("who knows")}).failure


def test_an_environment_that_the_project_names_is_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".venv").unlink()
    (tmp_path / "own").symlink_to(sys.prefix)
    settings = "name: shop\nruntime:\n  name: python\n  options:\n    virtualenv: ../own\n"
    (tmp_path / "app" / "Pulumi.yaml").write_text(settings, encoding="utf-8")
    assert run("import sys, pulumi\npulumi.export('at', sys.prefix)").exports == {"at": str(tmp_path / "own")}


def test_without_a_python_that_has_pulumi_there_is_nothing_to_see(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".venv").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no Python that has Pulumi's SDK" in run("").failure
    (tmp_path / "python3").symlink_to(Path(sys.prefix) / "bin" / "python")
    assert "Pulumi" in run("").failure or run("").failure == ""


def test_yaml_is_not_run(run: Run) -> None:
    assert "YAML are not run" in run("", entry={"language": "yaml"}).failure
    assert not observable(Entry("shop", "Pulumi.yaml", language="yaml"))
