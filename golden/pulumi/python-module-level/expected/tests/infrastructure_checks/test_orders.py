"""What orders registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment, json_text, texts_under


class TestOrders:
    stack = deployment("__main__.py", project="orders", stack="production")
    main_key = stack.resource("aws:kms/key:Key", "main")
    jobs_queue = stack.resource("aws:sqs/queue:Queue", "jobs-queue")
    jobs_policy = stack.resource("aws:sqs/queuePolicy:QueuePolicy", "jobs")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:kms/key:Key": ["main"],
            "aws:sqs/queue:Queue": ["jobs-queue"],
            "aws:sqs/queuePolicy:QueuePolicy": ["jobs"],
        }

    def test_kms_key_main_is_configured_as_declared(self):
        assert self.main_key.inputs() == {"description": "Queues", "enableKeyRotation": True, "deletionWindowInDays": 7}

    def test_sqs_queue_jobs_queue_is_configured_as_declared(self):
        assert self.jobs_queue.inputs() == {
            "name": "orders-production-jobs",
            "kmsMasterKeyId": self.main_key.output("id"),
            "visibilityTimeoutSeconds": 30,
            "tags": {"Stage": "dev", "Position": "0"},
        }

    def test_sqs_queue_policy_jobs_is_configured_as_declared(self):
        assert self.jobs_policy.inputs() == {
            "queueUrl": self.jobs_queue.output("url"),
            "policy": json_text(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": [self.jobs_queue.output("arn"), f"{self.jobs_queue.output('arn')}/*"],
                        },
                    ],
                },
            ),
        }

    def test_queue_policy_jobs_waits_for_key_main(self):
        policy_options = self.jobs_policy.options()
        assert self.main_key.urn() in policy_options["dependsOn"]

    def test_queue_jobs_queue_is_encrypted_with_key_main(self):
        queue = self.jobs_queue.inputs()
        assert queue["kmsMasterKeyId"] == self.main_key.output("id")

    def test_queue_policy_jobs_guards_queue_jobs_queue(self):
        policy = self.jobs_policy.inputs()
        assert policy["queueUrl"] == self.jobs_queue.output("url")

    def test_queue_policy_jobs_names_queue_jobs_queue(self):
        policy = self.jobs_policy.inputs()
        assert policy["policy"]["Statement"][0]["Resource"] == [
            self.jobs_queue.output("arn"),
            f"{self.jobs_queue.output('arn')}/*",
        ]

    def test_key_main_rotates_automatically(self):
        key = self.main_key.inputs()
        assert key["enableKeyRotation"] is True

    def test_queue_jobs_queue_is_encrypted(self):
        queue = self.jobs_queue.inputs()
        assert queue["kmsMasterKeyId"]

    def test_queue_policy_jobs_gives_nothing_to_everyone(self):
        policy = self.jobs_policy.inputs()
        assert "*" not in texts_under(policy.get("policy"), "Principal", "AWS")

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["account", "arns", "console", "first"]

    def test_exports_first_of_queue_jobs_queue(self):
        assert self.stack.exported("first") == self.jobs_queue.output("url")

    def test_exports_arns_of_queue_jobs_queue(self):
        assert self.stack.exported("arns") == [self.jobs_queue.output("arn")]

    def test_exports_account(self):
        assert self.stack.exported("account") == "123456789012"

    def test_exports_console_of_key_main(self):
        assert (
            self.stack.exported("console") == f"https://console.aws.amazon.com/kms/home#{self.main_key.output('keyId')}"
        )


class TestOrdersWithQueuesQueuesQueues2:
    """orders with queues ['queues', 'queues-2']."""

    stack = deployment(
        "__main__.py", project="orders", stack="production", config={"orders:queues": ["queues", "queues-2"]}
    )
    main_key = stack.resource("aws:kms/key:Key", "main")
    queue = stack.resource("aws:sqs/queue:Queue", "queues-queue")
    queue_2 = stack.resource("aws:sqs/queue:Queue", "queues-2-queue")
    queue_policy = stack.resource("aws:sqs/queuePolicy:QueuePolicy", "queues-2")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:kms/key:Key": ["main"],
            "aws:sqs/queue:Queue": ["queues-2-queue", "queues-queue"],
            "aws:sqs/queuePolicy:QueuePolicy": ["queues", "queues-2"],
        }

    def test_sqs_queue_queues_2_queue_is_configured_as_declared(self):
        assert self.queue_2.inputs() == {
            "name": "orders-production-queues-2",
            "kmsMasterKeyId": self.main_key.output("id"),
            "visibilityTimeoutSeconds": 60,
            "tags": {"Stage": "dev", "Position": "1"},
        }

    def test_sqs_queue_policy_queues_2_is_configured_as_declared(self):
        assert self.queue_policy.inputs() == {
            "queueUrl": self.queue_2.output("url"),
            "policy": json_text(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": [
                                self.queue.output("arn"),
                                self.queue_2.output("arn"),
                                f"{self.queue.output('arn')}/*",
                            ],
                        },
                    ],
                },
            ),
        }

    def test_queue_policy_queues_2_waits_for_key_main(self):
        policy_options = self.queue_policy.options()
        assert self.main_key.urn() in policy_options["dependsOn"]

    def test_queue_queues_2_queue_is_encrypted_with_key_main(self):
        queue_inputs = self.queue_2.inputs()
        assert queue_inputs["kmsMasterKeyId"] == self.main_key.output("id")

    def test_queue_policy_queues_2_guards_queue_queues_2_queue(self):
        policy_inputs = self.queue_policy.inputs()
        assert policy_inputs["queueUrl"] == self.queue_2.output("url")

    def test_queue_policy_queues_2_names_queue_queues_queue_and_queue_queues_2_queue(self):
        policy_inputs = self.queue_policy.inputs()
        assert policy_inputs["policy"]["Statement"][0]["Resource"] == [
            self.queue.output("arn"),
            self.queue_2.output("arn"),
            f"{self.queue.output('arn')}/*",
        ]

    def test_exports_arns_of_queue_queues_queue_and_queue_queues_2_queue(self):
        assert self.stack.exported("arns") == [self.queue.output("arn"), self.queue_2.output("arn")]

    def test_sqs_queue_queues_queue_has_name_orders_production_queues(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs["name"] == "orders-production-queues"

    def test_sqs_queue_policy_queues_has_its_policy_statement_0_resource(self):
        policy_inputs = self.stack.inputs("aws:sqs/queuePolicy:QueuePolicy", "queues")
        assert policy_inputs["policy"]["Statement"][0]["Resource"] == [
            self.queue.output("arn"),
            self.queue_2.output("arn"),
            f"{self.queue.output('arn')}/*",
        ]


class TestOrdersWithStageTest:
    """orders with STAGE 'test'."""

    stack = deployment("__main__.py", project="orders", stack="production", env={"STAGE": "test"})

    def test_sqs_queue_jobs_queue_has_tags_stage_test(self):
        queue = self.stack.inputs("aws:sqs/queue:Queue", "jobs-queue")
        assert queue["tags"]["Stage"] == "test"


class TestOrdersWithBoardTrue:
    stack = deployment("__main__.py", project="orders", stack="production", config={"orders:board": True})

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:kms/key:Key": ["main"],
            "aws:sqs/queue:Queue": ["jobs-queue"],
            "aws:sqs/queuePolicy:QueuePolicy": ["jobs"],
            "aws:ssm/parameter:Parameter": ["board"],
        }

    def test_ssm_parameter_board_is_configured_as_declared(self):
        assert self.stack.inputs("aws:ssm/parameter:Parameter", "board") == {
            "type": "String",
            "value": json_text({"title": "orders-production-board (1)", "parts": [1, 2.5, True, None]}),
        }


class TestOrdersWithKindFifo:
    """orders with kind 'fifo'."""

    stack = deployment("__main__.py", project="orders", stack="production", config={"orders:kind": "fifo"})

    def test_sqs_queue_jobs_queue_has_its_content_based_deduplication_fifo_queue_and_name(self):
        queue = self.stack.inputs("aws:sqs/queue:Queue", "jobs-queue")
        assert queue["name"] == "orders-production-jobs.fifo"
        assert queue["fifoQueue"] is True
        assert queue["contentBasedDeduplication"] is True


class TestOrdersWithKindKind:
    """orders with kind 'kind'."""

    stack = deployment("__main__.py", project="orders", stack="production", config={"orders:kind": "kind"})

    def test_is_refused_there_is_no_kind_of_queue_called_kind(self):
        assert "there is no kind of queue called 'kind'" in self.stack.failure()


class TestOrdersWithKindProd:
    """orders with kind 'prod'."""

    stack = deployment("__main__.py", project="orders", stack="production", config={"orders:kind": "prod"})

    def test_is_refused_there_is_no_kind_of_queue_called_prod(self):
        assert "there is no kind of queue called 'prod'" in self.stack.failure()
