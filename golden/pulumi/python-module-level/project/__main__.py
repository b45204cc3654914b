import json
from itertools import chain

import pulumi
import pulumi_aws as aws
from naming import TEMPLATES, named, stage

config = pulumi.Config()
wanted = config.get_object("queues") or ["jobs"]
kind = config.get("kind", "standard")

match kind:
    case "fifo":
        suffix, extra = ".fifo", {"fifo_queue": True, "content_based_deduplication": True}
    case "standard" | "plain":
        suffix, extra = "", {}
    case _:
        raise ValueError(f"there is no kind of queue called {kind!r}")

key = aws.kms.Key("main", description="Queues", enable_key_rotation=True, deletion_window_in_days=7)
queues = {
    name: aws.sqs.Queue(
        f"{name}-queue",
        name=named(name) + suffix,
        kms_master_key_id=key.id,
        visibility_timeout_seconds=30 * (position + 1),
        tags={"Stage": stage(), "Position": str(position)},
        **extra,
    )
    for position, name in enumerate(wanted)
}

policy = pulumi.Output.all(*[queue.arn for queue in queues.values()]).apply(
    lambda arns: json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": list(chain(arns, (f"{arn}/*" for arn in arns[:1]))),
                }
            ],
        }
    )
)
for name, queue in queues.items():
    aws.sqs.QueuePolicy(name, queue_url=queue.url, policy=policy, opts=pulumi.ResourceOptions(depends_on=[key]))

if config.get_bool("board"):
    text = (TEMPLATES / "board.json").read_text(encoding="utf-8")
    aws.ssm.Parameter("board", type="String", value=text.replace("{{title}}", "%s (%d)" % (named("board"), len(queues))))

identity = aws.get_caller_identity()
pulumi.export("first", next(iter(queues.values())).url)
pulumi.export("arns", [queue.arn for queue in queues.values()])
pulumi.export("account", identity.account_id)
pulumi.export("console", pulumi.Output.concat("https://console.aws.amazon.com/kms/home#", key.key_id))
