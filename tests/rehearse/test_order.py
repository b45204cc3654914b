"""The order in which resources are made."""

from __future__ import annotations

from pathlib import Path

from rehearsals import terraform

from scaffold.rehearse.order import in_order


def order(folder: Path, text: str) -> list[str]:
    return [each.address for each in in_order(terraform(folder, text))[0]]


def test_each_comes_after_what_it_needs(tmp_path: Path) -> None:
    found = order(
        tmp_path,
        """
        resource "aws_lambda_function" "f" {
          function_name = "f"
          role          = aws_iam_role.r.arn
          depends_on    = [aws_cloudwatch_log_group.g]
        }
        resource "aws_cloudwatch_log_group" "g" { name = data.aws_region.here.name }
        resource "aws_iam_role" "r" { assume_role_policy = "{}" }
        data "aws_region" "here" {}
        """,
    )
    assert found == ["aws_iam_role.r", "data.aws_region.here", "aws_cloudwatch_log_group.g", "aws_lambda_function.f"]


def test_whole_resources_and_modules_count_for_all_that_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "main.tf").write_text('resource "aws_sqs_queue" "q" { name = "q" }\n')
    found = order(
        tmp_path,
        """
        resource "aws_sns_topic" "last" {
          name       = "last"
          depends_on = [module.inner, aws_sqs_queue.many]
        }
        resource "aws_sqs_queue" "many" {
          for_each = toset(["a", "b"])
          name     = each.key
        }
        module "inner" { source = "./inner" }
        """,
    )
    assert found[-1] == "aws_sns_topic.last"
    assert set(found[:-1]) == {'aws_sqs_queue.many["a"]', 'aws_sqs_queue.many["b"]', "module.inner.aws_sqs_queue.q"}


API = """
resource "aws_api_gateway_deployment" "d" { rest_api_id = aws_api_gateway_rest_api.a.id }
resource "aws_api_gateway_integration" "i" {
  rest_api_id = aws_api_gateway_rest_api.a.id
  resource_id = aws_api_gateway_rest_api.a.root_resource_id
  http_method = "GET"
  type        = "MOCK"
}
resource "aws_api_gateway_method" "m" {
  rest_api_id   = aws_api_gateway_rest_api.a.id
  resource_id   = aws_api_gateway_rest_api.a.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_rest_api" "a" { name = "a" }
"""


def test_an_api_is_deployed_once_its_methods_are_there_though_nobody_says_so(tmp_path: Path) -> None:
    kinds = [address.partition(".")[0].removeprefix("aws_api_gateway_") for address in order(tmp_path, API)]
    assert kinds == ["rest_api", "method", "integration", "deployment"]


def test_what_is_not_said_gives_way_where_it_would_make_a_circle(tmp_path: Path) -> None:
    odd = API.replace('authorization = "NONE"', 'authorization = aws_api_gateway_deployment.d.id == "" ? "NONE" : "X"')
    found, circles = in_order(terraform(tmp_path, odd))
    assert not circles
    kinds = [each.type.removeprefix("aws_api_gateway_") for each in found]
    assert kinds.index("deployment") < kinds.index("method")


def test_circles_are_told_and_the_rest_is_in_order(tmp_path: Path) -> None:
    project = terraform(
        tmp_path,
        """
        resource "aws_sqs_queue" "a" { name = aws_sqs_queue.b.arn }
        resource "aws_sqs_queue" "b" { name = aws_sqs_queue.c.arn }
        resource "aws_sqs_queue" "c" { name = aws_sqs_queue.a.arn }
        resource "aws_sqs_queue" "after" { name = aws_sqs_queue.a.name }
        resource "aws_sqs_queue" "alone" { name = "alone" }
        """,
    )
    found, circles = in_order(project)
    assert [each.name for each in found] == ["after", "alone"]
    assert circles["aws_sqs_queue.a"] == tuple(f"aws_sqs_queue.{name}" for name in "abca")
    assert set(circles) == {f"aws_sqs_queue.{name}" for name in "abc"}
