"""Topics of SNS, their policies and subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import named, text, unsupported

#: What a topic is made with, by the provider's name.
TOPIC = {
    "archive_policy": "ArchivePolicy",
    "content_based_deduplication": "ContentBasedDeduplication",
    "delivery_policy": "DeliveryPolicy",
    "display_name": "DisplayName",
    "fifo_throughput_scope": "FifoThroughputScope",
    "kms_master_key_id": "KmsMasterKeyId",
    "maximum_message_size": "MaximumMessageSize",
    "policy": "Policy",
    "signature_version": "SignatureVersion",
    "tracing_config": "TracingConfig",
}
#: What is said of deliveries to each of these, and how the API calls them.
RECEIVERS = {
    "application": "Application",
    "firehose": "Firehose",
    "http": "HTTP",
    "lambda": "Lambda",
    "sqs": "SQS",
}
FEEDBACK = {
    "failure_feedback_role_arn": "FailureFeedbackRoleArn",
    "success_feedback_role_arn": "SuccessFeedbackRoleArn",
    "success_feedback_sample_rate": "SuccessFeedbackSampleRate",
}
APPLICATION = {
    "apple_platform_bundle_id": "ApplePlatformBundleID",
    "apple_platform_team_id": "ApplePlatformTeamID",
    "event_delivery_failure_topic_arn": "EventDeliveryFailure",
    "event_endpoint_created_topic_arn": "EventEndpointCreated",
    "event_endpoint_deleted_topic_arn": "EventEndpointDeleted",
    "event_endpoint_updated_topic_arn": "EventEndpointUpdated",
    "failure_feedback_role_arn": "FailureFeedbackRoleArn",
    "platform_credential": "PlatformCredential",
    "platform_principal": "PlatformPrincipal",
    "success_feedback_role_arn": "SuccessFeedbackRoleArn",
    "success_feedback_sample_rate": "SuccessFeedbackSampleRate",
}
SUBSCRIPTION = {
    "delivery_policy": "DeliveryPolicy",
    "filter_policy": "FilterPolicy",
    "filter_policy_scope": "FilterPolicyScope",
    "raw_message_delivery": "RawMessageDelivery",
    "redrive_policy": "RedrivePolicy",
    "replay_policy": "ReplayPolicy",
    "subscription_role_arn": "SubscriptionRoleArn",
}


def topic(make: Make) -> Mapping[str, Any]:
    """A topic. A policy and other documents are set afterwards: not all of them are taken when it is made."""
    client, fifo = make.client("sns"), bool(make.get("fifo_topic"))
    name = named(make, longest=250)
    name = name.removesuffix(".fifo") + ".fifo" if fifo else name
    first = {"DisplayName": make.get("display_name"), "FifoTopic": "true" if fifo else None}
    arn = client.create_topic(Name=name, Attributes=given(**first), Tags=make.tag_list())["TopicArn"]
    feedback = {
        f"{own}_{what}": f"{api}{ending}" for own, api in RECEIVERS.items() for what, ending in FEEDBACK.items()
    }
    for own, api in (TOPIC | feedback).items():
        if make.get(own) not in (None, ""):
            client.set_topic_attributes(TopicArn=arn, AttributeName=api, AttributeValue=text(make.get(own)))
    return {"id": arn, "arn": arn, "name": name, "owner": make.account}


def topic_policy(make: Make) -> Mapping[str, Any]:
    """The policy of a topic."""
    make.client("sns").set_topic_attributes(
        TopicArn=make.get("arn"), AttributeName="Policy", AttributeValue=make.get("policy")
    )
    return {"id": make.get("arn"), "owner": make.account}


def subscription(make: Make) -> Mapping[str, Any]:
    """A subscription with its filters."""
    attributes = {api: text(make.values[own]) for own, api in SUBSCRIPTION.items() if make.get(own) not in (None, "")}
    client = make.client("sns")
    arn = client.subscribe(
        TopicArn=make.get("topic_arn"),
        Protocol=make.get("protocol"),
        Endpoint=make.get("endpoint"),
        Attributes=attributes,
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    found = client.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    return {
        "id": arn,
        "arn": arn,
        "owner_id": make.account,
        "pending_confirmation": found.get("PendingConfirmation") == "true",
        "confirmation_was_authenticated": found.get("ConfirmationWasAuthenticated") == "true",
    }


def platform_application(make: Make) -> Mapping[str, Any]:
    """An application that gets messages on telephones."""
    arn = make.client("sns").create_platform_application(
        Name=make.get("name"),
        Platform=make.get("platform"),
        Attributes={
            "PlatformCredential": "rehearsed",
            **{api: text(make.values[own]) for own, api in APPLICATION.items() if make.get(own) not in (None, "")},
        },
    )["PlatformApplicationArn"]
    return {"id": arn, "arn": arn}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_sns_platform_application": platform_application,
    "aws_sns_topic": topic,
    "aws_sns_topic_data_protection_policy": unsupported("PutDataProtectionPolicy"),
    "aws_sns_topic_policy": topic_policy,
    "aws_sns_topic_subscription": subscription,
}
