"""What sound registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment


class TestSound:
    stack = deployment("Pulumi.yaml", project="sound", stack="test")
    queue = stack.resource("aws:sqs/queue:Queue", "queue")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {"aws:sqs/queue:Queue": ["queue"]}

    def test_sqs_queue_queue_is_configured_as_declared(self):
        assert self.queue.inputs() == {"delaySeconds": 5}

    def test_queue_queue_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None
