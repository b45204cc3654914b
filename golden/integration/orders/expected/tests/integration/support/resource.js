'use strict';

/** A deployed resource, and what is asked about it. */

const { CloudError } = require('./cloud');
const { choose, read, textOf } = require('./found');
const { shown } = require('./messages');
const { compare } = require('./rows');

/**
 * A question: an operation of a service and what it is given.
 *
 * `result` is the path to what was asked for. Where that is a list, the one element counts whose
 * members are as `where` says. `missing` are error codes that say that it is not there; so does a
 * result that is empty.
 */
function ask(service, operation, inputs, options = {}) {
  const { result = '', where = {}, missing = [] } = options;
  return { service, operation, inputs, result, where, missing };
}

/** A deployed resource; what it checks are plain objects, which say what they need. */
class Resource {
  #deployment;
  #answers = new Map();
  #codes = new Map();

  constructor(deployment, address, questions, region) {
    this.#deployment = deployment;
    this.address = address;
    this.region = region;
    this.questions = questions;
    [this.first] = Object.keys(questions);
  }

  /** That it is there; `active` are paths, and the values that say it works. */
  checkExists(active = {}) {
    const run = async () => {
      const answer = await this.#there();
      for (const [path, wanted] of Object.entries(active)) {
        const value = read(answer, path);
        if (wanted.includes(textOf(value))) continue;
        const words = wanted.map(shown).join(' or ');
        this.fail(`${path}: expected ${words}, found ${shown(value)}`);
      }
    };
    return { asks: [[this.address, this.first]], run };
  }

  /** That every attribute is as declared; all that differ are named at once. */
  check(...rows) {
    const run = async () => {
      const lines = [];
      for (const row of rows) lines.push(...(await this.#lines(row)));
      if (lines.length > 0) {
        throw new Error(
          lines.map((line) => `${this.address}: ${line}`).join('\n'),
        );
      }
    };
    const asks = rows.map((row) => [this.address, row.ask || this.first]);
    return { asks, values: rows.map((row) => row.declared), run };
  }

  /** That it does something: `run` is given the arguments with the terms in them replaced. */
  checkThat(services, values, run) {
    return {
      services,
      values,
      run: async () => run(this, await this.#resolve(values)),
    };
  }

  /** What a question finds at a path, for others to compare with. */
  async found(name, path) {
    const value = read(await this.#foundBy(name), path);
    if (value === null) {
      const { operation } = this.questions[name];
      this.fail(`${path || 'an answer'} is not there (${operation})`);
    }
    return value;
  }

  /** The answer to one call; a CloudError names the resource and what failed. */
  async call(service, operation, inputs) {
    return this.#named(() =>
      this.cloud.call(service, operation, inputs, this.region),
    );
  }

  /** The elements of a list in the answer, of all its pages. */
  async list(service, operation, inputs, member) {
    return this.#named(async () => {
      const whole = [];
      for await (const page of this.#pages(service, operation, inputs)) {
        whole.push(...(page[member] ?? []));
      }
      return whole;
    });
  }

  /** The same as the SDK gives it. */
  async send(service, operation, inputs) {
    return this.#named(() =>
      this.cloud.send(service, operation, inputs, this.region),
    );
  }

  /** The cloud that it is in. */
  get cloud() {
    return this.#deployment.cloud;
  }

  /** Fails the test with the resource's name in front of the message. */
  fail(message) {
    throw new Error(`${this.address}: ${message}`);
  }

  async #lines(row) {
    const answer = await this.#foundBy(row.ask);
    return compare(row, await this.#resolve(row.declared), answer);
  }

  /** The answer to a question; the first one has to have one. */
  #foundBy(name) {
    const isFirst = name === '' || name === this.first;
    return isFirst ? this.#there() : this.#answer(name);
  }

  /** What the first question finds, which has to be something. */
  async #there() {
    const answer = await this.#answer(this.first);
    if (answer !== null) return answer;
    const said = [
      this.questions[this.first].operation,
      this.#codes.get(this.first),
    ];
    const words = said.filter(Boolean).join(': ');
    throw new Error(`${this.address} is not there (${words})`);
  }

  /** What a question finds; it is asked once. */
  #answer(name) {
    if (!this.#answers.has(name)) {
      this.#answers.set(name, this.#asked(name, this.questions[name]));
    }
    return this.#answers.get(name);
  }

  async #asked(name, question) {
    const inputs = await this.#resolve(question.inputs);
    const where = await this.#resolve(question.where);
    try {
      return await this.#named(() => this.#result(question, inputs, where));
    } catch (error) {
      const code = question.missing.find((word) => error.codes?.includes(word));
      if (code === undefined) throw error;
      this.#codes.set(name, code);
      return null;
    }
  }

  async #result({ service, operation, result }, inputs, where) {
    if (result === '') {
      return this.cloud.call(service, operation, inputs, this.region);
    }
    const whole = [];
    for await (const page of this.#pages(service, operation, inputs)) {
      const value = read(page, result);
      if (value === null) continue;
      if (!Array.isArray(value)) return isEmpty(value) ? null : value;
      if (Object.keys(where).length === 0) {
        whole.push(...value);
      } else {
        const chosen = choose(value, where);
        if (chosen !== null) return chosen;
      }
    }
    return isEmpty(whole) ? null : whole;
  }

  #pages(service, operation, inputs) {
    return this.cloud.pages(service, operation, inputs, this.region);
  }

  #resolve(value) {
    return this.#deployment.resolve(value, this.region);
  }

  async #named(call) {
    try {
      return await call();
    } catch (error) {
      throw error instanceof CloudError ? error.within(this.address) : error;
    }
  }
}

function isEmpty(value) {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

module.exports = { Resource, ask };
