"""Rehearsals with the functions running: the flows of examples are green to their far end, planted faults are named."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from golden_cases import NODE_MODULES, REPOSITORY

from scaffold import pipeline
from scaffold.cli.main import scaffold
from scaffold.config import Settings
from scaffold.handling import functions_of
from scaffold.integrating import integration_suites

#: The examples with functions, and the flows that have to be followed there.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "terraform-webhook": (
        "a request to POST /webhooks gets to table events and topic notifications",
        "a message to queue events that function processing cannot process gets to queue events_dlq",
    ),
    "pulumi-payments-ts": ("a request to POST /webhooks gets to table payments-table and state machine workflow",),
    "pulumi-orders-ts": (
        "a request to POST /orders gets to table orders-table",
        "a message to queue order-queue that function check-orders cannot process gets to queue dead-letters",
    ),
    "cdktf-iot-py": (
        "a request to POST /ingest gets to table raw of storage and table processed of storage",
        "a message to queue queue of messaging that function function of processor cannot process gets to "
        "queue dead-letters of messaging",
    ),
}
SWALLOWING = """        except Exception as error:
            print(f"not processed: {error}")
    return {"batchItemFailures": failures}"""
ANSWERING = """        except Exception as error:
            print(f"not processed: {error}")
            return {"statusCode": 500, "body": str(error)}
    return {"batchItemFailures": failures}"""
#: Faults by what they are: the example, the file with what stands there and what is put in its place, and the words by
#: which the rehearsal names the hop, and says why.
FAULTS: Mapping[str, tuple[str, str, Mapping[str, str], tuple[str, ...]]] = {
    "floats that the table refuses, in an error that is swallowed": (
        "cdktf-iot-py",
        "lambda/processor/handler.py",
        {
            "temperature = decimal.Decimal(reading": "temperature = float(reading",
            'limit = decimal.Decimal(SSM.get_parameter(Name=os.environ["LIMIT_PARAMETER"])["Parameter"]["Value"])': (
                'limit = float(SSM.get_parameter(Name=os.environ["LIMIT_PARAMETER"])["Parameter"]["Value"])'
            ),
            """        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}""": SWALLOWING,
        },
        ("function function of processor to table processed of storage", "Float types are not supported"),
    ),
    "a failure that is caught and answered with 500": (
        "cdktf-iot-py",
        "lambda/processor/handler.py",
        {
            """        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}""": ANSWERING
        },
        (
            "function function of processor fails, and queue queue of messaging hands the message on",
            "took it for processed",
        ),
    ),
    "an object that is expected behind a pipe, which sends an array": (
        "pulumi-payments-ts",
        "lib/workflow.ts",
        {
            "          Type: 'Map',\n          MaxConcurrency: 5,\n          ItemProcessor: {\n"
            "            ProcessorConfig: { Mode: 'INLINE' },\n            StartAt: 'SettlePayment',": (
                "          Type: 'Parallel',\n          Branches: [{\n            StartAt: 'SettlePayment',"
            ),
            "              PaymentFailed: { Type: 'Pass', Result: { status: 'FAILED' }, End: true },\n"
            "            },\n          },": (
                "              PaymentFailed: { Type: 'Pass', Result: { status: 'FAILED' }, End: true },\n"
                "            },\n          }],"
            ),
        },
        ("state machine workflow",),
    ),
}


def copied(example: str, folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "examples" / example, folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


def rehearsed(folder: Path) -> tuple[int, str]:
    done = CliRunner().invoke(scaffold, ["rehearse", str(folder), "--functions", "-v"], standalone_mode=False)
    return int(done.return_value or 0), done.output


@pytest.mark.parametrize("example", EXAMPLES)
def test_flows_get_to_their_far_end(example: str, tmp_path: Path) -> None:
    folder = copied(example, tmp_path)
    projects = pipeline.read(folder, Settings()).projects
    (suite,) = integration_suites(projects, Settings(), functions_of(projects, folder))
    assert [case.title for case in suite.cases if case.id.startswith("live:")] == list(EXAMPLES[example])
    code, said = rehearsed(folder)
    assert code == 0, said
    assert not [line for line in said.splitlines() if "left out" in line and " gets to " in line]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_by_its_hop(fault: str, tmp_path: Path) -> None:
    example, file, changes, words = FAULTS[fault]
    folder = copied(example, tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")
    code, said = rehearsed(folder)
    assert code == 1, said
    for word in words:
        assert word in said, said
