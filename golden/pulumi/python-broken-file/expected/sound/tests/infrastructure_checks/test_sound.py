"""What sound registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment


class TestSound:
    stack = deployment("__main__.py", project="sound", stack="test")
    orders_queue = stack.resource("aws:sqs/queue:Queue", "orders")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {"aws:sqs/queue:Queue": ["orders"]}

    def test_sqs_queue_orders_is_configured_as_declared(self):
        assert self.orders_queue.inputs() == {"delaySeconds": 5}

    def test_queue_orders_is_encrypted(self):
        queue = self.orders_queue.inputs()
        assert queue.get("sqsManagedSseEnabled") is None
