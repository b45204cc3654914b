"""What a synthesis tells of Python programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffold.emit.render import Renderer

from .conftest import SUITE, Suite

QUEUE = "aws_sqs_queue"


@pytest.fixture(scope="module")
def main(suite: Suite) -> Any:
    """The main program, with everything given."""
    return suite.synthesis("main.py", env={"STAGE": "prod"}, context={"tier": "gold"})


@pytest.fixture(scope="module")
def network(suite: Suite) -> Any:
    """A stack of it."""
    return suite.synthesis(create=lambda load, app: load("lib/stacks.py").Network(app, "net", size=4))


def test_inventory_has_every_element(main: Any) -> None:
    assert main.failure() == ""
    assert main.stacks() == ["network", "web"]
    assert main.inventory() == {
        "aws_lambda_function": ["network/worker"],
        QUEUE: [
            "network/audit/queue",
            "network/queue",
            "web/audited",
            "web/counted",
            "web/each",
            "web/imported",
            "web/new",
        ],
        "backend.local": ["network/backend"],
        "backend.s3": ["web/backend"],
        "data.aws_region": ["network/here"],
        "import": ["web/imported", "web/to-import"],
        "local": ["web/tags"],
        "module": ["web/module"],
        "moved": ["web/old"],
        "provider.aws": ["network/audit/west", "network/aws", "web/aws"],
        "variable": ["network/audit/size", "web/unused"],
    }
    assert list(main.inventory(without=[QUEUE, "moved"])) == [
        each for each in main.inventory() if each not in (QUEUE, "moved")
    ]


def test_references_are_called_by_construct(main: Any, suite: Suite) -> None:
    queue = (QUEUE, "network/queue")
    policy = {"deadLetterTargetArn": "${aws_sqs_queue.network/audit/queue.arn}", "maxReceiveCount": 3}
    assert main.configuration(*queue) == {
        "name": '${join("-", ["a", var.network/audit/size, data.aws_region.network/here.region])}',
        "redrive_policy": suite.support.json_text(policy),
        "tags": {"count": "1", "place": ".", "tier": "gold"},
        "depends_on": ["aws_sqs_queue.network/audit/queue"],
    }
    assert main.configuration(*queue)["redrive_policy"] != policy
    assert list(main.configuration(*queue, without=["tags", "name", "redrive_policy"])) == ["depends_on"]
    assert main.configuration(*queue, without=["redrive_policy.maxReceiveCount"])[
        "redrive_policy"
    ] == suite.support.json_text({"deadLetterTargetArn": policy["deadLetterTargetArn"]})
    assert main.address(*queue) == "aws_sqs_queue.queue"
    assert main.address(QUEUE, "network/audit/queue").startswith("aws_sqs_queue.audit_queue_")
    assert main.address(QUEUE, "web/counted") == "aws_sqs_queue.own_name"
    assert main.configuration(QUEUE, "network/audit/queue")["provider"] == "aws.west"


def test_what_another_stack_gives_is_called_by_its_construct(main: Any, suite: Suite) -> None:
    assert main.configuration(QUEUE, "web/audited") == {
        "redrive_policy": suite.support.json_text({"deadLetterTargetArn": "${aws_sqs_queue.network/audit/queue.arn}"})
    }


def test_files_are_called_the_same_everywhere(main: Any) -> None:
    assert main.configuration("aws_lambda_function", "network/worker") == {
        "function_name": "worker-prod-3",
        "role": "role",
        "filename": "assets/network/code/archive.zip",
        "source_code_hash": "hash of network/code",
        "environment": {"variables": {"QUEUE": "${aws_sqs_queue.network/audit/queue.url}", "HOME": "./lib"}},
    }
    assert main.configuration("backend.local", "network/backend") == {"path": "./terraform.network.tfstate"}


def test_assets_of_the_same_files_are_told_apart(suite: Suite) -> None:
    text = """
from cdktn import *

app = App()
for name in ("one", "two"):
    stack = TerraformStack(app, name)
    for key in ("a", "b"):
        code = TerraformAsset(stack, f"code-{key}", path="lambda", type=AssetType.ARCHIVE)
        TerraformLocal(stack, key, {"hash": code.asset_hash, "file": code.path})
        TerraformOutput(stack, f"out-{key}", value=f"{code.path} {code.asset_hash}")
app.synth()
"""
    app = suite.program(text)
    for stack in ("one", "two"):
        for key in ("a", "b"):
            path = f"{stack}/code-{key}"
            assert app.configuration("local", f"{stack}/{key}")["value"] == {
                "hash": f"hash of {path}",
                "file": f"assets/{path}/archive.zip",
            }
            output = f"assets/{path}/archive.zip hash of {path}"
            assert app.output(f"{stack}/out-{key}") == {"value": output}


def test_all_other_elements(main: Any) -> None:
    for type, path, configuration in (
        ("backend.s3", "web/backend", {"bucket": "state", "key": "web", "region": "eu-central-1"}),
        ("data.aws_region", "network/here", {}),
        ("import", "web/imported", {"id": "https://queue", "to": "aws_sqs_queue.web/imported"}),
        ("import", "web/to-import", {"id": "https://other", "to": "aws_sqs_queue.to-import"}),
        ("local", "web/tags", {"value": {"a": "b"}}),
        ("module", "web/module", {"source": "./module", "depends_on": ["aws_sqs_queue.web/counted"]}),
        ("moved", "web/old", {"from": "aws_sqs_queue.old", "to": "aws_sqs_queue.web/new"}),
        ("provider.aws", "network/audit/west", {"alias": "west", "region": "us-west-2"}),
        ("variable", "network/audit/size", {"type": "number", "default": 3}),
        ("variable", "web/unused", {"type": "string", "sensitive": True}),
        (QUEUE, "web/counted", {"count": 2, "lifecycle": {"ignore_changes": ["tags"]}}),
        (QUEUE, "web/each", {"for_each": '${toset(["a", "b"])}'}),
        (QUEUE, "web/new", {"tags": "${local.web/tags}"}),
    ):
        assert main.configuration(type, path) == configuration


def test_outputs(main: Any, network: Any) -> None:
    url = {"value": "${aws_sqs_queue.network/audit/queue.url}", "sensitive": True, "description": "Where to"}
    assert main.outputs() == {
        "network/queue-url": url,
        "web/first": {"value": "${element(aws_sqs_queue.web/counted, 0)}"},
    }
    assert main.output("network/queue-url") == url
    assert network.output("queue-url") == {**url, "value": "${aws_sqs_queue.net/audit/queue.url}"}
    assert main.unresolved() == []


def test_a_stack_by_itself(network: Any) -> None:
    assert network.stacks() == ["net"]
    worker = network.configuration("aws_lambda_function", "net/worker")
    assert worker["function_name"] == "worker-dev-4"
    # The program's modules are loaded anew for each synthesis.
    assert network.configuration(QUEUE, "net/queue")["tags"] == {"count": "1", "place": "."}


def test_what_a_module_makes_where_it_is_loaded_is_not_asked_for(suite: Suite) -> None:
    """Its own app, at the end of the file in which the class stands."""
    text = "from cdktn import *\n\nclass Own(TerraformStack):\n    pass\n\napp = App()\nOwn(app, 'own')\napp.synth()\n"
    (suite.folder / "both.py").write_text(text, encoding="utf-8")
    assert suite.synthesis("both.py").stacks() == ["own"]
    assert suite.synthesis(create=lambda load, app: load("both.py").Own(app, "x")).stacks() == ["x"]


def test_numbers_in_texts_that_stand_for_others_are_unresolved(suite: Suite) -> None:
    text = (
        "import cdktn\na = cdktn.App()\ns = cdktn.TerraformStack(a, 's')\n"
        "v = cdktn.TerraformVariable(s, 'v', type='number')\n"
        "cdktn.TerraformOutput(s, 'good', value=v.number_value)\n"
        "cdktn.TerraformOutput(s, 'bad', value=f'worker-{v.number_value}')\n"
        "a.synth()\n"
    )
    (found,) = suite.program(text).unresolved()
    assert found.startswith("s.output.bad.value: -8.1095")


def test_blocks_that_only_overrides_make(suite: Suite) -> None:
    text = (
        "import cdktn\na = cdktn.App()\ns = cdktn.TerraformStack(a, 's')\n"
        "s.add_override('terraform.backend', {'remote': {'organization': 'o'}})\n"
        "s.add_override('resource.aws_thing.x', {'y': 1})\n"
        "s.add_override('terraform.required_version', '>= 1.6')\n"
        "c = cdktn.TerraformStack(a, 'c')\n"
        "cdktn.CloudBackend(c, organization='o', workspaces=cdktn.NamedCloudWorkspace('w'))\n"
        "a.synth()\n"
    )
    app = suite.program(text)
    assert app.configuration("terraform", "s") == {"required_version": ">= 1.6"}
    assert app.inventory() == {
        "aws_thing": ["s/x"],
        "backend.local": ["s/backend"],
        "backend.remote": ["s/remote"],
        "cloud": ["c/backend"],
        "terraform": ["s"],
    }


def test_each_variant_has_its_own_environment_and_context(suite: Suite, main: Any) -> None:
    os.environ["AWS_REGION"] = "us-east-2"
    try:
        other = suite.synthesis("main.py", env={"STAGE": None}, context={"size": 7})
        assert other.configuration("aws_lambda_function", "network/worker")["function_name"] == "worker-dev-7"
        assert other.configuration(QUEUE, "network/queue")["tags"]["tier"] == "basic"
        assert other.configuration("provider.aws", "network/aws") == {"region": "eu-central-1"}
        assert main.configuration(QUEUE, "network/queue")["tags"]["tier"] == "gold"
    finally:
        del os.environ["AWS_REGION"]


def test_the_former_name_of_the_library(suite: Suite) -> None:
    created = suite.synthesis(create=lambda load, app: load("twin.py").Former(app, "x"), library="cdktf")
    for app, stack in ((suite.synthesis("twin.py"), "former"), (created, "x")):
        assert app.inventory() == {
            "backend.local": [f"{stack}/backend"],
            "provider.things": [f"{stack}/things"],
            "things_thing": [f"{stack}/thing"],
            "variable": [f"{stack}/size"],
        }
        assert app.configuration("things_thing", f"{stack}/thing") == {"size": "${var." + stack + "/size}"}
        assert app.outputs() == {"url": {"value": "${things_thing." + stack + "/thing.url}"}}


def test_nothing_is_left_behind(suite: Suite) -> None:
    import jsii

    files = sorted(suite.folder.rglob("*"))
    before = os.getcwd(), list(sys.path), dict(os.environ), sys.modules["__main__"], jsii.create
    assert suite.synthesis("twin.py", env={"STAGE": "other"}).failure() == ""
    assert (os.getcwd(), list(sys.path), dict(os.environ), sys.modules["__main__"], jsii.create) == before
    assert "twin" not in sys.modules
    assert [each for each in sorted(suite.folder.rglob("*")) if "__pycache__" not in str(each)] == [
        each for each in files if "__pycache__" not in str(each)
    ]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("raise ValueError('a fault')", "ValueError: a fault\n  at written.py:1"),
        ("import lib.nothing", "ModuleNotFoundError: No module named 'lib.nothing'"),
        ("def x(:\n", "SyntaxError: "),
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
        ("import sys\nsys.exit(0)", "it makes no App"),
        ("import cdktn", "it makes no App"),
        ("import cdktn\ncdktn.App()", "it makes an App and never calls synth()"),
        (
            "import cdktn\na = cdktn.App()\ncdktn.TerraformStack(a, 'a')\ncdktn.TerraformStack(a, 'a')\n",
            "There is already a Construct with name 'a' in App\n  at written.py:4",
        ),
        ("import cdktn\na = cdktn.App()\ncdktn.TerraformStack(a, 1)\n", "type of argument id must be str"),
        (
            "import cdktn\na = cdktn.App()\ns = cdktn.TerraformStack(a, 's')\n"
            "cdktn.TerraformAsset(s, 'a', path='nothing')\n",
            "ENOENT",
        ),
    ],
)
def test_a_failure_says_what_and_where(suite: Suite, program: str, message: str) -> None:
    app = suite.program(program)
    assert app.failure().startswith("the program does not get to its end: ")
    assert message in app.failure()
    with pytest.raises(suite.module("results").ProgramError):
        app.outputs()


def test_a_program_may_end_itself_when_all_is_done(suite: Suite) -> None:
    program = "import cdktn, sys\na = cdktn.App()\ncdktn.TerraformStack(a, 's')\na.synth()\nsys.exit()\n"
    assert suite.program(program).inventory() == {"backend.local": ["s/backend"]}


def test_the_suite_gets_on_with_other_tests(suite: Suite, tmp_path: Path) -> None:
    """Those of the repository use the same process, before and after, and find it as they expect it.

    Where it is theirs, they have to be started in the folder of the program.
    """
    shutil.copytree(suite.folder, tmp_path / "project")
    tests = tmp_path / "project" / "tests"
    (tests / SUITE.name / "__init__.py").write_text("")
    conftest = Renderer().render("cdktf-pytest/conftest.py.j2").replace(".support", f".{suite.support.__name__}")
    (tests / SUITE.name / "conftest.py").write_text(conftest)
    (tests / SUITE.name / "test_twin.py").write_text(
        f"from .{suite.support.__name__} import synthesis\n\n\n"
        "class TestTwin:\n    app = synthesis('twin.py')\n\n"
        "    def test_backend(self):\n"
        "        assert self.app.configuration('backend.local', 'former/backend')['path'].startswith('.')\n"
    )
    own = """\
import os
import cdktf

def test_own():
    stack = cdktf.TerraformStack(cdktf.App(outdir="own.out"), "own")
    assert os.path.join(os.getcwd(), "terraform.own.tfstate") in cdktf.Testing.synth(stack) + path_of(stack)

def path_of(stack):
    cdktf.LocalBackend(stack)
    return cdktf.Testing.synth(stack)
"""
    for name in ("test_a.py", "test_z.py"):
        (tests / name).write_text(own)
    for start, files in (
        ("project", ["tests/test_a.py", "tests/infrastructure_checks", "tests/test_z.py"]),
        (".", ["project/tests/infrastructure_checks", "project/tests/test_z.py"]),
    ):
        command = [sys.executable, "-W", "error", "-m", "pytest", "-q", *files]
        done = subprocess.run(command, cwd=tmp_path / start, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{len(files)} passed" in done.stdout


def test_questions_without_an_answer_say_what_there_is(network: Any) -> None:
    for ask, message in (
        (
            lambda: network.configuration("data.aws_region", "net/there"),
            "no element of type data.aws_region is at net/there; there is net/here",
        ),
        (lambda: network.address("aws_x", "x"), "no element of type aws_x is at x; there is none of that type"),
        (lambda: network.output("color"), "there is no output color; there is queue-url"),
    ):
        with pytest.raises(LookupError) as raised:
            ask()
        assert raised.value.args == (message,)


def test_a_session_ends_quickly_and_leaves_nothing(suite: Suite, tmp_path: Path) -> None:
    """The program is in another folder than the process is started in."""
    script = (
        f"import sys, time\nsys.path.insert(0, {str(suite.folder / 'tests/infrastructure_checks')!r})\n"
        f"from {suite.support.__name__} import synthesis\n"
        "app = synthesis('twin.py')\nassert app.failure() == '', app.failure()\n"
        "print(app.configuration('backend.local', 'former/backend'))\n"
        "import atexit, cdktf\ncdktf.Testing.full_synth(cdktf.TerraformStack(cdktf.App(outdir='x'), 'y'))\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "{'path': './terraform.former.tfstate'}\n"
    assert done.stderr == ""
    assert list(temporary.iterdir()) == []


def test_terraform_is_asked_where_that_is_wanted(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    validation, synthesis = suite.module("validation"), suite.module("synthesis")
    asked = []

    def answer(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        asked.append((folder.name, arguments[0], (folder / "cdk.tf.json").is_file()))
        said = '{"diagnostics": [{"severity": "error", "summary": "Bad", "detail": "x"}, {"severity": "warning"}]}'
        return subprocess.CompletedProcess([], 0, said, "")

    monkeypatch.setattr(validation, "_run", answer)
    monkeypatch.setattr(synthesis, "ALL", [])
    monkeypatch.setattr(validation, "ALL", [suite.synthesis("twin.py"), suite.program("raise ValueError('x')")])
    with pytest.raises(AssertionError, match=r"^former: Bad: x"):
        validation.accepts_all()
    assert asked == [("former", "init", True), ("former", "validate", True)]
