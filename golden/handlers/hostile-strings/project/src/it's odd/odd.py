"""Keys and values that look like code: ''' ` ${x} */ {{ y }}."""

import json
import os

WORDS = ("she said \"no\"", "it's", "''' and \"\"\"", "`${x}`", "*/ // #", "\u2028\u202e")


def handler(event, context):
    """Reports every message without the odd key, or with another word in it."""
    failures = []
    for record in event["Records"]:
        try:
            body = json.loads(record["body"])
            if body["it's \"odd\" ${key} */"] not in WORDS:
                raise ValueError("neither ''' nor \"\"\" nor ` nor ${x}")
            body["{{ 7 * 7 }}\n"].upper()
            os.environ["TRIPLE"].upper()
        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
