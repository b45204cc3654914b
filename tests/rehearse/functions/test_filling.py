"""What functions need that the project does not have: secrets that nobody has filled, packages that are not here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from live_projects import alive, function, lambda_
from rehearsals import suite

from scaffold.model.functions import Code, Dependency, EventUse, SdkCall, Variable
from scaffold.model.integration import Behaves, IntegrationCase
from scaffold.model.position import Position
from scaffold.model.values import Reference
from scaffold.rehearse.functions.filling import fill_secrets
from scaffold.rehearse.functions.packages import packed
from scaffold.rehearse.limits import fitted, limits, with_functions

AT = Position("main.tf", 1, 1)
SECRETS = """
resource "aws_secretsmanager_secret" "asked" { name = "asked" }
resource "aws_secretsmanager_secret" "plain" { name = "plain" }
resource "aws_secretsmanager_secret" "kept" { name = "kept" }
resource "aws_secretsmanager_secret_version" "kept" {
  secret_id     = aws_secretsmanager_secret.kept.id
  secret_string = "own"
}
"""


def test_a_secret_holds_what_the_code_takes_out_of_it(tmp_path: Path) -> None:
    paths = [("SecretString", "(json)", "host"), ("SecretString", "(json)", "db", "port")]
    takes = tuple(EventUse(path, AT, kinds=("number",) if path[-1] == "port" else ()) for path in paths)
    calls = (SdkCall("secretsmanager", "GetSecretValue", AT, target=("env", "SECRET"), takes=takes),)
    variable = Variable("SECRET", Reference("aws_secretsmanager_secret.asked", ("arn",)), AT)
    own = function("store", "store.py")
    own = replace(own, code=Code("python", "store.py", "store.py", "handler", calls=calls), environment=(variable,))
    with alive(tmp_path, SECRETS + lambda_("store"), {"store.py": "def handler(event, context): pass\n"}, own) as here:
        fill_secrets([own], here.computed, here.running.client)
        read = here.client("secretsmanager").get_secret_value
        found = {name: read(SecretId=name)["SecretString"] for name in ("asked", "plain", "kept")}
    assert json.loads(found["asked"]) == {"host": "rehearsal-host", "db": {"port": 1}}
    assert (found["plain"], found["kept"]) == ("rehearsal-plain", "own")


def test_a_function_whose_packages_are_not_here_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "store.py").write_text("import somewhere_else\n")
    own = function("store", "store.py")
    missing = Dependency("somewhere_else", "somewhere-else", "package", AT, declared="requirements.txt")
    made = {own.address: {"arn": "arn:aws:lambda:us-east-1:123456789012:function:store"}}
    for dependency, reason in (
        (missing, "somewhere-else is not installed here"),
        (replace(missing, declared=""), ""),
        (replace(missing, module="boto3"), ""),
    ):
        code = Code("python", "store.py", "store.py", "handler", dependencies=(dependency,))
        (known,) = packed([replace(own, code=code)], tmp_path, tmp_path / "packages", made)
        assert known.get("reason", "") == reason


def test_a_case_that_passes_a_function_which_does_not_run_is_left_out() -> None:
    hop = {"kind": "row", "title": "function store to table rows", "logs": {"function store": "/aws/lambda/store"}}
    follows = Behaves("follow", {"send": {"kind": "message"}, "hops": (hop,)})
    invokes = Behaves("invoke_function", {})
    cases = (
        IntegrationCase(
            "a", "flows", "a message gets to rows", "", "", follows, writes=True, needs=("running-functions",)
        ),
        IntegrationCase(
            "b", "behaviour", "store answers", "aws_lambda_function.store", "", invokes, needs=("function-code",)
        ),
    )
    whole, known = suite(*cases), with_functions(limits())
    assert len(fitted(whole, known, {}, ())[0].cases) == 2
    still = {"aws_lambda_function.store": "it is an image", "function store": "it is an image"}
    fitting, left_out = fitted(whole, known, {}, (), still=still)
    assert fitting.cases == ()
    assert [each.reason for each in left_out] == [
        "function store is not run: it is an image",
        "aws_lambda_function.store is not run: it is an image",
    ]
    assert fitted(whole, limits(), {}, ())[1][0].reason.startswith("functions run no code here")
