'use strict';

/** Resources do what they are for: each check writes something, and takes it away again. */

const { CloudError } = require('./cloud');
const { same } = require('./comparing');
const { PATIENCE, behaviour, eventually, unique } = require('./doing');
const { withCleanup } = require('./doing');
const { parsed } = require('./found');
const { shown } = require('./messages');
const { messageWith } = require('./queues');

/** An item that is put into the table is got out of it again. */
const putAndGetItem = behaviour(['dynamodb'], async (table, given) => {
  const { tableName, hashKey, hashType, rangeKey, rangeType = 'S' } = given;
  const name = unique();
  const key = { [hashKey]: keyValue(hashType, name) };
  if (rangeKey) key[rangeKey] = keyValue(rangeType, name);
  const place = { TableName: tableName };
  const work = async () => {
    const item = { ...key, integration_test: { S: name } };
    await table.call('dynamodb', 'PutItem', { ...place, Item: item });
    const question = { ...place, Key: key, ConsistentRead: true };
    const answer = await table.call('dynamodb', 'GetItem', question);
    if (answer.Item?.integration_test?.S !== name) {
      table.fail('GetItem does not give back the item that was put');
    }
  };
  await withCleanup(work, () =>
    table.call('dynamodb', 'DeleteItem', { ...place, Key: key }),
  );
});

/** A message that is sent is received, and deleted. */
const sendAndReceive = behaviour(['sqs'], async (queue, given) => {
  const { queueUrl, fifo = false } = given;
  const name = unique();
  const inputs = { QueueUrl: queueUrl, MessageBody: name };
  const more = fifo ? groupOf(name) : { DelaySeconds: 0 };
  await queue.call('sqs', 'SendMessage', { ...inputs, ...more });
  if ((await messageWith(queue, queueUrl, name)) === null) {
    queue.fail(`the message that was sent is not received in ${PATIENCE} s`);
  }
});

/** What is published gets to the subscribed queue. */
const publishAndReceive = behaviour(['sns', 'sqs'], async (topic, given) => {
  const { topicArn, queueUrl, raw = false, fifo = false } = given;
  const name = unique();
  const attributes = Object.entries(given.attributes ?? {}).map(
    ([key, value]) => [key, { DataType: 'String', StringValue: value }],
  );
  await topic.call('sns', 'Publish', {
    TopicArn: topicArn,
    Message: name,
    MessageAttributes: Object.fromEntries(attributes),
    ...(fifo ? groupOf(name) : {}),
  });
  const body = await messageWith(topic, queueUrl, name);
  if (body === null) {
    topic.fail(`what was published is not in the queue after ${PATIENCE} s`);
  }
  if (raw !== (body === name)) {
    const words = raw ? 'the message itself' : 'the message in its envelope';
    topic.fail(`the queue should be given ${words}`);
  }
});

/** An object that is put is got again, encrypted as declared. */
const roundTripObject = behaviour(['s3'], async (bucket, given) => {
  const { algorithm, key } = given;
  const name = unique();
  const place = { Bucket: given.bucket, Key: name };
  let version = {};
  const work = async () => {
    const put = await putObject(bucket, place, algorithm, key);
    if (put.VersionId) version = { VersionId: put.VersionId };
    const found = await bucket.call('s3', 'GetObject', place);
    if (found.Body !== name)
      bucket.fail('GetObject does not give back what was put');
    const { ServerSideEncryption: used, SSEKMSKeyId: keyId = '' } = found;
    if (algorithm && used !== algorithm) {
      const words = `declared ${shown(algorithm)}, found ${shown(used)}`;
      bucket.fail(`the object's encryption: ${words}`);
    }
    if (key && keyId.split('/').at(-1) !== key.split('/').at(-1)) {
      bucket.fail(
        `the object's key: declared ${shown(key)}, found ${shown(keyId)}`,
      );
    }
  };
  await withCleanup(work, () =>
    bucket.call('s3', 'DeleteObject', { ...place, ...version }),
  );
});

/** The function answers an event without an error. */
const invokeFunction = behaviour(['lambda'], async (lambda, given) => {
  const answer = await lambda.call('lambda', 'Invoke', {
    FunctionName: given.functionName,
    Payload: Buffer.from(JSON.stringify(given.event)),
  });
  if (answer.FunctionError) {
    const said = errorOf(answer.Payload ?? '');
    lambda.fail(`the function fails (${answer.FunctionError}): ${said}`);
  }
});

/** What the key encrypts it decrypts again. */
const encryptAndDecrypt = behaviour(['kms'], async (key, { keyId }) => {
  const text = Buffer.from(unique());
  const inputs = { KeyId: keyId, Plaintext: text };
  const { CiphertextBlob: blob } = await key.send('kms', 'Encrypt', inputs);
  if (text.equals(blob)) key.fail('Encrypt gives back what it was given');
  const question = { KeyId: keyId, CiphertextBlob: blob };
  const { Plaintext: found } = await key.send('kms', 'Decrypt', question);
  if (!text.equals(found)) {
    key.fail('Decrypt does not give back what was encrypted');
  }
});

/**
 * An execution of the state machine starts with its input. How it ends is not looked at, because
 * the input means nothing to it.
 */
const executeStateMachine = behaviour(
  ['stepfunctions'],
  async (machine, { arn, input, express = false }) => {
    const text = JSON.stringify(input);
    const inputs = { stateMachineArn: arn, name: unique(), input: text };
    if (express) {
      await machine.call('stepfunctions', 'StartSyncExecution', inputs);
      return;
    }
    const started = await machine.call(
      'stepfunctions',
      'StartExecution',
      inputs,
    );
    const work = async () => {
      const found = await executionOf(machine, started);
      if (same(parsed(found.input), input)) return;
      machine.fail(`the execution has another input: ${shown(found.input)}`);
    };
    await withCleanup(work, () => stop(machine, started));
  },
);

/** An event that the rule matches gets to its target. */
const putMatchingEvent = behaviour(
  ({ queueUrl, logGroup }) => [
    'events',
    ...(queueUrl ? ['sqs'] : []),
    ...(logGroup ? ['logs'] : []),
  ],
  async (rule, { bus, event, queueUrl, logGroup }) => {
    const started = Date.now();
    const streams = logGroup ? await streamsOf(rule, logGroup) : [];
    const entry = {
      EventBusName: bus,
      Source: event.source,
      DetailType: event.detailType,
      Detail: JSON.stringify(event.detail ?? {}),
      Resources: event.resources ?? [],
    };
    const inputs = { Entries: [entry] };
    const answer = await rule.call('events', 'PutEvents', inputs);
    const { EventId: id, ErrorCode: code } = answer.Entries[0];
    if (!id) rule.fail(`the event is not taken: ${code}`);
    if (queueUrl && (await messageWith(rule, queueUrl, id)) === null) {
      rule.fail(`the event is not in the queue after ${PATIENCE} s`);
    }
    if (!logGroup) return;
    const work = async () => {
      if (!(await isLogged(rule, logGroup, started, id))) {
        rule.fail(`the event is not in the log after ${PATIENCE} s`);
      }
    };
    await withCleanup(work, () => removeStreams(rule, logGroup, streams, id));
  },
);

/** Something was logged in the last `since` seconds, or is soon. */
const logsAppear = behaviour(['logs'], async (resource, given) => {
  const { logGroup, since = 60 } = given;
  const started = Math.trunc(Date.now() - since * 1000);
  if (!(await isLogged(resource, logGroup, started, ''))) {
    resource.fail(`nothing is logged to ${logGroup}`);
  }
});

/** A value of a key of a table. */
function keyValue(type, name) {
  if (type === 'N') return { N: String(parseInt(name.slice(-12), 16)) };
  return type === 'B' ? { B: Buffer.from(name) } : { S: name };
}

function groupOf(name) {
  return { MessageGroupId: name, MessageDeduplicationId: name };
}

/** Puts an object; where the bucket demands that encryption is asked for, so. */
async function putObject(bucket, place, algorithm, key) {
  const inputs = { ...place, Body: place.Key };
  try {
    return await bucket.call('s3', 'PutObject', inputs);
  } catch (error) {
    const isRefused =
      error instanceof CloudError && error.codes.includes('AccessDenied');
    if (!algorithm || !isRefused) throw error;
  }
  const asked = { ServerSideEncryption: algorithm };
  if (key) asked.SSEKMSKeyId = key;
  return bucket.call('s3', 'PutObject', { ...inputs, ...asked });
}

function executionOf(machine, { executionArn: arn }) {
  const inputs = { executionArn: arn };
  return machine.call('stepfunctions', 'DescribeExecution', inputs);
}

/** Stops an execution that still runs. */
async function stop(machine, started) {
  const { status } = await executionOf(machine, started);
  if (status !== 'RUNNING') return;
  const inputs = { executionArn: started.executionArn };
  await machine.call('stepfunctions', 'StopExecution', inputs);
}

/** Whether a message with this text gets into the log in time. */
async function isLogged(resource, logGroup, started, text) {
  const where = { logGroupName: logGroup, startTime: started };
  const found = await eventually(async () => {
    const events = await eventsWith(resource, where, text);
    return events.length > 0 ? events : null;
  });
  return found !== null;
}

async function eventsWith(resource, where, text) {
  const events = await resource.list(
    'logs',
    'FilterLogEvents',
    where,
    'events',
  );
  return events.filter(({ message }) => message.includes(text));
}

async function streamsOf(resource, logGroup) {
  const inputs = { logGroupName: logGroup };
  const streams = await resource.list(
    'logs',
    'DescribeLogStreams',
    inputs,
    'logStreams',
  );
  return streams.map(({ logStreamName: name }) => name);
}

/** Takes away the streams that are new and hold nothing but the event. */
async function removeStreams(resource, logGroup, streams, text) {
  const all = await streamsOf(resource, logGroup);
  for (const name of all.filter((stream) => !streams.includes(stream))) {
    const where = { logGroupName: logGroup, logStreamNames: [name] };
    const [whole, mine] = [
      await eventsWith(resource, where, ''),
      await eventsWith(resource, where, text),
    ];
    if (whole.length !== mine.length) continue;
    const place = { logGroupName: logGroup, logStreamName: name };
    await resource.call('logs', 'DeleteLogStream', place);
  }
}

/** What a function says of its error; its stack trace is left out. */
function errorOf(payload) {
  const found = parsed(payload);
  if (found === null || typeof found !== 'object') return shown(found);
  return `${found.errorType ?? 'Error'}: ${shown(found.errorMessage)}`;
}

module.exports = {
  encryptAndDecrypt,
  executeStateMachine,
  invokeFunction,
  logsAppear,
  publishAndReceive,
  putAndGetItem,
  putMatchingEvent,
  roundTripObject,
  sendAndReceive,
};
