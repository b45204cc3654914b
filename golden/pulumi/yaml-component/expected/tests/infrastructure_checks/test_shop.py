"""What shop registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment, json_text, secret


class TestOrders:
    stack = deployment(
        "PulumiPlugin.yaml",
        create=lambda load: load("PulumiPlugin.yaml").Orders("test", {"owner": "platform"}),
        project="shop",
        stack="test",
    )
    test_orders = stack.resource("shop:index:Orders", "test")
    test_dead_queue = stack.resource("aws:sqs/queue:Queue", "test-dead")
    test_queue = stack.resource("aws:sqs/queue:Queue", "test-queue")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:sqs/queue:Queue": ["test-dead", "test-queue"],
            "shop:index:Orders": ["test"],
        }

    def test_sqs_queue_test_dead_is_configured_as_declared(self):
        assert self.test_dead_queue.inputs() == {"tags": {"Owner": "platform"}}

    def test_sqs_queue_test_queue_is_configured_as_declared(self):
        assert self.test_queue.inputs() == {
            "redrivePolicy": json_text(
                {"deadLetterTargetArn": self.test_dead_queue.output("arn"), "maxReceiveCount": 3},
            ),
            "tags": {"Owner": "platform"},
        }

    def test_queue_test_queue_waits_for_queue_test_dead(self):
        queue_options = self.test_queue.options()
        assert self.test_dead_queue.urn() in queue_options["dependsOn"]

    def test_orders_test_holds_queue_test_dead_and_queue_test_queue(self):
        queue_options = self.test_dead_queue.options()
        assert queue_options["parent"] == self.test_orders.urn()

        queue_options_2 = self.test_queue.options()
        assert queue_options_2["parent"] == self.test_orders.urn()

    def test_dead_letters_of_queue_test_queue_go_to_queue_test_dead(self):
        queue = self.test_queue.inputs()
        assert queue["redrivePolicy"]["deadLetterTargetArn"] == self.test_dead_queue.output("arn")

    def test_queue_test_dead_is_encrypted(self):
        queue = self.test_dead_queue.inputs()
        assert queue.get("sqsManagedSseEnabled") is None

    def test_queue_test_queue_puts_what_fails_into_a_dead_letter_queue(self):
        queue = self.test_queue.inputs()
        assert queue["redrivePolicy"]

    def test_queue_test_queue_is_encrypted(self):
        queue = self.test_queue.inputs()
        assert queue.get("sqsManagedSseEnabled") is None

    def test_gives_url_of_queue_test_queue(self):
        assert self.stack.exported("url") == self.test_queue.output("url")

    def test_gives_owner(self):
        assert self.stack.exported("owner") == "platform"

    def test_gives_token_as_a_secret(self):
        assert self.stack.exported("token") == secret("none")


class TestOrdersWithRetries10:
    stack = deployment(
        "PulumiPlugin.yaml",
        create=lambda load: load("PulumiPlugin.yaml").Orders("test", {"owner": "platform", "retries": 10}),
        project="shop",
        stack="test",
    )

    def test_sqs_queue_test_queue_has_redrive_policy_max_receive_count_10(self):
        queue = self.stack.inputs("aws:sqs/queue:Queue", "test-queue")
        assert queue["redrivePolicy"]["maxReceiveCount"] == 10


class TestOrdersWithTokenNotARealToken1A:
    """Orders with token 'not-a-real-token-1A'."""

    stack = deployment(
        "PulumiPlugin.yaml",
        create=lambda load: load("PulumiPlugin.yaml").Orders(
            "test", {"owner": "platform", "token": "not-a-real-token-1A"}
        ),
        project="shop",
        stack="test",
    )

    def test_gives_token_as_a_secret(self):
        assert self.stack.exported("token") == secret("not-a-real-token-1A")


class TestOddName:
    stack = deployment(
        "PulumiPlugin.yaml",
        create=lambda load: getattr(load("PulumiPlugin.yaml"), "odd name")("test", {}),
        project="shop",
        stack="test",
    )
    test_name = stack.resource("shop:index:odd name", "test")
    test_topic = stack.resource("aws:sns/topic:Topic", "test-topic")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {"aws:sns/topic:Topic": ["test-topic"], "shop:index:odd name": ["test"]}

    def test_sns_topic_test_topic_is_configured_as_declared(self):
        assert self.test_topic.inputs() == {"displayName": 1}

    def test_odd_name_test_holds_topic_test_topic(self):
        topic_options = self.test_topic.options()
        assert topic_options["parent"] == self.test_name.urn()

    def test_gives_topic_arn_of_topic_test_topic(self):
        assert self.stack.exported("topicArn") == self.test_topic.output("arn")


class TestOddNameWithSizesSizesSizes2:
    """odd name with sizes ['sizes', 'sizes-2']."""

    stack = deployment(
        "PulumiPlugin.yaml",
        create=lambda load: getattr(load("PulumiPlugin.yaml"), "odd name")("test", {"sizes": ["sizes", "sizes-2"]}),
        project="shop",
        stack="test",
    )

    def test_sns_topic_test_topic_has_display_name_sizes(self):
        topic = self.stack.inputs("aws:sns/topic:Topic", "test-topic")
        assert topic["displayName"] == "sizes"
