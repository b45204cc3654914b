'use strict';

/** What the cloud answers where a test says nothing else: as where everything goes well, and nothing is there yet. */

const { randomUUID } = require('crypto');
const { Readable } = require('stream');

const { isOneOf } = require('./writes');

const ACCOUNT = '123456789012';

const bytes = (value) => Buffer.from(value ?? '');
const each = (list, make) => (list ?? []).map(make);
const sent = ({ Id }) => ({ Id, MessageId: randomUUID() });

/** The usual answers by service and operation: each is given the call's input, and what the function is wired to. */
const USUAL = {
  dynamodb: {
    BatchGetItem: ({ RequestItems: asked }) => ({
      Responses: Object.fromEntries(
        Object.keys(asked ?? {}).map((table) => [table, []]),
      ),
      UnprocessedKeys: {},
    }),
    BatchWriteItem: () => ({ UnprocessedItems: {} }),
    Query: () => ({ Items: [], Count: 0, ScannedCount: 0 }),
    Scan: () => ({ Items: [], Count: 0, ScannedCount: 0 }),
    TransactGetItems: ({ TransactItems: items }) => ({
      Responses: each(items, () => ({})),
    }),
    UpdateItem: ({ Key, ReturnValues = 'NONE' }) =>
      ReturnValues === 'ALL_NEW' ? { Attributes: Key } : {},
  },
  events: {
    PutEvents: ({ Entries }) => ({
      FailedEntryCount: 0,
      Entries: each(Entries, () => ({ EventId: randomUUID() })),
    }),
  },
  firehose: {
    PutRecord: () => ({ RecordId: randomUUID() }),
    PutRecordBatch: ({ Records }) => ({
      FailedPutCount: 0,
      RequestResponses: each(Records, () => ({ RecordId: randomUUID() })),
    }),
  },
  kinesis: {
    PutRecord: () => shard(),
    PutRecords: ({ Records }) => ({
      FailedRecordCount: 0,
      Records: each(Records, shard),
    }),
  },
  kms: {
    Decrypt: ({ KeyId, CiphertextBlob }) => ({
      KeyId,
      Plaintext: bytes(CiphertextBlob),
    }),
    Encrypt: ({ KeyId, Plaintext }) => ({
      KeyId,
      CiphertextBlob: bytes(Plaintext),
    }),
    GenerateDataKey: ({ KeyId }) => ({
      KeyId,
      Plaintext: Buffer.alloc(32, 7),
      CiphertextBlob: Buffer.alloc(48, 9),
    }),
  },
  lambda: {
    Invoke: ({ InvocationType: kind }) =>
      kind === 'Event'
        ? { StatusCode: 202 }
        : { StatusCode: 200, Payload: 'null' },
  },
  s3: {
    CopyObject: () => ({ CopyObjectResult: { ETag: '"0"' } }),
    GetObject: () => ({ failure: 'NoSuchKey' }),
    HeadObject: () => ({ failure: 'NotFound' }),
    ListObjectsV2: () => ({ IsTruncated: false, KeyCount: 0 }),
    PutObject: () => ({ ETag: '"0"' }),
  },
  secretsmanager: {
    GetSecretValue: ({ SecretId: id }, wired) => {
      const value = valueOf(id, wired);
      if (value === undefined) return { failure: 'ResourceNotFoundException' };
      return { ARN: id, Name: id, SecretString: value, VersionId: randomUUID() };
    },
  },
  ses: { SendEmail: () => ({ MessageId: randomUUID() }) },
  sesv2: { SendEmail: () => ({ MessageId: randomUUID() }) },
  sns: {
    Publish: () => ({ MessageId: randomUUID() }),
    PublishBatch: ({ PublishBatchRequestEntries: entries }) => ({
      Successful: each(entries, sent),
      Failed: [],
    }),
  },
  sqs: {
    DeleteMessageBatch: ({ Entries }) => ({
      Successful: each(Entries, ({ Id }) => ({ Id })),
      Failed: [],
    }),
    SendMessage: () => ({ MessageId: randomUUID() }),
    SendMessageBatch: ({ Entries }) => ({
      Successful: each(Entries, sent),
      Failed: [],
    }),
  },
  ssm: {
    GetParameter: ({ Name }, wired) => {
      const value = valueOf(Name, wired);
      if (value === undefined) return { failure: 'ParameterNotFound' };
      return { Parameter: parameter(Name, value) };
    },
    GetParameters: ({ Names }, wired) => {
      const known = each(Names, (name) => [name, valueOf(name, wired)]);
      const has = ([, value]) => value !== undefined;
      return {
        Parameters: known.filter(has).map((pair) => parameter(...pair)),
        InvalidParameters: known
          .filter((pair) => !has(pair))
          .map(([name]) => name),
      };
    },
    GetParametersByPath: ({ Path }, { resources, values }) => {
      const below = Object.entries(values).flatMap(([title, value]) =>
        (resources[title] ?? [])
          .filter((name) => name.startsWith(Path))
          .map((name) => parameter(name, value)),
      );
      return { Parameters: below };
    },
  },
  stepfunctions: {
    StartExecution: ({ stateMachineArn: arn, name = randomUUID() }) => ({
      executionArn: `${arn?.replace(':stateMachine:', ':execution:')}:${name}`,
      startDate: new Date(),
    }),
  },
  sts: {
    GetCallerIdentity: () => ({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/function/function`,
      UserId: 'AROAEXAMPLE:function',
    }),
  },
};

function shard() {
  return { ShardId: 'shardId-000000000000', SequenceNumber: '1' };
}

function parameter(Name, Value) {
  return { Name, Value, Type: 'String', Version: 1 };
}

/** The value of a secret or a parameter that the function is wired to. */
function valueOf(id, { resources, values }) {
  const found = Object.keys(values).find((title) =>
    isOneOf(resources[title] ?? [title], String(id)),
  );
  return found === undefined ? undefined : values[found];
}

/** The usual answer to a call, as plain data: `failure` in it is the code of an error. */
function usual({ service, operation, input }, wired) {
  return USUAL[service]?.[operation]?.(input, wired) ?? {};
}

const NUMBER = /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Whether a table would refuse an input: it has a number that is none. */
function isRefused({ service, input }) {
  return service === 'dynamodb' && hasBadNumber(input);
}

function hasBadNumber(value) {
  if (value === null || typeof value !== 'object') return false;
  const { N: number, ...others } = value;
  const isNumber = typeof number === 'string' && Object.keys(others).length === 0;
  return isNumber ? !NUMBER.test(number) : Object.values(value).some(hasBadNumber);
}

/** Members that the SDK gives as a stream, or as bytes. */
const STREAMS = { s3: ['Body'], polly: ['AudioStream'] };
const BYTES = {
  kms: ['CiphertextBlob', 'Plaintext', 'Signature'],
  lambda: ['Payload'],
  secretsmanager: ['SecretBinary'],
};

/** An answer as the SDK gives it: with its metadata, streams and bytes. */
function asGiven(service, output) {
  const answer = { ...output };
  for (const name of STREAMS[service] ?? [])
    if (answer[name] !== undefined) answer[name] = stream(answer[name]);
  for (const name of BYTES[service] ?? [])
    if (answer[name] !== undefined) answer[name] = blob(answer[name]);
  return { $metadata: metadata(200), ...answer };
}

const metadata = (httpStatusCode) => ({
  httpStatusCode,
  requestId: randomUUID(),
  attempts: 1,
  totalRetryDelay: 0,
});

function stream(content) {
  const whole = Buffer.from(content);
  const body = Readable.from([whole], { objectMode: false });
  return Object.assign(body, {
    transformToByteArray: async () => new Uint8Array(whole),
    transformToString: async (encoding) => whole.toString(encoding),
    transformToWebStream: () => Readable.toWeb(body),
  });
}

function blob(content) {
  const whole = new Uint8Array(Buffer.from(content));
  const transformToString = (encoding) => Buffer.from(whole).toString(encoding);
  return Object.defineProperty(whole, 'transformToString', {
    value: transformToString,
  });
}

module.exports = { asGiven, isRefused, metadata, usual };
