"""Calls function take with events of the shape that its triggers send."""

from .resources import orders_table
from .support import Function, as_json, changed

take = Function(
    "function take",
    folder="../../src/take",
    entry="index.py",
    handler="handler",
    name="take-order",
    environment={"TABLE_NAME": "orders"},
    wired=[orders_table],
    region="eu-central-1",
    runtime="python3.12",
    timeout=5,
)

REQUEST = {
    "version": "2.0",
    "routeKey": "POST /orders",
    "rawPath": "/orders",
    "rawQueryString": "",
    "headers": {
        "accept": "application/json",
        "host": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
        "user-agent": "handler-tests",
        "x-forwarded-for": "192.0.2.1",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        "content-type": "application/json",
    },
    "isBase64Encoded": False,
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "a1b2c3d4e5",
        "domainName": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
        "domainPrefix": "a1b2c3d4e5",
        "http": {
            "method": "POST",
            "path": "/orders",
            "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1",
            "userAgent": "handler-tests",
        },
        "requestId": "ZcXyZGAxIAMFzPg=",
        "routeKey": "POST /orders",
        "stage": "$default",
        "time": "01/Jan/2024:00:00:00 +0000",
        "timeEpoch": 1704067200000,
    },
    "body": as_json({"order_id": "order-id-1", "quantity": "many"}),
}


class TestLoading:
    def test_loads_in_its_declared_environment(self):
        take.loads()


class TestRequests:
    def test_refuses_a_post_orders_without_body(self):
        outcome = take.call(changed(REQUEST, without=["body"]))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_a_body_that_is_not_json(self):
        outcome = take.call(changed(REQUEST, {"body": '{"unfinished": '}))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_a_text_instead_of_an_object_as_a_body(self):
        outcome = take.call(changed(REQUEST, {"body": as_json("example")}))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_a_list_instead_of_an_object_as_a_body(self):
        outcome = take.call(changed(REQUEST, {"body": as_json([])}))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_without_order_id(self):
        outcome = take.call(changed(REQUEST, {"body": as_json({"quantity": 12})}))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_a_number_instead_of_a_text_as_order_id(self):
        outcome = take.call(
            changed(REQUEST, {"body.order_id": 42, "body.quantity": 12}),
        )
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_without_quantity(self):
        outcome = take.call(changed(REQUEST, without=["body.quantity"]))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_a_text_instead_of_a_number_as_quantity(self):
        outcome = take.call(REQUEST)
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()

    def test_refuses_a_post_orders_with_less_than_1_as_quantity(self):
        outcome = take.call(changed(REQUEST, {"body.quantity": 0}))
        outcome.responds(400, form="2.0")
        outcome.writes_nothing()
