"""Buckets, what is set of them, and objects are made as they are declared."""

from __future__ import annotations

import pytest
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

from scaffold.rehearse.provision import Unsupported

TAGGED = [{"Key": "Team", "Value": TAGS["Team"]}]
HERE = {"Bucket": "<bucket.id>"}
VERSIONED = {"versioned": ("aws_s3_bucket", {"bucket": "versioned-bucket", "versioning": [{"enabled": True}]})}
COPIES = [
    {
        "id": "everything",
        "status": "Enabled",
        "filter": [{"prefix": "kept/"}],
        "delete_marker_replication": [{"status": "Enabled"}],
        "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"status": "Enabled"}]}],
        "destination": [
            {
                "bucket": "<bucket.arn>",
                "storage_class": "STANDARD_IA",
                "encryption_configuration": [{"replica_kms_key_id": "<key.arn>"}],
            }
        ],
    }
]

SAMPLES = [
    Sample(
        "aws_s3_bucket",
        {"bucket": "reports", "force_destroy": True, "object_lock_enabled": True},
        ("id", "arn", "bucket_domain_name", "bucket_regional_domain_name", "hosted_zone_id", "region"),
        (
            Look("s3", "get_bucket_tagging", {"Bucket": "reports"}, {"TagSet": TAGGED}),
            Look("s3", "get_bucket_location", {"Bucket": "reports"}, {"LocationConstraint": "eu-west-1"}),
            Look(
                "s3",
                "get_object_lock_configuration",
                {"Bucket": "reports"},
                {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
            ),
        ),
        kept=("force_destroy",),
    ),
    Sample(
        "aws_s3_bucket",
        {
            "bucket": "older",
            "acl": "private",
            "versioning": [{"enabled": True}],
            "server_side_encryption_configuration": [
                {
                    "rule": [
                        {
                            "apply_server_side_encryption_by_default": [
                                {"sse_algorithm": "aws:kms", "kms_master_key_id": "<key.arn>"}
                            ]
                        }
                    ]
                }
            ],
            "lifecycle_rule": [
                {
                    "enabled": True,
                    "prefix": "old/",
                    "tags": {"kind": "old"},
                    "expiration": [{"days": 3}],
                    "transition": [{"days": 2, "storage_class": "GLACIER"}],
                    "abort_incomplete_multipart_upload_days": 5,
                    "noncurrent_version_expiration": [{"days": 4}],
                    "noncurrent_version_transition": [{"days": 6, "storage_class": "DEEP_ARCHIVE"}],
                }
            ],
            "logging": [{"target_bucket": "<bucket.id>", "target_prefix": "asked/"}],
            "cors_rule": [{"allowed_methods": ["GET"], "allowed_origins": ["*"]}],
            "website": [{"index_document": "first.html", "error_document": "wrong.html"}],
            "policy": POLICY,
            "acceleration_status": "Enabled",
            "replication_configuration": [
                {
                    "role": "<role.arn>",
                    "rules": [
                        {
                            "status": "Enabled",
                            "delete_marker_replication_status": "Enabled",
                            "destination": [{"bucket": "<versioned.arn>"}],
                        }
                    ],
                }
            ],
        },
        ("id", "website_endpoint", "website_domain"),
        (
            Look("s3", "get_bucket_versioning", {"Bucket": "older"}, {"Status": "Enabled"}),
            Look(
                "s3",
                "get_bucket_encryption",
                {"Bucket": "older"},
                {
                    "ServerSideEncryptionConfiguration": {
                        "Rules": [{"ApplyServerSideEncryptionByDefault": {"KMSMasterKeyID": "<key.arn>"}}]
                    }
                },
            ),
            Look(
                "s3",
                "get_bucket_lifecycle_configuration",
                {"Bucket": "older"},
                {
                    "Rules": [
                        {
                            "Status": "Enabled",
                            "Filter": {"And": {"Prefix": "old/", "Tags": [{"Key": "kind", "Value": "old"}]}},
                            "Expiration": {"Days": 3},
                            "Transitions": [{"Days": 2, "StorageClass": "GLACIER"}],
                            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 5},
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 4},
                            "NoncurrentVersionTransitions": [{"NoncurrentDays": 6, "StorageClass": "DEEP_ARCHIVE"}],
                        }
                    ]
                },
            ),
            Look(
                "s3",
                "get_bucket_logging",
                {"Bucket": "older"},
                {"LoggingEnabled": {"TargetBucket": "other-bucket", "TargetPrefix": "asked/"}},
            ),
            Look(
                "s3",
                "get_bucket_website",
                {"Bucket": "older"},
                {"IndexDocument": {"Suffix": "first.html"}, "ErrorDocument": {"Key": "wrong.html"}},
            ),
            Look("s3", "get_bucket_policy", {"Bucket": "older"}, {"Policy": POLICY}),
            Look("s3", "get_bucket_accelerate_configuration", {"Bucket": "older"}, {"Status": "Enabled"}),
            Look(
                "s3",
                "get_bucket_replication",
                {"Bucket": "older"},
                {"ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": "<versioned.arn>"}}]}},
            ),
        ),
        needs=VERSIONED,
        kept=("versioning", "lifecycle_rule"),
    ),
    Sample(
        "aws_s3_bucket_versioning",
        {"bucket": "<bucket.id>", "versioning_configuration": [{"status": "Enabled"}]},
        ("id",),
        (Look("s3", "get_bucket_versioning", HERE, {"Status": "Enabled"}),),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_server_side_encryption_configuration",
        {
            "bucket": "<bucket.id>",
            "rule": [
                {
                    "apply_server_side_encryption_by_default": [
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": "<key.arn>"}
                    ],
                    "bucket_key_enabled": True,
                }
            ],
        },
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_encryption",
                HERE,
                {
                    "ServerSideEncryptionConfiguration": {
                        "Rules": [
                            {
                                "ApplyServerSideEncryptionByDefault": {
                                    "SSEAlgorithm": "aws:kms",
                                    "KMSMasterKeyID": "<key.arn>",
                                },
                                "BucketKeyEnabled": True,
                            }
                        ]
                    }
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_public_access_block",
        {"bucket": "<bucket.id>", "block_public_acls": True, "restrict_public_buckets": True},
        ("id",),
        (
            Look(
                "s3",
                "get_public_access_block",
                HERE,
                {
                    "PublicAccessBlockConfiguration": {
                        "BlockPublicAcls": True,
                        "BlockPublicPolicy": False,
                        "IgnorePublicAcls": False,
                        "RestrictPublicBuckets": True,
                    }
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_lifecycle_configuration",
        {
            "bucket": "<bucket.id>",
            "rule": [
                {
                    "id": "archive",
                    "status": "Enabled",
                    "filter": [{"prefix": "reports/"}],
                    "transition": [{"days": 30, "storage_class": "STANDARD_IA"}],
                    "expiration": [{"days": 365}],
                    "noncurrent_version_expiration": [{"noncurrent_days": 31, "newer_noncurrent_versions": 2}],
                    "noncurrent_version_transition": [{"noncurrent_days": 7, "storage_class": "GLACIER"}],
                },
                {
                    "id": "uploads",
                    "status": "Disabled",
                    "filter": [{}],
                    "abort_incomplete_multipart_upload": [{"days_after_initiation": 8}],
                },
                {"id": "markers", "status": "Enabled", "expiration": [{"expired_object_delete_marker": True}]},
                {
                    "id": "both",
                    "status": "Enabled",
                    "filter": [
                        {"and": [{"prefix": "large/", "tags": {"kind": "large"}, "object_size_greater_than": 500}]}
                    ],
                    "expiration": [{"days": 9}],
                },
                {
                    "id": "tagged",
                    "status": "Enabled",
                    "filter": [{"tag": [{"key": "kind", "value": "small"}]}],
                    "expiration": [{"days": 10}],
                },
            ],
        },
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_lifecycle_configuration",
                HERE,
                {
                    "Rules": [
                        {
                            "ID": "archive",
                            "Filter": {"Prefix": "reports/"},
                            "Expiration": {"Days": 365},
                            "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}],
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 31},
                            "NoncurrentVersionTransitions": [{"NoncurrentDays": 7, "StorageClass": "GLACIER"}],
                        },
                        {
                            "ID": "uploads",
                            "Status": "Disabled",
                            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 8},
                        },
                        {"ID": "markers", "Expiration": {"ExpiredObjectDeleteMarker": True}},
                        {"ID": "both", "Filter": {"And": {"Tags": [{"Key": "kind", "Value": "large"}]}}},
                        {"ID": "tagged", "Filter": {"Tag": {"Key": "kind", "Value": "small"}}},
                    ]
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_policy",
        {"bucket": "<bucket.id>", "policy": POLICY},
        ("id",),
        (Look("s3", "get_bucket_policy", HERE, {"Policy": POLICY}),),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_notification",
        {
            "bucket": "<bucket.id>",
            "queue": [
                {
                    "id": "arrivals",
                    "queue_arn": "<queue.arn>",
                    "events": ["s3:ObjectCreated:*"],
                    "filter_prefix": "in/",
                    "filter_suffix": ".json",
                }
            ],
            "topic": [{"id": "gone", "topic_arn": "<topic.arn>", "events": ["s3:ObjectRemoved:*"]}],
            "lambda_function": [
                {"id": "put", "lambda_function_arn": "<function.arn>", "events": ["s3:ObjectCreated:Put"]}
            ],
            "eventbridge": True,
        },
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_notification_configuration",
                HERE,
                {
                    "QueueConfigurations": [
                        {
                            "Id": "arrivals",
                            "QueueArn": "<queue.arn>",
                            "Events": ["s3:ObjectCreated:*"],
                            "Filter": {
                                "Key": {
                                    "FilterRules": [
                                        {"Name": "prefix", "Value": "in/"},
                                        {"Name": "suffix", "Value": ".json"},
                                    ]
                                }
                            },
                        }
                    ],
                    "TopicConfigurations": [{"TopicArn": "<topic.arn>", "Events": ["s3:ObjectRemoved:*"]}],
                    "LambdaFunctionConfigurations": [
                        {"LambdaFunctionArn": "<function.arn>", "Events": ["s3:ObjectCreated:Put"]}
                    ],
                },
            ),
        ),
        kept=("eventbridge",),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_logging",
        {"bucket": "<bucket.id>", "target_bucket": "<versioned.id>", "target_prefix": "asked/"},
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_logging",
                HERE,
                {"LoggingEnabled": {"TargetBucket": "versioned-bucket", "TargetPrefix": "asked/"}},
            ),
        ),
        needs=VERSIONED,
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_cors_configuration",
        {
            "bucket": "<bucket.id>",
            "cors_rule": [
                {
                    "id": "pages",
                    "allowed_methods": ["GET"],
                    "allowed_origins": ["https://page.example"],
                    "allowed_headers": ["X-One"],
                    "expose_headers": ["ETag"],
                    "max_age_seconds": 55,
                }
            ],
        },
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_cors",
                HERE,
                {
                    "CORSRules": [
                        {
                            "ID": "pages",
                            "AllowedOrigins": ["https://page.example"],
                            "ExposeHeaders": ["ETag"],
                            "MaxAgeSeconds": 55,
                        }
                    ]
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_website_configuration",
        {
            "bucket": "<bucket.id>",
            "index_document": [{"suffix": "first.html"}],
            "error_document": [{"key": "wrong.html"}],
            "routing_rule": [
                {
                    "condition": [{"key_prefix_equals": "old/"}],
                    "redirect": [{"replace_key_prefix_with": "new/"}],
                }
            ],
        },
        ("id", "website_endpoint", "website_domain"),
        (
            Look(
                "s3",
                "get_bucket_website",
                HERE,
                {
                    "IndexDocument": {"Suffix": "first.html"},
                    "ErrorDocument": {"Key": "wrong.html"},
                    "RoutingRules": [
                        {"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}
                    ],
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_acl",
        {"bucket": "<bucket.id>", "acl": "public-read"},
        ("id",),
        (Look("s3", "get_bucket_acl", HERE, {"Grants": [{"Permission": "FULL_CONTROL"}, {"Permission": "READ"}]}),),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_acl",
        {
            "bucket": "<bucket.id>",
            "access_control_policy": [
                {
                    "grant": [{"grantee": [{"id": "reader", "type": "CanonicalUser"}], "permission": "READ"}],
                    "owner": [{"id": "owner"}],
                }
            ],
        },
        ("id",),
        (Look("s3", "get_bucket_acl", HERE, {"Grants": [{"Grantee": {"ID": "reader"}, "Permission": "READ"}]}),),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_ownership_controls",
        {"bucket": "<bucket.id>", "rule": [{"object_ownership": "BucketOwnerEnforced"}]},
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_ownership_controls",
                HERE,
                {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_replication_configuration",
        {"bucket": "<versioned.id>", "role": "<role.arn>", "rule": COPIES},
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_replication",
                {"Bucket": "versioned-bucket"},
                {
                    "ReplicationConfiguration": {
                        "Role": "<role.arn>",
                        "Rules": [
                            {
                                "ID": "everything",
                                "Status": "Enabled",
                                "Priority": 1,
                                "Destination": {
                                    "Bucket": "<bucket.arn>",
                                    "StorageClass": "STANDARD_IA",
                                    "EncryptionConfiguration": {"ReplicaKmsKeyID": "<key.arn>"},
                                },
                            }
                        ],
                    }
                },
            ),
        ),
        needs={**VERSIONED, "bucket": ("aws_s3_bucket", {"bucket": "copies", "versioning": [{"enabled": True}]})},
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_object_lock_configuration",
        {"bucket": "<locked.id>", "rule": [{"default_retention": [{"mode": "GOVERNANCE", "days": 5}]}]},
        ("id",),
        (
            Look(
                "s3",
                "get_object_lock_configuration",
                {"Bucket": "<locked.id>"},
                {"ObjectLockConfiguration": {"Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 5}}}},
            ),
        ),
        needs={"locked": ("aws_s3_bucket", {"bucket": "locked", "object_lock_enabled": True})},
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_accelerate_configuration",
        {"bucket": "<bucket.id>", "status": "Enabled"},
        ("id",),
        (Look("s3", "get_bucket_accelerate_configuration", HERE, {"Status": "Enabled"}),),
        tagged=False,
    ),
    Sample(
        "aws_s3_bucket_inventory",
        {
            "bucket": "<bucket.id>",
            "name": "everything",
            "included_object_versions": "All",
            "schedule": [{"frequency": "Daily"}],
            "destination": [{"bucket": [{"format": "CSV", "bucket_arn": "<versioned.arn>", "prefix": "lists"}]}],
            "filter": [{"prefix": "listed/"}],
            "optional_fields": ["Size", "ETag"],
        },
        ("id",),
        (
            Look(
                "s3",
                "get_bucket_inventory_configuration",
                {**HERE, "Id": "everything"},
                {
                    "InventoryConfiguration": {
                        "IsEnabled": True,
                        "IncludedObjectVersions": "All",
                        "Schedule": {"Frequency": "Daily"},
                        "Filter": {"Prefix": "listed/"},
                        "Destination": {"S3BucketDestination": {"Bucket": "<versioned.arn>", "Prefix": "lists"}},
                    }
                },
            ),
        ),
        needs=VERSIONED,
        tagged=False,
    ),
    Sample(
        "aws_s3_object",
        {
            "bucket": "<bucket.id>",
            "key": "greeting.txt",
            "content": "hello",
            "content_type": "text/plain",
            "server_side_encryption": "aws:kms",
            "kms_key_id": "<key.arn>",
            "cache_control": "no-cache",
            "metadata": {"origin": "here"},
            "storage_class": "STANDARD_IA",
            "bucket_key_enabled": True,
            "website_redirect": "/other.txt",
        },
        ("id", "arn", "etag"),
        (
            Look(
                "s3",
                "head_object",
                {**HERE, "Key": "greeting.txt"},
                {
                    "ContentLength": 5,
                    "ContentType": "text/plain",
                    "ServerSideEncryption": "aws:kms",
                    "SSEKMSKeyId": "<key.arn>",
                    "Metadata": {"origin": "here"},
                    "StorageClass": "STANDARD_IA",
                },
            ),
            Look("s3", "get_object_tagging", {**HERE, "Key": "greeting.txt"}, {"TagSet": TAGGED}),
        ),
    ),
    Sample(
        "aws_s3_bucket_object",
        {"bucket": "<bucket.id>", "key": "plain.txt", "content_base64": "aGVsbG8="},
        ("id", "arn", "etag"),
        (Look("s3", "head_object", {**HERE, "Key": "plain.txt"}, {"ContentLength": 5}),),
        kept=("content_base64",),
    ),
    Sample(
        "aws_s3_account_public_access_block",
        {"block_public_acls": True, "block_public_policy": True},
        ("id",),
        (
            Look(
                "s3control",
                "get_public_access_block",
                {"AccountId": "123456789012"},
                {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": True, "IgnorePublicAcls": False}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_s3_access_point",
        {
            "bucket": "<bucket.id>",
            "name": "readers",
            "policy": POLICY,
            "vpc_configuration": [{"vpc_id": "vpc-1"}],
        },
        ("id", "arn", "alias", "domain_name"),
        (
            Look(
                "s3control",
                "get_access_point",
                {"AccountId": "123456789012", "Name": "readers"},
                {"Bucket": "other-bucket", "VpcConfiguration": {"VpcId": "vpc-1"}},
            ),
        ),
        tagged=False,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def test_versioning_that_was_never_on_stays_unset():
    values = {"bucket": "<bucket.id>", "versioning_configuration": [{"status": "Disabled"}]}
    sample = Sample("aws_s3_bucket_versioning", values, ())
    with world(sample) as emulator:
        emulator.provide(sample)
        assert "Status" not in emulator.client("s3").get_bucket_versioning(Bucket="other-bucket")


def test_who_pays_can_be_nobody_but_the_owner():
    kind = "aws_s3_bucket_request_payment_configuration"
    with world(Sample(kind, {}, ())) as emulator:
        name = emulator.other("bucket")["id"]
        assert emulator.make(kind, {"bucket": name, "payer": "BucketOwner"})["id"] == name
        with pytest.raises(Unsupported, match="PutBucketRequestPayment"):
            emulator.make(kind, {"bucket": name, "payer": "Requester"})


def test_what_a_bucket_for_logs_allows_is_afterwards_what_it_was():
    values = {"bucket": "<bucket.id>", "target_bucket": "<bucket.id>", "target_prefix": ""}
    sample = Sample("aws_s3_bucket_logging", values, ())
    with world(sample) as emulator:
        emulator.provide(sample)
        client = emulator.client("s3")
        with pytest.raises(client.exceptions.ClientError):
            client.get_bucket_policy(Bucket="other-bucket")
        emulator.make("aws_s3_bucket_policy", {"bucket": "other-bucket", "policy": POLICY})
        emulator.make("aws_s3_bucket_logging", {"bucket": "other-bucket", "target_bucket": "other-bucket"})
        assert client.get_bucket_policy(Bucket="other-bucket")["Policy"] == POLICY


@pytest.mark.parametrize("values", [{}, {"bucket_prefix": "Kept_here-"}])
def test_a_bucket_without_a_name_gets_one_that_a_bucket_may_have(values):
    sample = Sample("aws_s3_bucket", values, ())
    with world(sample) as emulator:
        name = emulator.provide(sample)["bucket"]
        assert emulator.client("s3").head_bucket(Bucket=name)
    assert name == name.lower()
    assert "_" not in name
    assert values == {} or name.startswith("kept-here-")
