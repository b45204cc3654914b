'use strict';

/** What became of a call, and what must come of it. */

const path = require('path');

const { differences } = require('./comparing');
const HOME = require('./home');
const { isObject, shown } = require('./plain');
const { isOneOf, isWrite, targets } = require('./writes');

/** What is called where, as it is said in messages. */
const spoken = (call) => {
  const place = targets(call).join(', ');
  const error = call.error ? `: ${call.error}` : '';
  return `${call.service} ${call.operation}${place && ` (${place})`}${error}`;
};

const frames = (error) => String(error?.stack).match(/^ +at .*$/gm) ?? [];
const isSupport = (line) => line.includes(__dirname + path.sep);

/** Where an error comes from in the function's own code. */
const places = (error) =>
  frames(error)
    .filter((line) => !/node:|node_modules|<anonymous>/.test(line) && !isSupport(line))
    .slice(0, 3)
    .map((line) => line.replace(/^ +at /, '  in ').replace(HOME + path.sep, ''));

const sentence = (error) => `${error?.name ?? 'Error'}: ${error?.message ?? shown(error)}`;

/**
 * `result` is what the handler returned, as the service would send it on, `error` what left the handler instead (else
 * undefined), `calls` are `{ service, operation, input, error }` in order, `printed` are the lines of its log.
 *
 * Beside what it is asked, each method sees to it that the function wrote to nothing but what it is wired to.
 */
class Outcome {
  #lambda;
  #anywhere;

  constructor(lambda, { result, error, calls, printed, anywhere = false }) {
    this.#lambda = lambda;
    this.#anywhere = anywhere;
    Object.assign(this, { result, error, calls, printed });
  }

  /** A response that an API takes, with a status in this range. */
  responds(from = 100, to = from === 100 ? 599 : from) {
    this.#returned('a response');
    if (this.#isPlain() && from <= 200 && to >= 200) return this;
    const problem = problemOf(this.result, from, to);
    if (problem) this.#fail(`${problem} in ${shown(this.result)}`);
    return this;
  }

  /** Exactly this comes back. */
  returns(expected) {
    this.#returned('a result');
    this.#compare([['result', expected, this.result]]);
    return this;
  }

  /** Something comes back. */
  completes() {
    this.#returned('a result');
    return this;
  }

  /** Failed records are reported by their identifiers: these, or any that may be. */
  reports(failed) {
    this.#returned('a report of failed records');
    const { batchItemFailures: items } = this.result ?? {};
    const isReport =
      Array.isArray(items) &&
      items.every((item) => typeof item?.itemIdentifier === 'string');
    if (!isReport)
      this.#fail(
        `expected { batchItemFailures: [{ itemIdentifier }] }, found ${shown(this.result)}`,
      );
    const found = items.map((item) => item.itemIdentifier);
    if (failed) this.#compare([['failed records', [...failed].sort(), found.sort()]]);
    return this;
  }

  /** Failed records are reported, or an error leaves the handler: all of them are sent again. */
  reportsOrRaises(failed) {
    return this.error ? this.raises() : this.reports(failed);
  }

  /** An error leaves the handler, so that the event is sent again or kept elsewhere. */
  raises(name, message) {
    this.#stays();
    if (this.error === undefined)
      this.#fail(`expected ${name ?? 'an error'}, but it returned ${shown(this.result)}`);
    const pairs = [];
    if (name) pairs.push(['name of the error', name, this.error?.name]);
    if (message !== undefined)
      pairs.push(['message of the error', message, this.error?.message]);
    this.#compare(pairs);
    return this;
  }

  /** At least one such call is made, on the resource of this title. */
  made(service, operation, title) {
    this.#stays();
    const names = title === undefined ? undefined : this.#names(title);
    const isMeant = (call) =>
      call.service === service &&
      call.operation === operation &&
      (!names || targets(call).some((each) => isOneOf(names, each)));
    if (!this.calls.some(isMeant))
      this.#fail(`expected a call of ${service} ${operation}${title ? ` on ${title}` : ''}`);
    return this;
  }

  /** Exactly these calls are made, in this order. */
  makes(...expected) {
    this.#stays();
    const words = (calls) =>
      calls.map(({ service, operation }) => `${service} ${operation}`);
    const known = new Map();
    const names = differences('calls', words(expected), words(this.calls));
    this.#report(
      names.length > 0
        ? names
        : expected.flatMap(({ service, operation, input }, at) =>
            differences(
              `${service} ${operation}`,
              input,
              this.calls[at].input,
              known,
            ),
          ),
    );
    return this;
  }

  /** No calls are made at all. */
  makesNoCalls() {
    if (this.calls.length > 0) this.#fail('expected that nothing is called');
    return this;
  }

  /** Nothing is written anywhere. */
  writesNothing() {
    const writes = this.calls.filter((call) => isWrite(call) && !call.error);
    if (writes.length > 0)
      this.#fail(`expected that nothing is written, but it called ${writes.map(spoken).join(', ')}`);
    return this;
  }

  /** The handler's module was loaded, and has the handler. */
  loaded() {
    if (this.error) this.#fail('it cannot be loaded');
  }

  /** Whether the result is the body of a response with status 200. */
  #isPlain() {
    const isResponse = isObject(this.result) && 'statusCode' in this.result;
    return this.#lambda.payload === '2.0' && !isResponse;
  }

  #returned(what) {
    this.#stays();
    if (this.error !== undefined) this.#fail(`expected ${what}, but it failed`);
  }

  /** That all writes go to what the function is wired to. */
  #stays() {
    if (this.#anywhere) return;
    const names = Object.values(this.#lambda.resources).flat();
    for (const call of this.calls.filter(isWrite)) {
      const foreign = targets(call).find((each) => !isOneOf(names, each));
      if (foreign !== undefined)
        this.#fail(
          `${call.service} ${call.operation} goes to ${foreign}, which the function is not wired to`,
        );
    }
  }

  #names(title) {
    const names = this.#lambda.resources[title];
    if (!names) throw new Error(`there is no ${title} among the resources of the function`);
    return names;
  }

  /** Compares pairs that share named shapes. */
  #compare(pairs) {
    const known = new Map();
    this.#report(
      pairs.flatMap(([place, expected, found]) => differences(place, expected, found, known)),
    );
  }

  #report(lines) {
    if (lines.length > 0) this.#fail(lines.join('\n'));
  }

  /** Fails the test, with all that a person needs to know of the call. */
  #fail(message) {
    const parts = [`${this.#lambda.title}: ${message}`];
    if (this.error) parts.push([`It failed: ${sentence(this.error)}`, ...places(this.error)].join('\n'));
    parts.push(`It called: ${this.calls.map(spoken).join(', ') || 'nothing'}`);
    if (this.printed.length > 0) parts.push(`It printed:\n${shortened(this.printed)}`);
    const failure = new Error(parts.join('\n\n'));
    // The place in the test, not in here.
    const others = frames(failure).filter((line) => !isSupport(line));
    failure.stack = [`Error: ${failure.message}`, ...others].join('\n');
    throw failure;
  }
}

const shortened = (lines) =>
  lines
    .slice(-10)
    .map((line) => `  ${line.slice(0, 500)}`)
    .join('\n');

const statuses = (from, to) => (from === to ? `status ${from}` : `a status from ${from} to ${to}`);

/** What is wrong with a response. */
function problemOf(response, from, to) {
  const { statusCode: status, headers, body } = response ?? {};
  if (!Number.isInteger(status)) return 'expected a whole number as statusCode';
  if (status < from || status > to) return `expected ${statuses(from, to)}, found ${status}`;
  if (body !== undefined && body !== null && typeof body !== 'string')
    return 'expected a text as body';
  const isText = (value) => ['string', 'number', 'boolean'].includes(typeof value);
  const isHeaders = isObject(headers ?? {}) && Object.values(headers ?? {}).every(isText);
  return isHeaders ? '' : 'expected texts as headers';
}

module.exports = { Outcome };
