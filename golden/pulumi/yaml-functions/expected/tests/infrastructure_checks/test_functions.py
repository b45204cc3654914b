"""What functions registers, run under mocks: no cloud, no Pulumi engine."""

from .support import (
    asset_archive,
    deployment,
    file_archive,
    file_asset,
    json_text,
    remote_asset,
    resource,
    secret,
    text_asset,
)


class TestFunctions:
    stack = deployment(
        "infra/Main.yaml",
        project="functions",
        stack="dev",
        config={"functions:token": "not-a-real-token-1A", "aws:region": "eu-central-1"},
    )
    provider = stack.resource("pulumi:providers:aws", "provider")
    network_reference = stack.resource("pulumi:pulumi:StackReference", "network")
    key = stack.resource("aws:kms/key:Key", "key")
    alerts_topic = stack.resource("aws:sns/topic:Topic", "alerts")
    queue = stack.resource("aws:sqs/queue:Queue", "queue")
    secret_version = stack.resource("aws:secretsmanager/secretVersion:SecretVersion", "secret")
    acme_roles_prod_reference = stack.resource("pulumi:pulumi:StackReference", "acme/roles/prod")
    function = stack.resource("aws:lambda/function:Function", "function")
    bucket_object_resource = stack.resource("aws:s3/bucketObjectv2:BucketObjectv2", "object")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:kms/key:Key": ["key"],
            "aws:lambda/function:Function": ["function"],
            "aws:s3/bucketObjectv2:BucketObjectv2": ["object"],
            "aws:secretsmanager/secretVersion:SecretVersion": ["secret"],
            "aws:sns/topic:Topic": ["alerts"],
            "aws:sqs/queue:Queue": ["queue"],
            "pulumi:providers:aws": ["provider"],
            "pulumi:pulumi:StackReference": ["acme/roles/prod", "network"],
        }

    def test_aws_provider_provider_is_configured_as_declared(self):
        provider_inputs = self.provider.inputs()
        assert provider_inputs["region"] == "eu-central-1"

    def test_aws_provider_provider_is_pinned_to_its_provider_version(self):
        provider_options = self.provider.options()
        assert provider_options["version"] == "7.0.0"

    def test_aws_provider_provider_deploys_key_key_topic_alerts_and_4_more(self):
        resources = [
            ["aws:kms/key:Key", "key"],
            ["aws:sns/topic:Topic", "alerts"],
            ["aws:sqs/queue:Queue", "queue"],
            ["aws:secretsmanager/secretVersion:SecretVersion", "secret"],
            ["aws:lambda/function:Function", "function"],
            ["aws:s3/bucketObjectv2:BucketObjectv2", "object"],
        ]
        wanted = self.provider.urn()
        for kind, name in resources:
            assert self.stack.options(kind, name).get("provider") == wanted, name

    def test_stack_reference_network_is_looked_up_by_its_id(self):
        assert self.network_reference.id() == "acme/network/prod"

    def test_stack_reference_network_is_configured_as_declared(self):
        assert self.network_reference.inputs() == {"name": "acme/network/prod"}

    def test_kms_key_key_is_looked_up_by_its_id(self):
        assert self.key.id() == self.network_reference.output("outputs", "keyId")

    def test_sns_topic_alerts_is_configured_as_declared(self):
        assert self.alerts_topic.inputs() == {
            "displayName": "eu-central-1a/2.5/1",
            "kmsMasterKeyId": self.key.output("arn"),
        }

    def test_topic_alerts_is_pinned_to_its_provider_version(self):
        topic_options = self.alerts_topic.options()
        assert topic_options["version"] == "7.0.0"

    def test_sqs_queue_queue_is_configured_as_declared(self):
        assert self.queue.inputs() == {
            "name": "functions-dev-queue",
            "delaySeconds": 3,
            "sqsManagedSseEnabled": True,
            "tags": {
                "Owner": "123456789012",
                "yes": "no",
                "Octal": 15,
                "Date": "2024-01-31",
                "Number": 1000,
                "Float": 1000,
            },
        }

    def test_queue_queue_waits_for_topic_alerts_and_is_pinned_to_its_provider_version(self):
        queue_options = self.queue.options()
        assert self.alerts_topic.urn() in queue_options["dependsOn"]
        assert queue_options["version"] == "7.0.0"

    def test_secrets_manager_secret_version_secret_is_configured_as_declared(self):
        assert self.secret_version.inputs() == {
            "secretId": self.network_reference.output("outputs", "secretId"),
            "secretString": json_text(
                {"html": '<a href="x">&</a>', "nothing": None, "size": 3, "token": "not-a-real-token-1A"},
            ),
        }

    def test_secret_version_secret_answers_to_its_former_names_has_its_own_timeouts_and_4_more(self):
        version_options = self.secret_version.options()
        assert {"name": "older"} in version_options["aliases"]
        assert version_options["customTimeouts"] == {"create": "5m"}
        assert version_options["deleteBeforeReplace"] is True
        assert version_options["replaceOnChanges"] == ["secretId"]
        assert version_options["retainOnDelete"] is True
        assert version_options["version"] == "7.0.0"

    def test_stack_reference_acme_roles_prod_is_looked_up_by_its_id(self):
        assert self.acme_roles_prod_reference.id() == "acme/roles/prod"

    def test_stack_reference_acme_roles_prod_is_configured_as_declared(self):
        assert self.acme_roles_prod_reference.inputs() == {"name": "acme/roles/prod"}

    def test_lambda_function_function_is_configured_as_declared(self):
        assert self.function.inputs() == {
            "role": self.acme_roles_prod_reference.output("outputs", "roleArn"),
            "runtime": "python3.13",
            "handler": "handler.main",
            "code": asset_archive(
                {
                    "handler.py": file_asset("./code/handler.py"),
                    "note.txt": text_asset("for functions"),
                    "layer": file_archive("./code"),
                },
            ),
            "sourceCodeHash": "449OgiH1fMiyT5EZN/yaXJ1bkF4zxw/H7wiohfXVc3s=",
            "environment": {
                "variables": {
                    "JOINED": "first,second",
                    "SECOND": "b",
                    "ENCODED": "ZnVuY3Rpb25zLWRldg==",
                    "DECODED": "plain",
                    "SOURCE": 'def main(event, context):\n    return "ok"\n',
                    "DIGEST": "554b2e755091f4389c371a3ecb8aa35d5b259b64",
                    "COUNT": "2",
                    "ESCAPED": "${not.a.reference} costs $5 and 3$",
                    "NAME": "alerts",
                    "TYPE": "aws:sns/topic:Topic",
                    "OPEN": "not-a-real-token-1A",
                },
            },
            "tags": {"functions-dev-key": "value"},
        }

    def test_function_function_is_pinned_to_its_provider_version(self):
        function_options = self.function.options()
        assert function_options["version"] == "7.0.0"

    def test_s3_object_object_is_configured_as_declared(self):
        assert self.bucket_object_resource.inputs() == {
            "bucket": self.network_reference.output("outputs", "bucket"),
            "source": remote_asset("https://example.com/functions-dev"),
        }

    def test_object_object_is_protected_from_deletion_ignores_changes_of_tags_and_2_more(self):
        object_options = self.bucket_object_resource.options()
        assert object_options["protect"] is True
        assert object_options["ignoreChanges"] == ["tags"]
        assert object_options["import"] == "bucket/key"
        assert object_options["version"] == "7.0.0"

    def test_topic_alerts_is_encrypted_with_key_key(self):
        topic = self.alerts_topic.inputs()
        assert topic["kmsMasterKeyId"] == self.key.output("arn")

    def test_secret_version_secret_is_kept_in_stack_reference_network(self):
        version = self.secret_version.inputs()
        assert version["secretId"] == self.network_reference.output("outputs", "secretId")

    def test_function_function_runs_as_stack_reference_acme_roles_prod(self):
        function_inputs = self.function.inputs()
        assert function_inputs["role"] == self.acme_roles_prod_reference.output("outputs", "roleArn")

    def test_object_object_is_kept_in_stack_reference_network(self):
        object_inputs = self.bucket_object_resource.inputs()
        assert object_inputs["bucket"] == self.network_reference.output("outputs", "bucket")

    def test_topic_alerts_is_encrypted_with_a_kms_key(self):
        topic = self.alerts_topic.inputs()
        assert topic["kmsMasterKeyId"]

    def test_queue_queue_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is not False

    def test_function_function_runs_on_a_supported_runtime(self):
        function_inputs = self.function.inputs()
        assert function_inputs["runtime"] in ["python3.11", "python3.12", "python3.13", "python3.14"]

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["image", "list", "nothing", "queueUrl", "text", "token", "whole"]

    def test_exports_queue_url_of_queue_queue(self):
        assert self.stack.exported("queueUrl") == self.queue.output("url")

    def test_exports_image(self):
        assert self.stack.exported("image") == "ami-037376a3613a3af90"

    def test_exports_list_of_queue_queue_and_topic_alerts(self):
        assert self.stack.exported("list") == [self.queue.output("arn"), self.alerts_topic.output("arn")]

    def test_exports_whole_of_topic_alerts(self):
        assert self.stack.exported("whole") == resource("aws:sns/topic:Topic", "alerts")

    def test_exports_token_as_a_secret(self):
        assert self.stack.exported("token") == secret("not-a-real-token-1A")

    def test_exports_text_of_queue_queue(self):
        assert self.stack.exported("text") == f"{self.queue.output('name')} of organization"


class TestFunctionsWithSize10:
    stack = deployment(
        "infra/Main.yaml",
        project="functions",
        stack="dev",
        config={"functions:token": "not-a-real-token-1A", "aws:region": "eu-central-1", "functions:size": 10},
    )

    def test_sqs_queue_queue_has_delay_seconds_10(self):
        queue_inputs = self.stack.inputs("aws:sqs/queue:Queue", "queue")
        assert queue_inputs["delaySeconds"] == 10

    def test_secrets_manager_secret_version_secret_has_its_secret_string(self):
        version = self.stack.inputs("aws:secretsmanager/secretVersion:SecretVersion", "secret")
        assert version["secretString"] == json_text(
            {"html": '<a href="x">&</a>', "nothing": None, "size": 10, "token": "not-a-real-token-1A"},
        )

    def test_lambda_function_function_has_environment_variables_escaped_not_a_reference_costs_5_and_10(self):
        function_inputs = self.stack.inputs("aws:lambda/function:Function", "function")
        assert function_inputs["environment"]["variables"]["ESCAPED"] == "${not.a.reference} costs $5 and 10$"


class TestFunctionsWithNamesExampleExample:
    """functions with names ['example', 'example']."""

    stack = deployment(
        "infra/Main.yaml",
        project="functions",
        stack="dev",
        config={
            "functions:token": "not-a-real-token-1A",
            "aws:region": "eu-central-1",
            "functions:names": ["example", "example"],
        },
    )

    def test_lambda_function_function_has_environment_variables_joined_example_example(self):
        function_inputs = self.stack.inputs("aws:lambda/function:Function", "function")
        assert function_inputs["environment"]["variables"]["JOINED"] == "example,example"


class TestFunctionsWithEnabledFalse:
    stack = deployment(
        "infra/Main.yaml",
        project="functions",
        stack="dev",
        config={"functions:token": "not-a-real-token-1A", "aws:region": "eu-central-1", "functions:enabled": False},
    )

    def test_sqs_queue_queue_has_sqs_managed_sse_enabled_false(self):
        queue_inputs = self.stack.inputs("aws:sqs/queue:Queue", "queue")
        assert queue_inputs["sqsManagedSseEnabled"] is False


class TestFunctionsWithLimitsHighLimitsLowLimits:
    """functions with limits {'high': 'limits', 'low': 'limits'}."""

    stack = deployment(
        "infra/Main.yaml",
        project="functions",
        stack="dev",
        config={
            "functions:token": "not-a-real-token-1A",
            "aws:region": "eu-central-1",
            "functions:limits": {"high": "limits", "low": "limits"},
        },
    )

    def test_sns_topic_alerts_has_display_name_eu_central_1a_limits_limits(self):
        topic = self.stack.inputs("aws:sns/topic:Topic", "alerts")
        assert topic["displayName"] == "eu-central-1a/limits/limits"


class TestFunctionsWithoutToken:
    stack = deployment("infra/Main.yaml", project="functions", stack="dev", config={"aws:region": "eu-central-1"})

    def test_is_refused_missing_required_configuration_variable_functions_token(self):
        assert "Missing required configuration variable 'functions:token'" in self.stack.failure()
