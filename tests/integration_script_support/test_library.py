"""What the support library asks of the cloud, against an emulator: pages, regions, plain answers, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from scaffold.rehearse.environment import ACCOUNT, clean
from scaffold.rehearse.server import Emulator, emulator

REGION = "eu-west-1"
#: A deployment in which tests are kept instead of run.
DEPLOYMENT = """
require('node:fs').writeFileSync('outputs.json', JSON.stringify({ name: 'events', empty: '' }));
const { ask, deployment, flow, found, hop, output, row, ...support } = require('./support');
const tests = {};
const test = (title, run) => { tests[title] = run; };
test.skip = (title) => { tests[title] = null; };
const deployed = deployment({ test, afterAll: () => {}, outputs: '../outputs.json', region: 'eu-west-1' });
"""


@pytest.fixture(scope="module")
def cloud() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


@pytest.fixture(scope="module")
def environment(cloud: Emulator) -> Mapping[str, str]:
    return {**clean(REGION, cloud.endpoint), "SCAFFOLD_OUTPUTS": "outputs.json"}


def test_lists_are_read_page_by_page(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    for count in range(55):
        cloud.client("logs", REGION).create_log_group(logGroupName=f"group-{count:02}")
    body = """
      const options = { result: 'logGroups', where: { logGroupName: 'group-54' } };
      const group = deployed.resource('a.b', {
        last: ask('logs', 'DescribeLogGroups', {}, options),
        all: ask('logs', 'DescribeLogGroups', {}, { result: 'logGroups' }),
      });
      const one = await deployed.cloud.call('logs', 'DescribeLogGroups', {});
      return {
        page: one.logGroups.length,
        last: await group.found('last', 'logGroupName'),
        all: (await group.found('all', '[].logGroupName')).length,
        list: (await group.list('logs', 'DescribeLogGroups', {}, 'logGroups')).length,
      };
    """
    assert library.ask(DEPLOYMENT + body, **environment) == {"page": 50, "last": "group-54", "all": 55, "list": 55}


def test_lists_that_the_sdk_has_no_pages_of_are_read_to_their_end(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      const asked = [];
      deployed.cloud.call = async (service, operation, inputs) => {
        asked.push(inputs);
        return inputs.NextToken ? { Items: [{ RouteKey: 'b' }] } : { Items: [{ RouteKey: 'a' }], NextToken: 'more' };
      };
      const options = { result: 'Items', where: { RouteKey: 'b' } };
      const route = deployed.resource('a.b', { route: ask('apigatewayv2', 'GetRoutes', { ApiId: 'x' }, options) });
      return [await route.found('route', 'RouteKey'), asked];
    """
    asked = [{"ApiId": "x"}, {"ApiId": "x", "NextToken": "more"}]
    assert library.ask(DEPLOYMENT + body, **environment) == ["b", asked]


def test_a_call_goes_to_the_region_of_its_arn(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    arn = cloud.client("sns", "us-east-1").create_topic(Name="elsewhere")["TopicArn"]
    cloud.client("wafv2", "us-east-1").create_web_acl(
        Name="edge",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        VisibilityConfig={"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "edge"},
    )
    body = """
      const topic = await deployed.cloud.call('sns', 'GetTopicAttributes', { TopicArn: input });
      const acls = await deployed.cloud.call('wafv2', 'ListWebACLs', { Scope: 'CLOUDFRONT' });
      return [topic.Attributes.TopicArn, acls.WebACLs.map(({ Name }) => Name)];
    """
    assert library.ask(DEPLOYMENT + body, arn, **environment) == [arn, ["edge"]]


def test_a_resource_may_have_a_region_of_its_own(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    for region in (REGION, "us-east-1"):
        group = f"/group/{region}"
        cloud.client("logs", region).create_log_group(logGroupName=group)
        cloud.client("logs", region).create_log_stream(logGroupName=group, logStreamName="it")
    body = """
      const { REGION, joined } = support;
      const said = [];
      for (const options of [undefined, { region: 'us-east-1' }]) {
        const logGroupName = joined('/group/', REGION);
        const where = { logStreamName: 'it' };
        const group = deployed.resource('a.b', {
          it: ask('logs', 'DescribeLogStreams', { logGroupName }, { result: 'logStreams', where }),
          simple: ask('logs', 'ListTagsLogGroup', { logGroupName }),
        }, options);
        said.push(await group.found('it', 'arn'));
        await group.found('simple', 'tags');
        const own = { logGroupName: await deployed.resolve(logGroupName, options?.region) };
        said.push((await group.list('logs', 'DescribeLogStreams', own, 'logStreams')).length);
        said.push((await group.call('logs', 'DescribeLogStreams', own)).logStreams.length);
        said.push((await group.send('logs', 'DescribeLogStreams', own)).logStreams.length);
        await group.checkThat([], { logGroup: logGroupName }, (_, { logGroup }) => said.push(logGroup)).run();
      }
      return said;
    """
    found = library.ask(DEPLOYMENT + body, **environment)
    for region, (arn, *rest) in ((REGION, found[:5]), ("us-east-1", found[5:])):
        assert arn.startswith(f"arn:aws:logs:{region}:")
        assert rest == [1, 1, 1, f"/group/{region}"]


def test_clients_of_http2_reach_an_endpoint(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    cloud.client("kinesis", REGION).create_stream(StreamName="events", ShardCount=1)
    body = "return (await deployed.cloud.call('kinesis', 'ListStreams', {})).StreamNames;"
    assert library.ask(DEPLOYMENT + body, **environment) == ["events"]


def test_surroundings(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      const { ACCOUNT, PARTITION, REGION, joined, after } = support;
      return deployed.resolve([joined(PARTITION, ':', REGION, ':', ACCOUNT), joined('a/', 5, after('/')), [ACCOUNT]]);
    """
    assert library.ask(DEPLOYMENT + body, **environment) == [f"aws:{REGION}:{ACCOUNT}", "5", [ACCOUNT]]
    for region, partition in (("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")):
        there = {**environment, "AWS_REGION": region}
        assert library.ask(f"{DEPLOYMENT} return deployed.cloud.partition;", **there) == partition


def test_answers_are_plain(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    storage = cloud.client("s3", REGION)
    storage.create_bucket(Bucket="plain", CreateBucketConfiguration={"LocationConstraint": REGION})
    storage.put_object(Bucket="plain", Key="it", Body="text ä".encode())
    inputs = {"Bucket": "plain", "Key": "it"}
    found = library.ask(f"{DEPLOYMENT} return deployed.cloud.call('s3', 'GetObject', input);", inputs, **environment)
    assert found["Body"] == "text ä"
    assert len(found["LastModified"]) == len("2024-01-31T12:00:00Z")
    assert found["LastModified"].endswith("Z")
    assert "$metadata" not in found


MISSING = {
    "the service's word": (
        "{ role: ask('iam', 'GetRole', { RoleName: 'none' }, { result: 'Role', missing: ['NoSuchEntity'] }) }",
        "Error: a.b is not there (GetRole: NoSuchEntity)",
    ),
    "the SDK's word": (
        "{ role: ask('iam', 'GetRole', { RoleName: 'none' }, { result: 'Role', missing: ['NoSuchEntityException'] }) }",
        "Error: a.b is not there (GetRole: NoSuchEntityException)",
    ),
    "a status": (
        "{ bucket: ask('s3', 'HeadBucket', { Bucket: 'none' }, { missing: ['404'] }) }",
        "Error: a.b is not there (HeadBucket: 404)",
    ),
    "nobody in a list": (
        "{ topic: ask('sns', 'ListTopics', {}, { result: 'Topics', where: { TopicArn: 'none' } }) }",
        "Error: a.b is not there (ListTopics)",
    ),
    "an empty list": (
        "{ key: ask('kms', 'ListAliases', { KeyId: 'none' }, { result: 'Nothing' }) }",
        "CloudError: a.b: ListAliases failed: NotFoundException: ",
    ),
    "another error": (
        "{ role: ask('iam', 'GetRole', { RoleName: 'none' }, { result: 'Role' }) }",
        "CloudError: a.b: GetRole failed: NoSuchEntity",
    ),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_not_there(library: Any, environment: Mapping[str, str], name: str) -> None:
    questions, message = MISSING[name]
    body = f"await deployed.resource('a.b', {questions}).checkExists().run();"
    assert library.answer(DEPLOYMENT + body, **environment)["error"].startswith(message)


def test_an_error_that_is_not_explained_has_its_status(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      const refuse = (_, answer) => answer.writeHead(403).end();
      const server = require('node:http').createServer(refuse).listen(0, '127.0.0.1');
      await require('node:events').once(server, 'listening');
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${server.address().port}`;
      const file = deployed.resource('a.b', { file: ask('s3', 'HeadObject', { Bucket: 'files', Key: 'it' }) });
      await file.checkExists().run();
    """
    answer = library.answer(DEPLOYMENT + body, **environment)
    assert answer["error"] == "CloudError: a.b: HeadObject failed: 403: Forbidden"
    assert "403" in answer["codes"]


def test_what_is_said_of_a_resource(library: Any, cloud: Emulator, environment: Mapping[str, str]) -> None:
    cloud.client("dynamodb", REGION).create_table(
        TableName="events",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    )
    body = """
      const table = deployed.resource('a.b', {
        table: ask('dynamodb', 'DescribeTable', { TableName: output('name') }, { result: 'Table' }),
        none: ask('iam', 'GetRole', { RoleName: 'none' }, { missing: ['NoSuchEntity'] }),
      });
      const checks = {
        active: table.checkExists({ TableStatus: ['GONE', 'GOING'] }),
        there: table.checkExists({ TableStatus: ['GOING', 'ACTIVE'] }),
        lines: table.check(
          row('name', 'TableName', 'other'),
          row('key', 'KeySchema[0].AttributeName', found('a.b', 'table', 'TableName')),
          row('none', 'It', 'x', { ask: 'none', default: 'y' }),
        ),
        found: table.check(row('it', 'TableName', found('a.b', 'table', 'No.Such'))),
        flow: flow(hop('first', table.checkExists()), hop('second', table.check(row('name', 'TableName', 'other')))),
      };
      const said = {};
      for (const [name, check] of Object.entries(checks)) {
        said[name] = await check.run().then(() => null, (error) => error.message);
      }
      return said;
    """
    assert library.ask(DEPLOYMENT + body, **environment) == {
        "active": 'a.b: TableStatus: expected "GONE" or "GOING", found "ACTIVE"',
        "there": None,
        "lines": 'a.b: name: declared "other", found "events"\n'
        'a.b: key: declared "events", found "pk"\n'
        'a.b: none: declared "x", found "y"',
        "found": "a.b: No.Such is not there (DescribeTable)",
        "flow": 'hop second: a.b: name: declared "other", found "events"',
    }


def test_each_question_is_asked_once(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      const role = deployed.resource('a.b', { role: ask('iam', 'GetRole', { RoleName: 'none' }) });
      let count = 0;
      const { call } = deployed.cloud;
      deployed.cloud.call = (...given) => { count += 1; return call.apply(deployed.cloud, given); };
      for (const check of [role.checkExists(), role.checkExists(), role.check(row('a', 'b', 'c'))]) {
        await check.run().catch(() => {});
      }
      return count;
    """
    assert library.ask(DEPLOYMENT + body, **environment) == 1


def test_a_hop_that_cannot_be_asked_is_named(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      const role = deployed.resource('a.b', { role: ask('iam', 'GetRole', { RoleName: 'none' }) });
      await flow(hop('first', role.checkExists())).run();
    """
    answer = library.answer(DEPLOYMENT + body, **environment)
    assert answer["error"].startswith("CloudError: hop first: a.b: GetRole failed: NoSuchEntity")
    assert "404" in answer["codes"]


def test_what_a_test_needs_is_known_before_it_runs(library: Any, environment: Mapping[str, str]) -> None:
    """Also through what it is compared with, other resources, and arguments."""
    body = """
      const { sendAndReceive } = require('./support/behaviours');
      const { it } = deployed;
      const question = (key) => ask('iam', 'GetRole', { RoleName: output(key) });
      const one = deployed.resource('a.one', { role: question('name') });
      const two = deployed.resource('a.two', { role: question('missing'), more: question('empty') });
      const where = { Name: support.joined(output('missing')) };
      const four = deployed.resource('a.four', { role: ask('iam', 'ListRoles', {}, { where }) });
      require('./support/clients').CLIENTS.sts = ['@aws-sdk/client-none', 'None'];
      deployed.resource('a.three', { role: ask('iam', 'GetRole', { RoleName: found('a.two', 'role', 'RoleName') }) });
      it('given', () => one.checkExists());
      it('not given', () => two.checkExists());
      it('by another question', () => two.check(row('a', 'b', 'c', { ask: 'more' })));
      it('by another resource', () => one.check(row('a', 'b', { c: [found('a.three', 'role', 'Arn')] })));
      it('by an argument', () => sendAndReceive(one, { queueUrl: support.joined('x', output('missing')) }));
      it('by a hop', () => flow(hop('one', one.checkExists()), hop('two', two.checkExists())));
      it('by what is looked for', () => four.checkExists());
      it('by the account', () => one.check(row('a', 'b', support.ACCOUNT)));
      it('by the region', () => one.check(row('a', 'b', support.REGION)));
      it.writes('writing', () => one.checkExists());
      return Object.entries(tests).map(([title, run]) => [title, run !== null]);
    """
    missing = "[skipped: output missing is not in outputs.json]"
    assert library.ask(DEPLOYMENT + body, **environment) == [
        ["given", True],
        [f"not given {missing}", False],
        ["by another question [skipped: output empty is empty]", False],
        [f"by another resource {missing}", False],
        [f"by an argument {missing}", False],
        [f"by a hop {missing}", False],
        [f"by what is looked for {missing}", False],
        ["by the account [skipped: no @aws-sdk/client-none: npm install --save-dev @aws-sdk/client-none]", False],
        ["by the region", True],
        ["writing [skipped: writes are off: SCAFFOLD_WRITES=1 turns them on]", False],
    ]


def test_without_a_region_nothing_is_asked(library: Any, environment: Mapping[str, str]) -> None:
    without = {**environment, "AWS_REGION": "", "AWS_DEFAULT_REGION": ""}
    body = DEPLOYMENT.replace("region: 'eu-west-1'", "region: ''") + (
        """
      const role = deployed.resource('a.b', { role: ask('iam', 'GetRole', { RoleName: 'none' }) });
      deployed.it('it', () => role.checkExists());
      return Object.keys(tests);
    """
    )
    assert library.ask(body, **without) == ["it [skipped: no region: AWS_REGION names one]"]
