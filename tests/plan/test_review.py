"""The review: one finding for each block and check that does not hold, in order, with what is suppressed."""

from __future__ import annotations

from pathlib import Path

from terraform_projects import Reader

from scaffold.model.checks import Choice
from scaffold.model.testplan import Finding, Weight
from scaffold.plan.review import review

ONLY = Choice(select=("kms-key-rotation", "s3-public-access"))
KEY = 'resource "aws_kms_key" "k" {\n  enable_key_rotation = var.rotates\n}\nvariable "rotates" {}\n'


def findings(tmp_path: Path, files: object, choice: Choice = ONLY) -> list[Finding]:
    return list(review(Reader(tmp_path).reading(files).projects, choice))


def test_a_finding_says_what_is_wrong_where_and_what_to_do(tmp_path):
    (found,) = findings(tmp_path, '\nresource "aws_s3_bucket" "logs" {}\n')
    assert (found.id, found.service) == ("s3-public-access", "s3")
    assert found.weight in Weight
    assert found.title.startswith("bucket logs ")
    assert (found.subject, str(found.position)) == ("aws_s3_bucket.logs", "main.tf:2")
    assert found.detail
    assert found.hint
    assert found.link.startswith("https://")
    assert not found.suppressed


def test_a_pair_that_says_the_wrong_thing_is_where_to_look(tmp_path):
    block = 'resource "aws_s3_bucket_public_access_block" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    (found,) = findings(tmp_path, 'resource "aws_s3_bucket" "b" {}\n' + block)
    assert (found.subject, found.position.line) == ("aws_s3_bucket.b", 2)


def test_what_holds_or_is_not_known_is_not_found(tmp_path):
    assert findings(tmp_path, KEY) == []
    assert findings(tmp_path, KEY.replace("var.rotates", "true")) == []


def test_one_finding_for_all_instances_and_calls(tmp_path):
    call = 'module "{}" {{\n  source  = "./key"\n  rotates = {}\n}}\n'
    main = call.format("a", "false") + call.format("b", "false") + call.format("c", "true")
    (found,) = findings(tmp_path, {"main.tf": main, "key/main.tf": KEY})
    assert str(found.position) == "key/main.tf:1"
    (many,) = findings(tmp_path / "many", 'resource "aws_s3_bucket" "b" {\n  count = 3\n}\n')
    assert many.subject == "aws_s3_bucket.b"


def test_one_finding_for_a_module_that_several_roots_share(tmp_path):
    call = 'module "key" {\n  source  = "../../modules/key"\n  rotates = false\n}\n'
    files = {"modules/key/main.tf": KEY, "envs/a/main.tf": call, "envs/b/main.tf": call}
    (found,) = findings(tmp_path, files)
    assert str(found.position) == "modules/key/main.tf:1"


def test_findings_are_in_the_order_of_the_sources(tmp_path):
    bucket = 'resource "aws_s3_bucket" "b" {}\n'
    key = 'resource "aws_kms_key" "k" {}\n'
    found = findings(tmp_path, {"b.tf": bucket + key, "a.tf": key.replace('"k"', '"a"')})
    assert [f"{each.position} {each.id}" for each in found] == [
        "a.tf:1 kms-key-rotation",
        "b.tf:1 s3-public-access",
        "b.tf:2 kms-key-rotation",
    ]


def test_only_what_is_asked_for(tmp_path):
    text = 'resource "aws_s3_bucket" "b" {}\nresource "aws_kms_key" "k" {}\n'
    assert {each.id for each in findings(tmp_path, text, Choice(select=("kms-key-rotation",)))} == {"kms-key-rotation"}
    assert {each.service for each in findings(tmp_path, text, Choice(ignore=("s3", "terraform")))} == {"kms"}


def test_what_a_comment_suppresses_stays_with_its_reason(tmp_path):
    text = """
# scaffold:ignore kms-key-rotation: imported material cannot rotate
resource "aws_kms_key" "k" {}

resource "aws_kms_key" "other" {
  # scaffold:ignore kms: the whole service
}

# scaffold:ignore s3-public-access: not about keys
resource "aws_kms_key" "third" {}
"""
    found = findings(tmp_path, text)
    assert [each.suppressed for each in found] == ["imported material cannot rotate", "the whole service", ""]


def test_advice_is_part_of_the_review(tmp_path):
    text = 'resource "aws_sqs_queue" "q" {\n  name = "no spaces please"\n}\n'
    found = findings(tmp_path, text, Choice(select=("sqs-name",)))
    assert [each.id for each in found] == ["sqs-name"]
