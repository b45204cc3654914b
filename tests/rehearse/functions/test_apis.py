"""APIs and function URLs: requests reach functions as events of the right shape, and their answers come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from live_projects import Alive, alive, function, lambda_

ECHO = """
    import base64, json
    def handler(event, context):
        way = event.get("rawPath") or event.get("path")
        if way.endswith("broken"):
            raise ValueError("not so")
        if way.endswith("odd"):
            return {"status": 200}
        if way.endswith("plain"):
            return {"a": 1}
        return {"statusCode": 201, "headers": {"X-Own": "yes"}, "body": json.dumps(event)}
    def allow(event, context):
        effect = "Allow" if event["authorizationToken"] == "good" else "Deny"
        statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
        return {"principalId": "me", "policyDocument": {"Statement": [statement]}, "context": {"tenant": "t1"}}
    def simple(event, context):
        return {"isAuthorized": event["identitySource"] == ["good"], "context": {"tenant": "t2"}}
"""
FUNCTIONS = (
    lambda_("echo")
    + lambda_("allow", entry="echo.allow")
    + lambda_("simple", entry="echo.simple")
    + """
resource "aws_lambda_permission" "any" {
  for_each      = { echo = aws_lambda_function.echo.arn }
  statement_id  = each.key
  action        = "lambda:InvokeFunction"
  function_name = each.value
  principal     = "apigateway.amazonaws.com"
}
"""
)
OWN = (
    function("echo", "echo.py"),
    function("allow", "echo.py", "echo.allow"),
    function("simple", "echo.py", "echo.simple"),
)


def method(name: str, path: str, verb: str, authorization: str = "NONE", more: str = "", uri: str = "") -> str:
    return f"""
resource "aws_api_gateway_method" "{name}" {{
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = {path}
  http_method   = "{verb}"
  authorization = "{authorization}"
  {more}
}}
resource "aws_api_gateway_integration" "{name}" {{
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = {path}
  http_method             = aws_api_gateway_method.{name}.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = {uri or "aws_lambda_function.echo.invoke_arn"}
}}
"""


def part(name: str, text: str, parent: str = "aws_api_gateway_rest_api.shop.root_resource_id") -> str:
    return f"""
resource "aws_api_gateway_resource" "{name}" {{
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = {parent}
  path_part   = "{text}"
}}
"""


REST = (
    'resource "aws_api_gateway_rest_api" "shop" { name = "shop" }\n'
    + part("orders", "orders")
    + part("order", "{id}", "aws_api_gateway_resource.orders.id")
    + part("rest", "{proxy+}")
    + method("list", "aws_api_gateway_resource.orders.id", "GET")
    + method("make", "aws_api_gateway_resource.orders.id", "POST", "AWS_IAM")
    + method("one", "aws_api_gateway_resource.order.id", "ANY")
    + method("all", "aws_api_gateway_resource.rest.id", "GET")
    + method(
        "token",
        "aws_api_gateway_resource.order.id",
        "DELETE",
        "CUSTOM",
        "authorizer_id = aws_api_gateway_authorizer.own.id",
    )
    + method("keyed", "aws_api_gateway_resource.orders.id", "PUT", more="api_key_required = true")
    + method("forbidden", "aws_api_gateway_resource.orders.id", "PATCH", uri="aws_lambda_function.simple.invoke_arn")
    + """
resource "aws_api_gateway_authorizer" "own" {
  name           = "own"
  rest_api_id    = aws_api_gateway_rest_api.shop.id
  authorizer_uri = aws_lambda_function.allow.invoke_arn
}
resource "aws_api_gateway_deployment" "now" { rest_api_id = aws_api_gateway_rest_api.shop.id }
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  deployment_id = aws_api_gateway_deployment.now.id
  stage_name    = "live"
  variables     = { colour = "red" }
}
resource "aws_api_gateway_usage_plan" "all" {
  name = "all"
  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.live.stage_name
  }
}
resource "aws_api_gateway_api_key" "one" { name = "one" }
resource "aws_api_gateway_usage_plan_key" "one" {
  key_id        = aws_api_gateway_api_key.one.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.all.id
}
"""
)
HTTP = """
resource "aws_apigatewayv2_api" "web" {
  name          = "web"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["https://shop.example"]
    allow_methods = ["GET"]
  }
}
resource "aws_apigatewayv2_stage" "web" {
  api_id      = aws_apigatewayv2_api.web.id
  name        = "$default"
  auto_deploy = true
}
resource "aws_apigatewayv2_integration" "new" {
  api_id                 = aws_apigatewayv2_api.web.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.echo.invoke_arn
  payload_format_version = "2.0"
}
resource "aws_apigatewayv2_integration" "old" {
  api_id                 = aws_apigatewayv2_api.web.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.echo.arn
  payload_format_version = "1.0"
}
resource "aws_apigatewayv2_authorizer" "own" {
  api_id                            = aws_apigatewayv2_api.web.id
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = aws_lambda_function.simple.invoke_arn
  identity_sources                  = ["$request.header.X-Token"]
  name                              = "own"
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
}
resource "aws_apigatewayv2_route" "new" {
  for_each  = toset(["GET /items/{id}", "ANY /any/{proxy+}"])
  api_id    = aws_apigatewayv2_api.web.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.new.id}"
}
resource "aws_apigatewayv2_route" "old" {
  api_id    = aws_apigatewayv2_api.web.id
  route_key = "POST /old"
  target    = "integrations/${aws_apigatewayv2_integration.old.id}"
}
resource "aws_apigatewayv2_route" "guarded" {
  api_id             = aws_apigatewayv2_api.web.id
  route_key          = "GET /guarded"
  target             = "integrations/${aws_apigatewayv2_integration.new.id}"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.own.id
}
resource "aws_apigatewayv2_route" "signed" {
  api_id             = aws_apigatewayv2_api.web.id
  route_key          = "GET /signed"
  target             = "integrations/${aws_apigatewayv2_integration.new.id}"
  authorization_type = "AWS_IAM"
}
resource "aws_lambda_function_url" "open" {
  function_name      = aws_lambda_function.echo.function_name
  authorization_type = "NONE"
}
resource "aws_lambda_function_url" "closed" {
  function_name      = aws_lambda_function.allow.function_name
  authorization_type = "AWS_IAM"
}
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    folder = tmp_path_factory.mktemp("apis")
    with alive(folder, FUNCTIONS + REST + HTTP, {"echo.py": ECHO}, *OWN) as found:
        yield found


def rest(here: Alive, way: str, verb: str = "GET", **asked: Any) -> tuple[int, Any, Any]:
    status, headers, text = here.request(
        f"{here.computed['aws_api_gateway_stage.live']['invoke_url']}{way}", verb, **asked
    )
    return status, headers, json.loads(text)


def web(here: Alive, way: str, verb: str = "GET", **asked: Any) -> tuple[int, Any, Any]:
    status, headers, text = here.request(
        f"{here.computed['aws_apigatewayv2_stage.web']['invoke_url'].rstrip('/')}{way}", verb, **asked
    )
    return status, headers, json.loads(text) if text else None


def test_a_rest_api_sends_events_of_version_one(here: Alive) -> None:
    status, headers, event = rest(here, "/orders?a=1&a=2&b=%20", headers={"X-Mixed": "v"})
    assert (status, headers["X-Own"]) == (201, "yes")
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/orders", "/orders", "GET")
    assert event["queryStringParameters"] == {"a": "2", "b": " "}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "b": [" "]}
    assert {name.lower(): value for name, value in event["headers"].items()}["x-mixed"] == "v"
    assert (event["pathParameters"], event["body"], event["isBase64Encoded"]) == (None, None, False)
    assert event["stageVariables"] == {"colour": "red"}
    context = event["requestContext"]
    assert (context["stage"], context["path"], context["resourcePath"]) == ("live", "/live/orders", "/orders")
    assert rest(here, "/orders/a%20b")[2]["pathParameters"] == {"id": "a b"}
    assert rest(here, "/some/where")[2]["pathParameters"] == {"proxy": "some/where"}
    assert rest(here, "/orders/1", "POST", body=b'{"x": 1}')[2]["body"] == '{"x": 1}'
    binary = rest(here, "/orders/1", "POST", body=b"\xff\x00")[2]
    assert (binary["body"], binary["isBase64Encoded"]) == ("/wA=", True)


def test_a_rest_api_refuses_as_it_does_in_the_cloud(here: Alive) -> None:
    assert rest(here, "/orders", "OPTIONS")[::2] == (403, {"message": "Missing Authentication Token"})
    assert rest(here, "/orders", "POST", body=b"{}")[::2] == (403, {"message": "Missing Authentication Token"})
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20240101/us-east-1/execute-api/aws4_request"}
    assert rest(here, "/orders", "POST", body=b"{}", headers=signed)[0] == 201
    assert rest(here, "/orders", "PUT", body=b"{}")[::2] == (403, {"message": "Forbidden"})
    (key,) = here.client("apigateway").get_api_keys(includeValues=True)["items"]
    assert rest(here, "/orders", "PUT", body=b"{}", headers={"x-api-key": key["value"]})[0] == 201


def test_a_rest_api_asks_its_authorizer(here: Alive) -> None:
    assert rest(here, "/orders/1", "DELETE")[::2] == (401, {"message": "Unauthorized"})
    assert rest(here, "/orders/1", "DELETE", headers={"Authorization": "bad"})[0] == 403
    status, _, event = rest(here, "/orders/1", "DELETE", headers={"Authorization": "good"})
    assert (status, event["requestContext"]["authorizer"]) == (201, {"tenant": "t1", "principalId": "me"})


def test_what_goes_wrong_behind_a_rest_api_is_named(here: Alive) -> None:
    assert rest(here, "/orders/broken")[::2] == (502, {"message": "Internal server error"})
    assert rest(here, "/orders/odd")[::2] == (502, {"message": "Internal server error"})
    assert rest(here, "/orders", "PATCH", body=b"{}")[::2] == (500, {"message": "Internal server error"})
    errors = [each.get("error", "") for each in here.of("request")]
    assert "ValueError: not so" in errors
    assert "the function's answer is malformed: it has no statusCode" in errors
    assert "no permission of simple lets apigateway.amazonaws.com call it" in errors


def test_an_http_api_sends_both_versions(here: Alive) -> None:
    status, headers, event = web(here, "/items/7?a=1&a=2", headers={"X-Mixed": "v", "Cookie": "c=1; d=2"})
    assert (status, headers["X-Own"], event["version"], event["routeKey"]) == (201, "yes", "2.0", "GET /items/{id}")
    assert (event["rawPath"], event["rawQueryString"], event["cookies"]) == ("/items/7", "a=1&a=2", ["c=1", "d=2"])
    assert (event["pathParameters"], event["queryStringParameters"]) == ({"id": "7"}, {"a": "1,2"})
    assert event["headers"]["x-mixed"] == "v"
    assert event["requestContext"]["http"]["method"] == "GET"
    assert "body" not in event
    posted = web(here, "/any/x/y", "POST", body=b'{"a": 1}', headers={"Content-Type": "application/json"})[2]
    assert (posted["body"], posted["isBase64Encoded"], posted["routeKey"]) == ('{"a": 1}', False, "ANY /any/{proxy+}")
    old = web(here, "/old", "POST", body=b"x")[2]
    assert (old["version"], old["httpMethod"], old["path"], old["resource"]) == ("1.0", "POST", "/old", "/old")


def test_an_http_api_answers_what_is_no_response_and_refuses(here: Alive) -> None:
    assert web(here, "/any/plain")[::2] == (200, {"a": 1})
    assert web(here, "/any/broken")[::2] == (500, {"message": "Internal Server Error"})
    assert web(here, "/nowhere")[::2] == (404, {"message": "Not Found"})
    assert web(here, "/signed")[::2] == (403, {"message": "Forbidden"})
    assert web(here, "/guarded")[::2] == (401, {"message": "Unauthorized"})
    assert web(here, "/guarded", headers={"X-Token": "bad"})[::2] == (403, {"message": "Forbidden"})
    guarded = web(here, "/guarded", headers={"X-Token": "good"})[2]
    assert guarded["requestContext"]["authorizer"] == {"lambda": {"tenant": "t2"}}
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"}
    status, headers, _ = web(here, "/items/7", "OPTIONS", headers=asked)
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, "https://shop.example")


def test_functions_have_addresses_of_their_own(here: Alive) -> None:
    url = here.computed["aws_lambda_function_url.open"]["function_url"]
    status, _, text = here.request(f"{url.rstrip('/')}/way?x=1", "POST", b"hello", {"Content-Type": "text/plain"})
    event = json.loads(text)
    assert (status, event["version"], event["rawPath"], event["body"]) == (201, "2.0", "/way", "hello")
    closed = here.computed["aws_lambda_function_url.closed"]["function_url"]
    assert here.request(closed)[::2] == (403, '{"message": "Forbidden"}')
