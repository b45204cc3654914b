'use strict';

/** Version 2 of the SDK: its requests are checked and translated as ever, but nothing is sent. */

const { answered } = require('./session');

/** What services are called in tests, where version 2 has other words. */
const NAMES = { cloudwatchevents: 'events', eventbridge: 'events' };

/** What a request does once it would be sent, and with what comes back. */
const REPLACED = ['sign', 'send', 'retry', 'validateResponse', 'extractData', 'extractError'];
const BYTES = ['AudioStream', 'Body', 'CiphertextBlob', 'Payload', 'Plaintext', 'SecretBinary'];

function mockVersion2({ Service }) {
  const { makeRequest } = Service.prototype;
  Service.prototype.makeRequest = function (operation, given, last) {
    const isCallback = typeof given === 'function';
    const callback = isCallback ? given : last;
    const request = makeRequest.call(this, operation, isCallback ? undefined : given);
    for (const event of REPLACED) request.removeAllListeners(event);
    request.onAsync('send', (response, done) => {
      answerTo(this, operation, request.params ?? {}).then((data) => {
        response.data = data;
        done();
      }, done);
    });
    if (callback) request.send(callback);
    return request;
  };
}

function answerTo({ serviceIdentifier: name }, operation, input) {
  const call = {
    service: NAMES[name] ?? name,
    operation: operation[0].toUpperCase() + operation.slice(1),
    input,
  };
  return answered(call, { given, failed: (code) => errorOf(code, call) });
}

function given(found) {
  const bytes = BYTES.filter((name) => typeof found[name] === 'string');
  return { ...found, ...Object.fromEntries(bytes.map((name) => [name, Buffer.from(found[name])])) };
}

function errorOf(code, { service, operation }) {
  const error = new Error(`${service} ${operation}: ${code}`);
  return Object.assign(error, { code, name: code, statusCode: 400, retryable: false });
}

module.exports = { mockVersion2 };
