'use strict';

/** A function as it is deployed: its code, its environment, and what it is wired to. */

const { randomUUID } = require('crypto');
const path = require('path');

const { assembled } = require('./assembling');
const { guarded } = require('./crashes');
const { runtimeVariables, surround } = require('./environment');
const { absence, loadAnew, loaded, requireFrom } = require('./modules');
const { Outcome } = require('./outcome');
const { isOfClient, mock } = require('./sdk');
const { Session, within } = require('./session');
const { signatureFor } = require('./signing');
const { resolved, signatureIn } = require('./terms');

const SUITE = path.resolve(__dirname, '..');
/** Seconds that a test waits at most. */
const PATIENCE = 20;

/** What goes without saying. */
const USUAL = {
  environment: {},
  clients: [],
  resources: {},
  values: {},
  payload: '1.0',
  region: 'us-east-1',
  timeout: 3,
  memory: 128,
};

/**
 * A function to call. `folder` has its code (as seen from the tests' folder), `entry` is the file in it with the
 * `handler`. `clients` are the packages of the SDK that its code has. `resources` are what it is wired to: the names
 * that mean each; `values` those of secrets and parameters among them. A package that is put together has `files` of
 * the project and `texts` by their paths in it. With the `payload` format 2.0, a plain value is a response, too.
 */
const lambda = (given) => new Lambda(given);

class Lambda {
  constructor(given) {
    const { title, folder, files, texts, entry } = given;
    Object.assign(this, USUAL, { name: title.split(' ').at(-1) }, given);
    this.folder = files || texts ? assembled(files, texts) : path.resolve(SUITE, folder);
    this.file = path.join(this.folder, entry);
  }

  /**
   * What becomes of an event. The function's modules are loaded anew, in its environment.
   *
   * `answers` and `failing` say what becomes of its calls, `without` names variables that are not set, `environment`
   * has others that are. With `anywhere`, it may write to what it is not wired to. With `warm`, the handler has taken
   * the same event before in this process: what counts is the second call.
   */
  async call(event, options = {}) {
    const instant = Date.now();
    const run = (plain) =>
      this.#alone(options, instant, async (handler, session) => {
        if (options.warm) {
          await this.#invoke(handler, plain);
          session.startAnew();
        }
        return this.#invoke(handler, plain);
      });
    if (!signatureIn(event)) return run(resolved(event, instant));
    const signed = await signatureFor(event, instant, run);
    return run(resolved(event, instant, signed));
  }

  /** That the handler is there, in the environment that is declared. */
  async loads(options) {
    (await this.load(options)).loaded();
  }

  /** What becomes of loading the handler's module. */
  async load(options = {}) {
    return this.#alone(options, Date.now(), () => null);
  }

  /** Loads the handler, and gives it to `work`. */
  #alone(options, instant, work) {
    const result = last.then(() => this.#run(options, instant, work));
    last = result.catch(() => undefined);
    return result;
  }

  async #run(options, instant, work) {
    const session = new Session(options, this, instant);
    const outcome = { calls: session.calls, printed: [], anywhere: options.anywhere };
    this.#prepare();
    const restore = surround({
      folder: this.folder,
      environment: this.#environment(options),
      lines: outcome.printed,
    });
    try {
      const all = async () => work(await this.#load(), session);
      outcome.result = await within(session, () => guarded(all));
    } catch (error) {
      outcome.error = error ?? new Error(String(error));
    } finally {
      restore();
    }
    this.#check(outcome.error);
    return new Outcome(this, outcome);
  }

  /** Sees to it that clients of the SDK send nothing. */
  #prepare() {
    try {
      mock(this.clients, requireFrom(this.file));
    } catch (error) {
      throw asAbsence(error, this.file) ?? error;
    }
  }

  /** Throws what is no outcome, but a fault in how things are set up. */
  #check(error) {
    const absent = asAbsence(error, this.file);
    if (absent) throw absent;
    const unknown = loaded().find(isOfClient);
    if (unknown) {
      const name = `@aws-sdk/${unknown.split(/[/\\]/).at(-3)}`;
      throw fault(`${this.title} uses ${name}, which is not among its clients in this file`);
    }
  }

  async #load() {
    const exported = await loadAnew(this.file);
    const found = this.handler.split('.').reduce((value, name) => value?.[name], exported);
    const handler = found ?? exported?.default?.[this.handler];
    if (typeof handler === 'function') return handler;
    const names = Object.keys(exported ?? {}).join(', ') || 'nothing';
    const file = path.relative(this.folder, this.file);
    throw new Error(`${file} exports no function ${this.handler}; it exports ${names}`);
  }

  #environment({ without = [], environment = {} }) {
    const handler = `${path.parse(this.file).name}.${this.handler}`;
    const all = {
      ...runtimeVariables({ ...this, handler }),
      ...this.environment,
      ...environment,
    };
    for (const name of without) delete all[name];
    return all;
  }

  /** Calls the handler as the service does; the result is what JSON leaves of it. */
  async #invoke(handler, event) {
    const result = await inTime(this.timeout, (deadline) => {
      const copy = JSON.parse(JSON.stringify(event ?? null));
      return called(handler, copy, (done) => this.#context(deadline, done));
    });
    return result === undefined ? null : JSON.parse(JSON.stringify(result));
  }

  #context(deadline, done) {
    const id = randomUUID();
    const { name } = this;
    const arn = `arn:aws:lambda:${this.region}:123456789012:function:${name}`;
    return {
      awsRequestId: id,
      callbackWaitsForEmptyEventLoop: true,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: '2026/01/01/[$LATEST]0123456789abcdef',
      memoryLimitInMB: String(this.memory),
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      done,
      fail: (error) => done(error ?? new Error('failed')),
      succeed: (value) => done(null, value),
    };
  }
}

/** Calls follow each other: what they change is the process's. */
let last = Promise.resolve();

/** An error of which the place in here says nothing. */
function fault(message) {
  return Object.assign(new Error(message), { stack: `Error: ${message}` });
}

function asAbsence(error, file) {
  const message = absence(error, file);
  return message && fault(message);
}

/** A handler gives a promise, or calls back. */
function called(handler, event, contextFor) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error ? reject(error) : resolve(value));
    const given = handler(event, contextFor(done), done);
    if (typeof given?.then === 'function') given.then(resolve, reject);
    else if (handler.length < 3) setImmediate(resolve, given);
  });
}

/** What `work` gives before the function's time is over. */
async function inTime(timeout, work) {
  const seconds = Math.min(timeout, PATIENCE);
  let timer;
  const end = new Promise((_, reject) => {
    const error = new Error(`Task timed out after ${timeout.toFixed(2)} seconds`);
    error.name = 'Sandbox.Timedout';
    timer = setTimeout(reject, seconds * 1000, error);
  });
  try {
    return await Promise.race([work(Date.now() + timeout * 1000), end]);
  } finally {
    clearTimeout(timer);
  }
}

module.exports = { lambda };
