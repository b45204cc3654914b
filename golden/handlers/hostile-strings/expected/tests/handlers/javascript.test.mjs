// Calls function javascript as its triggers do.
// @vitest-environment node
import { createRequire } from 'node:module';

import { describe, it } from 'vitest';

const require = createRequire(import.meta.url);
const { changed, json, lambda } = require('./support');

const javascript = lambda({
  title: 'function javascript',
  folder: '../../src/${js} & co',
  entry: 'odd.js',
  handler: 'handler',
  name: 'it-is-`-quoted',
  environment: {
    DOUBLE: 'she said "no"',
    SINGLE: "it's",
    TRIPLE: '""" and \'\'\'',
    BACK: '`rm -rf` and \\` and \\',
    SCRIPT: '${process.exit(1)} */ // # --> </script>',
    JINJA: '{{ 7 * 7 }} {% raw %} {# none #}',
    LINES: 'one\ntwo\r\nthree\ttabbed',
    UNICODE: 'Grüße, 你好, a\u2028b\u202eevil\u202c',
    ['__proto__']: 'kept',
  },
  payload: '2.0',
});

const request = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers: {
    accept: 'application/json',
    host: 'a1b2c3d4e5.lambda-url.us-east-1.on.aws',
    'user-agent': 'handler-tests',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    'content-type': 'application/json',
  },
  isBase64Encoded: false,
  requestContext: {
    accountId: 'anonymous',
    apiId: 'a1b2c3d4e5',
    domainName: 'a1b2c3d4e5.lambda-url.us-east-1.on.aws',
    domainPrefix: 'a1b2c3d4e5',
    http: {
      method: 'POST',
      path: '/',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'handler-tests',
    },
    requestId: '6f1a3c5e-0d2b-4c8f-9a7e-1b2c3d4e5f60',
    routeKey: '$default',
    stage: '$default',
    time: '01/Jan/2024:00:00:00 +0000',
    timeEpoch: 1704067200000,
  },
  body: json({
    'it\'s "odd" ${key} */': 'she said "no"',
    '{{ 7 * 7 }}\n': '7-7-1',
  }),
};

describe('loading', () => {
  it('loads in its declared environment', () => javascript.loads());
});

describe('requests', () => {
  it('takes a valid POST /', async () => {
    const outcome = await javascript.call(request);
    outcome.responds(200);
    outcome.writesNothing();
  });

  it('refuses a POST / without body', async () => {
    const outcome = await javascript.call(changed(request, {}, ['body']));
    outcome.responds(400);
    outcome.writesNothing();
  });

  it('refuses a POST / with a body that is not JSON', async () => {
    const outcome = await javascript.call(
      changed(request, { body: '{"unfinished": ' }),
    );
    outcome.responds(400);
    outcome.writesNothing();
  });

  it('refuses a POST / without it\'s "odd" ${key} */', async () => {
    const outcome = await javascript.call(
      changed(request, { body: json({ '{{ 7 * 7 }}\n': '7-7-1' }) }),
    );
    outcome.responds(400);
    outcome.writesNothing();
  });

  it('refuses a POST / with an unknown value as it\'s "odd" ${key} */', async () => {
    const outcome = await javascript.call(
      changed(request, {
        body: json({
          'it\'s "odd" ${key} */': 'unknown',
          '{{ 7 * 7 }}\n': '7-7-1',
        }),
      }),
    );
    outcome.responds(400);
    outcome.writesNothing();
  });

  it('refuses a POST / without {{ 7 * 7 }}', async () => {
    const outcome = await javascript.call(
      changed(request, {
        body: json({ 'it\'s "odd" ${key} */': 'she said "no"' }),
      }),
    );
    outcome.responds(422);
    outcome.writesNothing();
  });

  it('refuses a POST / with a number instead of a text as {{ 7 * 7 }}', async () => {
    const outcome = await javascript.call(
      changed(request, {
        body: json({
          'it\'s "odd" ${key} */': 'she said "no"',
          '{{ 7 * 7 }}\n': 42,
        }),
      }),
    );
    outcome.responds(422);
    outcome.writesNothing();
  });

  it('refuses a POST / whose body is a list', async () => {
    const outcome = await javascript.call(changed(request, { body: json([]) }));
    outcome.responds(400);
    outcome.writesNothing();
  });
});
