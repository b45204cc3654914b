'use strict';

/** Endpoints answer over HTTP: open ones, signed requests, or a refusal. */

const { createHash, createHmac } = require('node:crypto');
const http = require('node:http');
const https = require('node:https');

const { CLIENTS } = require('./clients');
const { CloudError } = require('./cloud');
const { behaviour, eventually } = require('./doing');
const { memberOf, parsed } = require('./found');

const ANY = Object.keys(CLIENTS).slice(0, 1);
/** For how many milliseconds one answer may take. */
const TIMEOUT = 15_000;
/** Where requests go instead of the host in their URL. */
const ENDPOINT = 'SCAFFOLD_HTTP_ENDPOINT';
const REFUSED = [401, 403];
/** With these, a gateway says that it asks nobody; an application may say them, too. */
const UNASKED = [...REFUSED, 404];
/** What a gateway says where there is no such path, too. */
const NOBODY = 'Missing Authentication Token';
const GATEWAYS_WORDS = ['Forbidden', NOBODY, 'Not Found', 'Unauthorized'];

/**
 * A request is answered, or refused where it has no credentials. `auth` is `open`, `iam` (the
 * request is signed), `key` (it has the API key of that id) or `none` (without credentials it is
 * refused). `asks` is what the endpoint asks for then: `key`, `iam` or `authorizer`.
 */
const answers = behaviour(servicesOf, async (endpoint, given) => {
  const { url, method = 'GET', auth = 'open', body = '', asks = 'iam' } = given;
  const headers = { ...given.headers };
  if (auth === 'key') headers['x-api-key'] = await keyOf(endpoint, given.keyId);
  const signed =
    auth === 'iam' ? await signature(endpoint, url, method, body) : {};
  const request = { method, headers: { ...headers, ...signed } };
  if (body !== '') {
    request.body = body;
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    if (!names.includes('content-type')) {
      request.headers['content-type'] = 'application/json';
    }
  }
  const { status, word } = await answerOf(endpoint, url, request);
  if (auth === 'none') {
    const unsigned = `${method} ${url} without credentials`;
    if (!REFUSED.includes(status)) {
      endpoint.fail(`${unsigned}: answered ${status}`);
    }
    if (word === NOBODY && asks !== 'iam') {
      endpoint.fail(`${unsigned}: nobody is there (${NOBODY})`);
    }
  } else if (status >= 500 || (UNASKED.includes(status) && word !== '')) {
    endpoint.fail(`${method} ${url}: answered ${status}`);
  }
});

/** The services that a request needs: one that has the API key, any one that finds credentials. */
function servicesOf({ auth }) {
  if (auth === 'key') return ['apigateway'];
  return auth === 'iam' ? ANY : [];
}

async function keyOf(endpoint, keyId) {
  const inputs = { apiKey: keyId, includeValue: true };
  return (await endpoint.call('apigateway', 'GetApiKey', inputs)).value;
}

/**
 * The status of the answer, and what a gateway says that asked nobody. Faults of the server may
 * pass: they are waited for.
 */
async function answerOf(endpoint, url, request) {
  let last = { status: 0, word: '', said: '' };
  const look = async () => {
    last = await attempt(url, request);
    return last.status === 0 || last.status >= 500 ? null : last;
  };
  await eventually(look, { pause: 2 });
  if (last.status !== 0) return last;
  const place = `${endpoint.address}: ${request.method} ${url}`;
  throw new CloudError(`${place} failed: ${last.said}`);
}

async function attempt(url, request) {
  try {
    const answer = await send(url, request);
    return { status: answer.status, word: gatewaysWord(answer) };
  } catch (error) {
    return { status: 0, word: '', said: error.cause?.message || error.message };
  }
}

/** What a gateway says that asked nobody, or nothing. */
function gatewaysWord({ status, text, headers }) {
  const word = memberOf(parsed(text), 'message');
  if (status < 400) return '';
  if (GATEWAYS_WORDS.includes(word)) return word;
  return headers['x-amzn-errortype'] ?? '';
}

/** The answer to a request: `status`, `text` and `headers`. A redirection is an answer. */
async function send(url, { method, headers, body }) {
  const elsewhere = process.env[ENDPOINT];
  const { host, pathname, search } = new URL(url);
  const place = elsewhere
    ? new URL(pathname + search, elsewhere)
    : new URL(url);
  const { request } = place.protocol === 'http:' ? http : https;
  const signal = AbortSignal.timeout(TIMEOUT);
  const options = { method, headers: { ...headers, host }, signal };
  return new Promise((resolve, reject) => {
    const asked = request(place, options, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode, text, headers: answer.headers });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The answer to a request, signed where `auth` is `iam`; a status of 0 says there is none. */
async function request(endpoint, url, { method, headers, body, auth }) {
  const signed =
    auth === 'iam' ? await signature(endpoint, url, method, body) : {};
  const given = { method, headers: { ...headers, ...signed } };
  try {
    return await send(url, body === '' ? given : { ...given, body });
  } catch (error) {
    return { status: 0, text: error.cause?.message || error.message };
  }
}

/** The headers that sign a request (SigV4) with the credentials of the environment. */
async function signature(endpoint, url, method, body) {
  const { cloud } = endpoint;
  const credentials = await cloud.credentials(...ANY);
  const { host, hostname, pathname, searchParams } = new URL(url);
  const service = hostname.includes('.lambda-url.') ? 'lambda' : 'execute-api';
  const now = new Date().toISOString().replace(/[:-]|\.\d+/g, '');
  const region = endpoint.region || cloud.region;
  const scope = [now.slice(0, 8), region, service, 'aws4_request'];
  const headers = { host, 'x-amz-date': now };
  const token = credentials.sessionToken;
  if (token) headers['x-amz-security-token'] = token;
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    pathname.split('/').map(encoded).join('/'),
    query(searchParams),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ];
  const text = ['AWS4-HMAC-SHA256', now, scope.join('/')];
  text.push(sha256(canonical.join('\n')));
  const key = scope.reduce(hmac, `AWS4${credentials.secretAccessKey}`);
  const parts = [
    `Credential=${credentials.accessKeyId}/${scope.join('/')}`,
    `SignedHeaders=${names.join(';')}`,
    `Signature=${hmac(key, text.join('\n')).toString('hex')}`,
  ];
  const { host: _, ...sent } = headers;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 ${parts.join(', ')}` };
}

function query(parameters) {
  return [...parameters]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

/** Text as a signature has it. */
function encoded(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

module.exports = { answers, keyOf, request };
