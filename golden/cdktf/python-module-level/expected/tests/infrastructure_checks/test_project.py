"""What project synthesises, run in process: no cloud, no Terraform."""

from .support import json_text, synthesis


class TestProject:
    app = synthesis("main.py")

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_cloudwatch_metric_alarm": ["alarms-test/metric"],
            "aws_s3_bucket": ["queues-test/archive"],
            "aws_s3_bucket_lifecycle_configuration": ["queues-test/archive-lifecycle"],
            "aws_sns_topic": ["alarms-test/topic"],
            "aws_sqs_queue": ["queues-test/dead-letters", "queues-test/worker"],
            "cloud": ["alarms-test/backend", "queues-test/backend"],
            "data.aws_region": ["queues-test/region"],
            "local": ["alarms-test/names"],
            "provider.aws": ["alarms-test/aws", "queues-test/aws"],
            "variable": ["queues-test/workers"],
        }

    def test_leaves_no_token_without_a_value(self):
        assert self.app.unresolved() == []

    def test_aws_provider_queues_test_aws_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "queues-test/aws") == {
            "region": "eu-central-1",
            "default_tags": [{"tags": {"Stage": "test"}}],
        }

    def test_cloud_of_queues_test_is_configured_as_declared(self):
        assert self.app.configuration("cloud", "queues-test/backend") == {
            "organization": "orders",
            "workspaces": {"name": "queues-test"},
        }

    def test_region_queues_test_region_is_configured_as_declared(self):
        assert self.app.configuration("data.aws_region", "queues-test/region") == {}

    def test_sqs_queue_queues_test_dead_letters_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "queues-test/dead-letters") == {
            "message_retention_seconds": 1209600,
            "name": "dead-${data.aws_region.queues-test/region.name}",
        }

    def test_variable_queues_test_workers_is_configured_as_declared(self):
        assert self.app.configuration("variable", "queues-test/workers") == {
            "default": 2,
            "description": "How many there are",
            "type": "number",
            "validation": [{"error_message": "At most 10.", "condition": "${(var.queues-test/workers <= 10)}"}],
        }

    def test_sqs_queue_queues_test_worker_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "queues-test/worker") == {
            "name": "worker-${count.index}",
            "redrive_policy": json_text(
                {"deadLetterTargetArn": "${aws_sqs_queue.queues-test/dead-letters.arn}", "maxReceiveCount": 3},
            ),
            "timeouts": {"create": "3m"},
            "count": "${var.queues-test/workers}",
        }

    def test_queue_queues_test_worker_keeps_its_address(self):
        assert self.app.address("aws_sqs_queue", "queues-test/worker") == "aws_sqs_queue.workers_queue"

    def test_s3_bucket_queues_test_archive_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket", "queues-test/archive") == {
            "bucket_prefix": '${lower("Archive-${data.aws_region.queues-test/region.name}-")}',
        }

    def test_s3_bucket_lifecycle_configuration_queues_test_archive_lifecycle_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket_lifecycle_configuration", "queues-test/archive-lifecycle") == {
            "bucket": "${aws_s3_bucket.queues-test/archive.id}",
            "dynamic": {
                "rule": {
                    "for_each": '${toset(["in", "out"])}',
                    "iterator": "each",
                    "content": {"id": "${each.value}", "status": "Enabled", "filter": {"prefix": "${each.value}/"}},
                },
            },
        }

    def test_aws_provider_alarms_test_aws_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "alarms-test/aws") == {
            "region": "eu-central-1",
            "default_tags": [{"tags": {"Stage": "test"}}],
        }

    def test_cloud_of_alarms_test_is_configured_as_declared(self):
        assert self.app.configuration("cloud", "alarms-test/backend") == {
            "organization": "orders",
            "workspaces": {"name": "alarms-test"},
        }

    def test_sns_topic_alarms_test_topic_is_configured_as_declared(self):
        assert self.app.configuration("aws_sns_topic", "alarms-test/topic") == {"name": "alarms"}

    def test_local_alarms_test_names_is_configured_as_declared(self):
        assert self.app.configuration("local", "alarms-test/names") == {
            "value": {
                "queue": "${aws_sqs_queue.queues-test/dead-letters.name}",
                "topic": "${aws_sns_topic.alarms-test/topic.name}",
            },
        }

    def test_cloud_watch_metric_alarm_alarms_test_metric_is_configured_as_declared(self):
        assert self.app.configuration("aws_cloudwatch_metric_alarm", "alarms-test/metric") == {
            "alarm_actions": ["${aws_sns_topic.alarms-test/topic.arn}"],
            "alarm_name": "orders-${each.key}",
            "comparison_operator": "GreaterThanThreshold",
            "dimensions": {"QueueName": "${aws_sqs_queue.queues-test/dead-letters.name}"},
            "evaluation_periods": 1,
            "metric_name": "${each.key}",
            "namespace": "AWS/SQS",
            "period": 60,
            "statistic": "Sum",
            "threshold": "${each.value}",
            "for_each": {"errors": 1, "throttles": 10},
        }

    def test_dead_letters_of_queue_queues_test_worker_go_to_queue_queues_test_dead_letters(self):
        queue = self.app.configuration("aws_sqs_queue", "queues-test/worker")
        assert queue["redrive_policy"]["deadLetterTargetArn"] == "${aws_sqs_queue.queues-test/dead-letters.arn}"

    def test_queue_queues_test_worker_is_counted_by_variable_queues_test_workers(self):
        queue = self.app.configuration("aws_sqs_queue", "queues-test/worker")
        assert queue["count"] == "${var.queues-test/workers}"

    def test_bucket_lifecycle_queues_test_archive_lifecycle_applies_to_bucket_queues_test_archive(self):
        configuration = self.app.configuration("aws_s3_bucket_lifecycle_configuration", "queues-test/archive-lifecycle")
        assert configuration["bucket"] == "${aws_s3_bucket.queues-test/archive.id}"

    def test_local_alarms_test_names_takes_its_value_queue_from_queue_queues_test_dead_letters(self):
        local = self.app.configuration("local", "alarms-test/names")
        assert local["value"]["queue"] == "${aws_sqs_queue.queues-test/dead-letters.name}"

    def test_local_alarms_test_names_takes_its_value_topic_from_topic_alarms_test_topic(self):
        local = self.app.configuration("local", "alarms-test/names")
        assert local["value"]["topic"] == "${aws_sns_topic.alarms-test/topic.name}"

    def test_alarm_alarms_test_metric_notifies_topic_alarms_test_topic(self):
        alarm = self.app.configuration("aws_cloudwatch_metric_alarm", "alarms-test/metric")
        assert alarm["alarm_actions"] == ["${aws_sns_topic.alarms-test/topic.arn}"]

    def test_alarm_alarms_test_metric_watches_queue_queues_test_dead_letters(self):
        alarm = self.app.configuration("aws_cloudwatch_metric_alarm", "alarms-test/metric")
        assert alarm["dimensions"]["QueueName"] == "${aws_sqs_queue.queues-test/dead-letters.name}"

    def test_queue_queues_test_dead_letters_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "queues-test/dead-letters")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["alarms-test/all_names", "queues-test/dead-letters-url"]

    def test_exports_queues_test_dead_letters_url_of_queue_queues_test_dead_letters(self):
        assert self.app.output("queues-test/dead-letters-url") == {
            "value": "${aws_sqs_queue.queues-test/dead-letters.url}",
        }

    def test_exports_alarms_test_all_names_of_local_alarms_test_names(self):
        assert self.app.output("alarms-test/all_names") == {"value": "${local.alarms-test/names}", "sensitive": False}


class TestProjectWithMetricsExample3:
    """project with metrics {'example': 3}."""

    app = synthesis("main.py", context={"metrics": {"example": 3}})

    def test_cloud_watch_metric_alarm_alarms_test_metric_has_its_for_each(self):
        alarm = self.app.configuration("aws_cloudwatch_metric_alarm", "alarms-test/metric")
        assert alarm["for_each"] == {"example": 3}


class TestProjectWithEnvironmentProduction:
    """project with ENVIRONMENT 'production'."""

    app = synthesis("main.py", env={"ENVIRONMENT": "production"})

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_cloudwatch_metric_alarm": ["alarms-production/metric"],
            "aws_s3_bucket": ["queues-production/archive"],
            "aws_s3_bucket_lifecycle_configuration": ["queues-production/archive-lifecycle"],
            "aws_sns_topic": ["alarms-production/topic"],
            "aws_sqs_queue": ["queues-production/dead-letters", "queues-production/worker"],
            "cloud": ["alarms-production/backend", "queues-production/backend"],
            "data.aws_region": ["queues-production/region"],
            "local": ["alarms-production/names"],
            "provider.aws": ["alarms-production/aws", "queues-production/aws"],
            "variable": ["queues-production/workers"],
        }

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["alarms-production/all_names", "queues-production/dead-letters-url"]

    def test_exports_alarms_production_all_names_of_local_alarms_production_names_as_a_secret(self):
        assert self.app.output("alarms-production/all_names") == {
            "value": "${local.alarms-production/names}",
            "sensitive": True,
        }

    def test_sqs_queue_queues_production_worker_has_redrive_policy_max_receive_count_5(self):
        queue = self.app.configuration("aws_sqs_queue", "queues-production/worker")
        assert queue["redrive_policy"]["maxReceiveCount"] == 5
