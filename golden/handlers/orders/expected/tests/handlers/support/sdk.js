'use strict';

/** The clients of the AWS SDK: every call is answered here, and noted down. */

const { mockClient } = require('./installed')('aws-sdk-client-mock', '@4.1.0');

const { asGiven, metadata } = require('./answers');
const { translation } = require('./documents');
const { SERVICES } = require('./services');
const { answered } = require('./session');
const { mockVersion2 } = require('./version2');

const DOCUMENTS = '@aws-sdk/lib-dynamodb';
const VERSION_2 = 'aws-sdk';

/** What the SDK calls errors that have another name in other SDKs. */
const NAMES = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExist',
  404: 'NotFound',
};
const STATUSES = [
  [/^(AccessDenied|Forbidden|KMSAccessDenied)/, 403],
  [/^(NoSuch|NotFound$)/, 404],
  [/^(Internal|Server)/, 500],
  [/^(ServiceUnavailable|SlowDown)/, 503],
];
const MESSAGES = {
  ConditionalCheckFailedException: 'The conditional request failed',
  NoSuchKey: 'The specified key does not exist.',
  ThrottlingException: 'Rate exceeded',
};

/** An error as the SDK throws it. */
function errorOf(exported, code, { service, operation }) {
  const name = NAMES[code] ?? code;
  const [, status = 400] = STATUSES.find(([form]) => form.test(name)) ?? [];
  const message = MESSAGES[name] ?? `${service} ${operation}: ${name}`;
  const given = {
    name,
    message,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: metadata(status),
  };
  const base = Object.keys(exported).find((key) => /ServiceException$/.test(key));
  const Kind = exported[name] ?? exported[base];
  const error = Kind ? new Kind(given) : Object.assign(new Error(message), given);
  return Object.assign(error, { name, $metadata: given.$metadata });
}

const known = new Map();

/** Sees to it that clients of these packages, as `require` finds them, send nothing. */
function mock(packages, require) {
  for (const name of packages) {
    const file = require.resolve(name);
    if (known.has(file)) continue;
    known.set(file, name === VERSION_2 ? mockVersion2(require(name)) : mocked(name, require));
  }
}

function mocked(name, require) {
  const exported = require(name);
  const service = SERVICES[name] ?? name.replace(/^@aws-sdk\/client-/, '');
  const isClient = ([key, value]) =>
    /^[A-Z]\w*Client$/.test(key) && typeof value?.prototype?.send === 'function';
  return Object.entries(exported)
    .filter(isClient)
    .map(([, Client]) => {
      const send = (client, command) =>
        sent(client, command, name === DOCUMENTS ? 'dynamodb' : service);
      const stub = mockClient(Client);
      stub.send.callsFake(function (command, ...rest) {
        const promise = send(this, command);
        const callback = rest.find((each) => typeof each === 'function');
        if (!callback) return promise;
        promise.then((found) => callback(null, found), callback);
        return undefined;
      });
      return stub;
    });

  async function sent(client, command, service) {
    const isDocument = Boolean(command.clientCommand);
    const { input, output } = isDocument
      ? translation(require, client, command)
      : { input: command.input, output: (found) => found };
    const { name: called } = (command.clientCommand ?? command).constructor;
    const operation = called.replace(/Command$/, '');
    const call = { service, operation, input: input ?? {} };
    return answered(call, {
      given: (found) => asGiven(service, output(found)),
      failed: (code) => errorOf(errorsOf(name, exported, require), code, call),
    });
  }
}

/** What has the classes of a package's errors. */
const errorsOf = (name, exported, require) =>
  name === DOCUMENTS ? require('@aws-sdk/client-dynamodb') : exported;

/** Whether a file is the code of a client that nothing stands in for. */
const isOfClient = (file) =>
  /[/\\]@aws-sdk[/\\]client-[\w-]+[/\\]dist-cjs[/\\]index\.js$/.test(file) &&
  !known.has(file);

module.exports = { isOfClient, mock };
