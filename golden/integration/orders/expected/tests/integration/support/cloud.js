'use strict';

/** The cloud, through its SDK: bounded waiting, plain answers, errors that say what failed. */

const { spawnSync } = require('node:child_process');
const { STATUS_CODES } = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');

const { CLIENTS } = require('./clients');

/** A list of more pages than these is not read to its end. */
const MOST_PAGES = 50;
/** More than this of an error's text is not shown. */
const LONGEST = 300;
/** For how long credentials are looked for. */
const PATIENCE = 20_000;
const GLOBAL = 'us-east-1';
/** Services whose clients speak HTTP/2. */
const HTTP2 = ['kinesis'];
const ARN = /^arn:[a-z-]+:([a-z0-9-]+):([a-z0-9-]+):\S+$/;
/** What the SDK says before errors of the network where a runner has its own classes. */
const WRAPPER = /^AWS SDK error wrapper for (\w*Error: )?/;
const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
];

/** That a call fails: access denied, throttled, not reached. */
class CloudError extends Error {
  /** `codes` are the service's own words for it. */
  constructor(message, codes = []) {
    super(message);
    this.codes = codes;
  }

  /** The same error with the name of a place in front of it. */
  within(place) {
    return new CloudError(`${place}: ${this.message}`, this.codes);
  }
}

/** What credentials and region of the environment lead to. */
class Cloud {
  #region;
  #known = null;
  #clients = new Map();
  #account = null;

  /** `region` counts where the environment names none. */
  constructor(region) {
    this.#region = region;
  }

  /** Why these services cannot be asked, or null. Does not wait for longer than some seconds. */
  lackOf(services) {
    const packages = services.map((service) => CLIENTS[service][0]);
    const absent = [
      ...new Set(packages.filter((name) => !location(name))),
    ].sort();
    if (absent.length > 0) {
      const names = absent.join(' ');
      return `no ${absent[0]}: npm install --save-dev ${names}`;
    }
    if (services.length === 0) return null;
    const { reason } = this.#environment(services[0]);
    if (reason) return reason;
    return this.region ? null : 'no region: AWS_REGION names one';
  }

  /** The region, once `lackOf` was asked. */
  get region() {
    return named() || this.#known?.region || this.#region;
  }

  /** What ARNs begin with in this region. */
  get partition() {
    const found = PARTITIONS.find(([start]) => this.region.startsWith(start));
    return found ? found[1] : 'aws';
  }

  /** The account of the credentials. */
  async account() {
    this.#account ??= (await this.call('sts', 'GetCallerIdentity', {})).Account;
    return this.#account;
  }

  /** The credentials as they are now; a client of any service finds them. */
  async credentials(service) {
    return this.#client(service, {}, '').config.credentials();
  }

  /** The answer to one call as plain data, in `region` or the usual one; or a CloudError. */
  async call(service, operation, inputs, region = '') {
    return plain(await this.send(service, operation, inputs, region));
  }

  /** The same as the SDK gives it. */
  async send(service, operation, inputs, region = '') {
    const client = this.#client(service, inputs, region);
    const Command = sdk(service)[`${operation}Command`];
    return attempt(operation, () => client.send(new Command(inputs)));
  }

  /** The answers to a call, page by page. */
  async *pages(service, operation, inputs, region = '') {
    const paginate = sdk(service)[`paginate${operation}`];
    if (!paginate) {
      yield* this.#followed(service, operation, inputs, region);
      return;
    }
    const client = this.#client(service, inputs, region);
    const found = paginate({ client }, inputs);
    for (let count = 0; count < MOST_PAGES; count += 1) {
      const { done, value } = await attempt(operation, () => found.next());
      if (done) return;
      yield plain(value);
    }
  }

  /** The same for calls that the SDK reads no pages of, as long as there is a next one. */
  async *#followed(service, operation, inputs, region) {
    let next = {};
    for (let count = 0; next && count < MOST_PAGES; count += 1) {
      const all = { ...inputs, ...next };
      const answer = await this.call(service, operation, all, region);
      yield answer;
      next = following(answer);
    }
  }

  /** Ends all connections. */
  close() {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  /** What the environment gives: a region, or a reason why nothing can be asked. */
  #environment(service) {
    this.#known ??= surroundings(service);
    return this.#known;
  }

  #client(service, inputs, own) {
    const region = regionOf(service, inputs) || own || this.region;
    const key = `${service} ${region}`;
    if (!this.#clients.has(key)) {
      const Client = sdk(service)[CLIENTS[service][1]];
      this.#clients.set(key, new Client({ ...settings(service), region }));
    }
    return this.#clients.get(key);
  }
}

/** Where a package is, or null. */
function location(name) {
  try {
    return require.resolve(name);
  } catch {
    return null;
  }
}

function sdk(service) {
  return require(CLIENTS[service][0]);
}

/** The region that the environment names. */
function named() {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || '';
}

/** What a process of its own says of credentials and region: tests are chosen by that. */
function surroundings(service) {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (key && secret && named() && !process.env.AWS_PROFILE) return {};
  const [name, client] = CLIENTS[service];
  const script = path.join(__dirname, 'credentials.js');
  const done = spawnSync(process.execPath, [script, location(name), client], {
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  if (done.status === 0) return JSON.parse(done.stdout);
  return { reason: 'no credentials for the cloud' };
}

/** Where the next page begins, which a call takes by the name that the answer has for it. */
function following(answer) {
  const names = ['NextToken', 'nextToken', 'position'];
  const name = names.find((each) => answer?.[each]);
  return name ? { [name]: answer[name] } : null;
}

/** What a client is made with: nothing is waited for without an end. */
function settings(service) {
  const variables = Object.keys(process.env);
  const elsewhere = variables.some((name) =>
    name.startsWith('AWS_ENDPOINT_URL'),
  );
  const waiting = {
    connectionTimeout: 5_000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
  };
  const s3 = { followRegionRedirects: true, forcePathStyle: elsewhere };
  const sqs = { useQueueUrlAsEndpoint: !elsewhere };
  return {
    maxAttempts: 3,
    requestHandler:
      elsewhere && HTTP2.includes(service)
        ? handler(service, waiting)
        : waiting,
    disableHostPrefix: elsewhere,
    ...{ s3, sqs }[service],
  };
}

/** A handler for HTTP/1.1, where HTTP/2 may not be understood. */
function handler(service, waiting) {
  const own = createRequire(require.resolve(CLIENTS[service][0]));
  const { NodeHttpHandler } = own('@smithy/node-http-handler');
  return new NodeHttpHandler(waiting);
}

/** The region that an input says: that of an ARN, or of what CloudFront uses. */
function regionOf(service, inputs) {
  if (inputs.Scope === 'CLOUDFRONT') return GLOBAL;
  for (const value of Object.values(inputs)) {
    const match = typeof value === 'string' ? ARN.exec(value) : null;
    if (match && match[1] === service) return match[2];
  }
  return '';
}

/** An answer as plain data: times, bytes and streams are texts. */
async function plain(answer) {
  if (answer === null || answer === undefined) return null;
  if (answer instanceof Date) return timeOf(answer);
  if (ArrayBuffer.isView(answer)) return Buffer.from(answer).toString('utf8');
  if (typeof answer.transformToString === 'function') {
    return answer.transformToString();
  }
  if (Array.isArray(answer)) return Promise.all(answer.map(plain));
  if (typeof answer !== 'object') return answer;
  const members = Object.entries(answer)
    .filter(([name, item]) => name !== '$metadata' && item !== undefined)
    .map(async ([name, item]) => [name, await plain(item)]);
  return Object.fromEntries(await Promise.all(members));
}

/** A time without parts of seconds: `2024-01-31T12:00:00Z`. */
function timeOf(date) {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

async function attempt(operation, call) {
  try {
    return await call();
  } catch (error) {
    const { name, Code, code, Error: inner, $metadata: about } = error;
    const codes = [name, Code, code, inner?.Code, about?.httpStatusCode];
    const known = codes.filter((word) => word !== undefined).map(String);
    throw new CloudError(`${operation} failed: ${saying(error)}`, known);
  }
}

/** What an error says; one that the service does not explain has a status only. */
function saying({ name, message, code, $metadata: about }) {
  const status = about?.httpStatusCode;
  const isUnknown = name.startsWith('Unknown') && status !== undefined;
  if (isUnknown) return `${status}: ${STATUS_CODES[status]}`;
  const whole = (message || code || '').replace(WRAPPER, '');
  const said = whole.trim().split(/\s+/).join(' ').slice(0, LONGEST);
  return name === 'Error' ? said : `${name}: ${said}`;
}

module.exports = { Cloud, CloudError };
