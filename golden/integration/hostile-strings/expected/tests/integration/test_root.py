"""Checks of what is deployed, asked of the cloud itself."""

import pytest

from .support import Deployment, ask, found, last, output, row
from .support.behaviours import invoke_function, send_and_receive

deployment = Deployment("../../cfn-outputs/flat-outputs.json", region="eu-west-1")

# Found through its name.
text_accents_parameter = deployment.resource(
    'aws_ssm_parameter.text["accents"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/accents"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found('aws_ssm_parameter.text["accents"]', "parameter", "Name"),
                    ],
                },
            ],
        },
        result="Parameters",
        where={"Name": found('aws_ssm_parameter.text["accents"]', "parameter", "Name")},
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found(
                'aws_ssm_parameter.text["accents"]', "parameter", "Name"
            ),
        },
    ),
)

# Found through its name.
text_back_parameter = deployment.resource(
    'aws_ssm_parameter.text["back"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/back"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found('aws_ssm_parameter.text["back"]', "parameter", "Name"),
                    ],
                },
            ],
        },
        result="Parameters",
        where={"Name": found('aws_ssm_parameter.text["back"]', "parameter", "Name")},
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found('aws_ssm_parameter.text["back"]', "parameter", "Name"),
        },
    ),
)

# Found through its name.
text_comment_parameter = deployment.resource(
    'aws_ssm_parameter.text["comment"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/comment"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found('aws_ssm_parameter.text["comment"]', "parameter", "Name"),
                    ],
                },
            ],
        },
        result="Parameters",
        where={"Name": found('aws_ssm_parameter.text["comment"]', "parameter", "Name")},
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found(
                'aws_ssm_parameter.text["comment"]', "parameter", "Name"
            ),
        },
    ),
)

# Found through its name.
text_quotes_parameter = deployment.resource(
    'aws_ssm_parameter.text["quotes"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/quotes"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found('aws_ssm_parameter.text["quotes"]', "parameter", "Name"),
                    ],
                },
            ],
        },
        result="Parameters",
        where={"Name": found('aws_ssm_parameter.text["quotes"]', "parameter", "Name")},
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found(
                'aws_ssm_parameter.text["quotes"]', "parameter", "Name"
            ),
        },
    ),
)

# Found through its name.
text_templates_parameter = deployment.resource(
    'aws_ssm_parameter.text["templates"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/templates"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found(
                            'aws_ssm_parameter.text["templates"]', "parameter", "Name"
                        ),
                    ],
                },
            ],
        },
        result="Parameters",
        where={
            "Name": found('aws_ssm_parameter.text["templates"]', "parameter", "Name"),
        },
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found(
                'aws_ssm_parameter.text["templates"]', "parameter", "Name"
            ),
        },
    ),
)

# Found through its name.
text_ticks_parameter = deployment.resource(
    'aws_ssm_parameter.text["ticks"]',
    parameter=ask(
        "ssm",
        "get_parameter",
        {"Name": "/texts/ticks"},
        result="Parameter",
        missing=["ParameterNotFound"],
    ),
    description=ask(
        "ssm",
        "describe_parameters",
        {
            "ParameterFilters": [
                {
                    "Key": "Name",
                    "Option": "Equals",
                    "Values": [
                        found('aws_ssm_parameter.text["ticks"]', "parameter", "Name"),
                    ],
                },
            ],
        },
        result="Parameters",
        where={"Name": found('aws_ssm_parameter.text["ticks"]', "parameter", "Name")},
    ),
    tags=ask(
        "ssm",
        "list_tags_for_resource",
        {
            "ResourceType": "Parameter",
            "ResourceId": found('aws_ssm_parameter.text["ticks"]', "parameter", "Name"),
        },
    ),
)

# Found through output constructor.
class_queue = deployment.resource(
    "aws_sqs_queue.class",
    queue=ask(
        "sqs",
        "get_queue_url",
        {"QueueName": output("constructor", last("/"))},
        missing=["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ),
    attributes=ask(
        "sqs",
        "get_queue_attributes",
        {"QueueUrl": output("constructor"), "AttributeNames": ["All"]},
        result="Attributes",
    ),
)

# Found through its name.
proto_queue = deployment.resource(
    "aws_sqs_queue.__proto__",
    queue=ask(
        "sqs",
        "get_queue_url",
        {"QueueName": "constructor"},
        missing=["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ),
    attributes=ask(
        "sqs",
        "get_queue_attributes",
        {
            "QueueUrl": found("aws_sqs_queue.__proto__", "queue", "QueueUrl"),
            "AttributeNames": ["All"],
        },
        result="Attributes",
    ),
)

# Found through its function name.
return_function = deployment.resource(
    "aws_lambda_function.return",
    function=ask(
        "lambda",
        "get_function",
        {"FunctionName": "delete"},
        missing=["ResourceNotFoundException"],
    ),
)

# Found through its name.
role_role = deployment.resource(
    "aws_iam_role.role",
    role=ask(
        "iam",
        "get_role",
        {"RoleName": "return"},
        result="Role",
        missing=["NoSuchEntity", "NoSuchEntityException"],
    ),
)


class TestOutputs:
    def test_output_message_is_there(self):
        deployment.check_output("message", "text")

    def test_output_constructor_is_the_url_of_a_queue(self):
        deployment.check_output("constructor", "queue-url")


@pytest.mark.resource('aws_ssm_parameter.text["accents"]')
class TestTextAccentsParameter:
    def test_exists(self):
        text_accents_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_accents_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row("description", "Description", "Grüße, 你好 🚀 é", ask="description"),
        )

    def test_is_tagged_as_declared(self):
        text_accents_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource('aws_ssm_parameter.text["back"]')
class TestTextBackParameter:
    def test_exists(self):
        text_back_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_back_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row(
                "description", "Description", "ends in a backslash\\", ask="description"
            ),
        )

    def test_is_tagged_as_declared(self):
        text_back_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource('aws_ssm_parameter.text["comment"]')
class TestTextCommentParameter:
    def test_exists(self):
        text_comment_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_comment_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row(
                "description",
                "Description",
                "/* open */ // line # hash --> */",
                ask="description",
            ),
        )

    def test_is_tagged_as_declared(self):
        text_comment_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource('aws_ssm_parameter.text["quotes"]')
class TestTextQuotesParameter:
    def test_exists(self):
        text_quotes_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_quotes_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row(
                "description",
                "Description",
                'she said "no", it\'s """ and \'\'\'',
                ask="description",
            ),
        )

    def test_is_tagged_as_declared(self):
        text_quotes_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource('aws_ssm_parameter.text["templates"]')
class TestTextTemplatesParameter:
    def test_exists(self):
        text_templates_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_templates_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row(
                "description",
                "Description",
                "{{ 7 * 7 }} {% raw %} {# none #} %s %(name)s {0}",
                ask="description",
            ),
        )

    def test_is_tagged_as_declared(self):
        text_templates_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource('aws_ssm_parameter.text["ticks"]')
class TestTextTicksParameter:
    def test_exists(self):
        text_ticks_parameter.check_exists()

    def test_is_configured_as_declared(self):
        text_ticks_parameter.check(
            row("type", "Type", "String"),
            row("value", "Value", "kept"),
            row(
                "description",
                "Description",
                "`rm -rf` and \\` and ${process.exit(1)}",
                ask="description",
            ),
        )

    def test_is_tagged_as_declared(self):
        text_ticks_parameter.check(
            row(
                "tags",
                "TagList:object(Key,Value)",
                {'what is "said"': '"; process.exit(1); //'},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource("aws_sqs_queue.class")
class TestClassQueue:
    def test_exists(self):
        class_queue.check_exists()

    @pytest.mark.writes
    def test_gives_out_what_is_sent_to_it(self):
        send_and_receive(class_queue, queue_url=output("constructor"))


@pytest.mark.resource("aws_sqs_queue.__proto__")
class TestProtoQueue:
    def test_exists(self):
        proto_queue.check_exists()

    def test_is_configured_as_declared(self):
        proto_queue.check(
            row(
                "redrive_policy",
                "RedrivePolicy",
                {
                    "deadLetterTargetArn": found(
                        "aws_sqs_queue.class", "attributes", "QueueArn"
                    ),
                    "maxReceiveCount": 3,
                },
                ask="attributes",
                normal="json",
            ),
        )

    @pytest.mark.writes
    def test_gives_out_what_is_sent_to_it(self):
        send_and_receive(
            proto_queue, queue_url=found("aws_sqs_queue.__proto__", "queue", "QueueUrl")
        )


@pytest.mark.resource("aws_lambda_function.return")
class TestReturnFunction:
    def test_exists_and_is_active(self):
        return_function.check_exists(
            {
                "Configuration.State": ["Active", "Inactive"],
                "Configuration.LastUpdateStatus": ["Successful"],
            },
        )

    def test_is_configured_as_declared(self):
        return_function.check(
            row("runtime", "Configuration.Runtime", "python3.12"),
            row("handler", "Configuration.Handler", "a.b"),
            row("description", "Configuration.Description", "'''\"\"\"`${}"),
            row(
                "reserved_concurrent_executions",
                "Concurrency.ReservedConcurrentExecutions",
                -1,
                default=-1,
            ),
            row(
                "environment.variables",
                "Configuration.Environment.Variables",
                {"QUOTES": "\"'`${x}\\", "__proto__": "polluted"},
                normal="subset",
            ),
        )

    def test_function_return_runs_as_role_role(self):
        return_function.check(
            row(
                "role", "Configuration.Role", found("aws_iam_role.role", "role", "Arn")
            ),
        )

    def test_function_return_learns_queue_from_queue_class(self):
        return_function.check(
            row(
                "environment.variables.QUEUE",
                "Configuration.Environment.Variables.QUEUE",
                output("constructor"),
            ),
        )

    @pytest.mark.writes
    def test_answers_an_event_without_an_error(self):
        invoke_function(
            return_function,
            function_name=found(
                "aws_lambda_function.return", "function", "Configuration.FunctionName"
            ),
            event={},
        )


@pytest.mark.resource("aws_iam_role.role")
class TestRoleRole:
    def test_exists(self):
        role_role.check_exists()

    def test_is_configured_as_declared(self):
        role_role.check(
            row(
                "assume_role_policy",
                "AssumeRolePolicyDocument",
                {
                    "Statement": [
                        {
                            "Action": "sts:AssumeRole",
                            "Effect": "Allow",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                            "Sid": "Said",
                        },
                    ],
                    "Version": "2012-10-17",
                },
                normal="policy",
            ),
        )
