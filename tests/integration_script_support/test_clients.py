"""How the support library's clients are made, and where their calls go: a client that is none, and a server in Node."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from node_projects import NODE_MODULES

from scaffold.rehearse.environment import clean

REGION = "eu-west-1"
#: A package of the SDK with one operation, which answers as the script says.
FAKE = """
const made = [];
class FakeClient {
  constructor(config) { this.config = config; this.destroyed = false; made.push(this); }
  send(command) { return Promise.resolve(answer(command.inputs)); }
  destroy() { this.destroyed = true; }
}
class PingCommand { constructor(inputs) { this.inputs = inputs; } }
let answer = () => ({});
async function* paginatePing({ client }, inputs) {
  for (let page = 0; ; page += 1) yield { Items: await answer({ ...inputs, page }) };
}
module.exports = { FakeClient, PingCommand, paginatePing, made, set: (given) => { answer = given; } };
"""
CLOUD = """
const fake = require('./support/fake');
const { CLIENTS } = require('./support/clients');
const { Cloud } = require('./support/cloud');
for (const name of ['lambda', 's3', 'sqs']) CLIENTS[name] = ['./fake', 'FakeClient'];
const cloud = new Cloud('eu-west-1');
"""
#: A server that keeps what it is asked, and is where calls go.
SERVER = """
const asked = [];
const server = require('node:http').createServer((request, answer) => {
  asked.push({ path: request.url, to: request.headers.host, by: request.headers.authorization });
  answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
}).listen(0, 'localhost');
await require('node:events').once(server, 'listening');
const { port } = server.address();
process.env.AWS_ENDPOINT_URL = `http://localhost:${port}`;
const { Cloud } = require('./support/cloud');
const cloud = new Cloud('eu-west-1');
const where = async (...call) => {
  await cloud.send(...call).catch(() => {});
  return asked.pop() ?? 'nowhere';
};
"""


@pytest.fixture(scope="module")
def fake(library: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The library with a package more."""
    folder = tmp_path_factory.mktemp("fake")
    shutil.copytree(library.folder / "support", folder / "support")
    (folder / "support" / "fake.js").write_text(FAKE, encoding="utf-8")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return type(library)(folder)


@pytest.fixture
def environment() -> Mapping[str, str]:
    return clean(REGION)


def test_nothing_is_waited_for_without_an_end(fake: Any, environment: Mapping[str, str]) -> None:
    body = """
      for (const name of ['lambda', 's3', 'sqs']) await cloud.call(name, 'Ping', {});
      return fake.made.map(({ config }) => config);
    """
    usual, storage, queues = fake.ask(CLOUD + body, **environment)
    assert usual == {
        "region": REGION,
        "maxAttempts": 3,
        "requestHandler": {"connectionTimeout": 5000, "requestTimeout": 60000, "throwOnRequestTimeout": True},
        "disableHostPrefix": False,
    }
    assert storage == {**usual, "followRegionRedirects": True, "forcePathStyle": False}
    assert queues == {**usual, "useQueueUrlAsEndpoint": True}


def test_a_client_is_made_once_for_each_region_and_ended(fake: Any, environment: Mapping[str, str]) -> None:
    body = """
      await cloud.call('lambda', 'Ping', {});
      await cloud.call('lambda', 'Ping', {});
      await cloud.call('lambda', 'Ping', {}, 'us-east-1');
      await cloud.call('lambda', 'Ping', { Name: 'arn:aws:lambda:eu-north-1:123456789012:function:f' }, 'us-east-1');
      await cloud.call('lambda', 'Ping', { Name: 'arn:aws:sqs:eu-south-1:123456789012:q' });
      const before = fake.made.map(({ config, destroyed }) => [config.region, destroyed]);
      cloud.close();
      return [before, fake.made.map(({ destroyed }) => destroyed)];
    """
    regions, ended = fake.ask(CLOUD + body, **environment)
    assert regions == [[REGION, False], ["us-east-1", False], ["eu-north-1", False]]
    assert ended == [True] * 3


def test_what_follows_many_pages_is_not_read(fake: Any, environment: Mapping[str, str]) -> None:
    body = """
      fake.set(({ page }) => page);
      const pages = [];
      for await (const { Items } of cloud.pages('lambda', 'Ping', {})) pages.push(Items);
      return pages;
    """
    assert fake.ask(CLOUD + body, **environment) == list(range(50))


def test_long_errors_are_cut(fake: Any, environment: Mapping[str, str]) -> None:
    body = """
      const error = new Error(`a\\n  ${'b'.repeat(400)}`);
      fake.set(() => { throw Object.assign(error, { name: 'TooMuch', Code: 'Much' }); });
      await cloud.call('lambda', 'Ping', {});
    """
    answer = fake.answer(CLOUD + body, **environment)
    assert answer["error"] == f"CloudError: Ping failed: TooMuch: a {'b' * 298}"
    assert answer["codes"] == ["TooMuch", "Much"]


RESULTS = {
    "pages without it": ("({ page }) => (page === 2 ? ['x'] : undefined)", "Items", ["x"]),
    "pages joined": ("({ page }) => [page]", "Items", list(range(50))),
    "nothing in any page": ("() => []", "Items", None),
    "an object": ("() => ({ a: 1 })", "Items", {"a": 1}),
    "an empty object": ("() => ({})", "Items", None),
    "an empty text": ("() => ''", "Items", None),
}


@pytest.mark.parametrize("name", RESULTS)
def test_the_result_of_a_question(fake: Any, environment: Mapping[str, str], name: str) -> None:
    answer, path, expected = RESULTS[name]
    body = f"""
      fake.set({answer});
      const {{ Resource, ask }} = require('./support/resource');
      const questions = {{ it: ask('lambda', 'Ping', {{}}, {{ result: '{path}' }}) }};
      const resource = new Resource({{ cloud, resolve: async (value) => value }}, 'a.b', questions, '');
      return resource.found('it', '').catch((error) => error.message);
    """
    found = fake.ask(CLOUD + body, **environment)
    assert found == ("a.b is not there (Ping)" if expected is None else expected)


def test_other_endpoints_are_asked_as_they_are(library: Any, environment: Mapping[str, str]) -> None:
    """Without names of buckets, of operations or of the cloud in front of theirs."""
    body = """
      const found = {
        bucket: await where('s3', 'GetObject', { Bucket: 'files', Key: 'it' }),
        prefix: await where('stepfunctions', 'StartSyncExecution', { stateMachineArn: 'arn' }),
        queue: await where('sqs', 'ReceiveMessage', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q' }),
        edge: await where('wafv2', 'ListWebACLs', { Scope: 'CLOUDFRONT' }),
      };
      return [found, `localhost:${port}`];
    """
    found, host = library.ask(SERVER + body, **environment)
    assert {name: each["to"] for name, each in found.items()} == dict.fromkeys(found, host)
    assert found["bucket"]["path"].startswith("/files/it")
    assert "/us-east-1/wafv2/" in found["edge"]["by"]
    assert "/eu-west-1/sqs/" in found["queue"]["by"]


def test_outputs_are_read_as_they_come(library: Any, tmp_path: Path, environment: Mapping[str, str]) -> None:
    values = {"text": "a", "number": 5, "nothing": None, "list": ["x", {"y": "z"}], "blank": " "}
    (tmp_path / "outputs.json").write_text(f"\ufeff{json.dumps(values)}", encoding="utf-8")
    body = """
      const { Outputs } = require('./support/outputs');
      const outputs = new Outputs('../none.json');
      const lacks = input.map(([key, ...path]) => outputs.lackOf({ key, path }));
      const texts = ['text', 'number', 'list'].map((key) => outputs.text(key));
      return [lacks, outputs.name, texts, outputs.value('list', [1, 'y'])];
    """
    asked = [["text"], ["number"], ["nothing"], ["blank"], ["list", 1, "y"], ["list", 1, "x"], ["text", 0], ["none"]]
    file = str(tmp_path / "outputs.json")
    lacks, name, texts, inside = library.ask(body, asked, **{**environment, "SCAFFOLD_OUTPUTS": file})
    assert lacks == [
        None,
        None,
        "output nothing is empty",
        "output blank is empty",
        None,
        "output list has nothing at 1.x",
        "output text has nothing at 0",
        f"output none is not in {file}",
    ]
    assert (name, texts, inside) == (file, ["a", "5", '["x",{"y":"z"}]'], "z")


@pytest.mark.parametrize(
    ("value", "flat"),
    [
        ({"value": "a", "type": "string"}, False),
        ({"value": "a", "sensitive": False}, False),
        ({"value": "a"}, True),
        ({"type": "string"}, True),
    ],
)
def test_outputs_with_their_types_are_refused(
    library: Any, tmp_path: Path, environment: Mapping[str, str], value: Any, flat: bool
) -> None:
    (tmp_path / "outputs.json").write_text(json.dumps({"one": "a", "two": value}), encoding="utf-8")
    file = str(tmp_path / "outputs.json")
    body = "new (require('./support/outputs').Outputs)('none.json');"
    answer = library.answer(body, **{**environment, "SCAFFOLD_OUTPUTS": file})
    said = f"Error: {file} is not flat: it has values with their types, not one text an output"
    assert answer.get("error") == (None if flat else said)


def test_a_profile_counts_more_than_keys(library: Any, tmp_path: Path, environment: Mapping[str, str]) -> None:
    (tmp_path / "config").write_text(
        "[profile over]\nsso_region = eu-west-1\nsso_start_url = https://shop.awsapps.com/start\n"
        "sso_account_id = 123456789012\nsso_role_name = shop\n",
        encoding="utf-8",
    )
    given = {**environment, "AWS_CONFIG_FILE": str(tmp_path / "config")}
    body = "return new (require('./support/cloud').Cloud)('eu-west-1').lackOf(['sqs']);"
    assert library.ask(body, **given) is None
    reason = library.ask(body, **{**given, "AWS_PROFILE": "over"})
    assert reason.startswith("no credentials for the cloud: The SSO session")


def test_credentials_are_not_waited_for_without_an_end(library: Any, environment: Mapping[str, str]) -> None:
    body = """
      let patience = 0;
      require('node:child_process').spawnSync = (program, given, { timeout }) => {
        patience = timeout;
        return { status: null };
      };
      return [new (require('./support/cloud').Cloud)('eu-west-1').lackOf(['sqs']), patience];
    """
    assert library.ask(body, **{**environment, "AWS_ACCESS_KEY_ID": ""}) == ["no credentials for the cloud", 20_000]


def test_connections_end_with_the_tests(library: Any, tmp_path: Path, environment: Mapping[str, str]) -> None:
    (tmp_path / "outputs.json").write_text("{}", encoding="utf-8")
    body = """
      const { deployment } = require('./support');
      const ends = [];
      const { cloud } = deployment({ test: () => {}, afterAll: (end) => ends.push(end), outputs: 'none.json' });
      let closed = 0;
      cloud.close = () => { closed += 1; };
      ends.forEach((end) => end());
      return closed;
    """
    assert library.ask(body, **{**environment, "SCAFFOLD_OUTPUTS": str(tmp_path / "outputs.json")}) == 1


def test_secret_outputs_are_not_shown(library: Any, tmp_path: Path, environment: Mapping[str, str]) -> None:
    (tmp_path / "outputs.json").write_text('{"db_password": "geheim", "url": "offen"}', encoding="utf-8")
    body = """
      const { deployment } = require('./support');
      const deployed = deployment({ test: () => {}, afterAll: () => {}, outputs: 'none.json' });
      const said = (key) => deployed.checkOutput(key, 'url').run().catch((error) => error.message);
      return [await said('db_password'), await said('url')];
    """
    file = str(tmp_path / "outputs.json")
    assert library.ask(body, **{**environment, "SCAFFOLD_OUTPUTS": file}) == [
        "output db_password: expected a URL, found another value",
        'output url: expected a URL, found "offen"',
    ]


@pytest.mark.parametrize(("value", "isset"), [("1", True), ("yes", True), ("0", False), ("False", False), ("", False)])
def test_variables_that_say_yes(library: Any, value: str, isset: bool) -> None:
    assert library.ask("return require('./support/lacking').isSet('IT');", IT=value) is isset


def test_how_long_a_test_may_take(library: Any, tmp_path: Path, environment: Mapping[str, str]) -> None:
    (tmp_path / "outputs.json").write_text("{}", encoding="utf-8")
    body = """
      const { deployment } = require('./support');
      const times = {};
      const test = Object.assign((title, run, time) => { times[title] = time; }, { skip: () => {} });
      const { it } = deployment({ test, afterAll: () => {}, outputs: 'none.json' });
      it('asks', () => ({ run: async () => {} }));
      it.writes('writes', () => ({ run: async () => {} }));
      return times;
    """
    given = {"SCAFFOLD_OUTPUTS": str(tmp_path / "outputs.json"), "SCAFFOLD_WRITES": "1"}
    assert library.ask(body, **{**environment, **given}) == {"asks": 120_000, "writes": 300_000}
