"""Secrets without a value get one that the functions can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from live_projects import alive, function, lambda_

from scaffold.model.functions import Code, EventUse, SdkCall, Variable
from scaffold.model.position import Position
from scaffold.model.values import Reference
from scaffold.rehearse.functions.filling import fill_secrets

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
