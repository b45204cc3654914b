'use strict';

/** What is deployed: resources that outputs lead to, and tests that are skipped with a reason. */

const { CLIENTS } = require('./clients');
const { Cloud, CloudError } = require('./cloud');
const { described, fits } = require('./forms');
const { textOf } = require('./found');
const { STRICT, WRITES, WRITES_ARE_OFF, isSet } = require('./lacking');
const { isSecret, shown } = require('./messages');
const { Outputs } = require('./outputs');
const { Resource } = require('./resource');
const { Found, Joined, Output, Surrounding, isTerm } = require('./terms');
const { picked, termsIn } = require('./terms');

/** A service that is asked, whichever: all find the same credentials and region. */
const [ANY] = Object.keys(CLIENTS);
/** For how long a test may ask, and try something. */
const PATIENCE = 120_000;
const PATIENCE_WITH_WRITES = 300_000;

/**
 * What the outputs in a file lead to. The file is named from the folder of the tests; `region`
 * counts where the environment names none; `test` and `afterAll` are the runner's.
 */
function deployment({ test, afterAll, outputs, region = '' }) {
  return new Deployment(
    test,
    afterAll,
    new Outputs(outputs),
    new Cloud(region),
  );
}

class Deployment {
  #test;
  #outputs;
  #resources = new Map();
  #checks = 0;
  #said = new Set();

  constructor(test, afterAll, outputs, cloud) {
    this.#test = test;
    this.#outputs = outputs;
    this.cloud = cloud;
    /** A test. The function says what is checked; it is called at once, to see what that needs. */
    this.it = (title, check) => this.#choose(title, check());
    /** A test that writes something for a moment, and takes it away again. */
    this.it.writes = (title, check) => this.#choose(title, check(), true);
    if (isSet(STRICT)) this.#requireChecks();
    afterAll(() => cloud.close());
  }

  /** A resource; the first question says whether it is there. `region` is one of its own. */
  resource(address, questions, { region = '' } = {}) {
    const resource = new Resource(this, address, questions, region);
    this.#resources.set(address, resource);
    return resource;
  }

  /** That an output is there and of a form. */
  checkOutput(key, form, detail = '') {
    const outputs = this.#outputs;
    const run = async () => {
      if (!outputs.has(key)) {
        throw new Error(`output ${key} is not in ${outputs.name}`);
      }
      const wanted = await this.resolve(detail);
      const text = outputs.text(key);
      if (fits(form, wanted, text)) return;
      const value = isSecret(key) ? 'another value' : shown(text);
      const words = described(form, wanted);
      throw new Error(`output ${key}: expected ${words}, found ${value}`);
    };
    return { values: detail, run };
  }

  /** A value with the terms in it replaced by what they are in this deployment. */
  async resolve(value, region = '') {
    if (isTerm(value)) return this.#term(value, region);
    if (Array.isArray(value)) {
      return Promise.all(value.map((item) => this.resolve(item, region)));
    }
    if (value === null || typeof value !== 'object') return value;
    const members = Object.entries(value).map(async ([key, item]) => [
      key,
      await this.resolve(item, region),
    ]);
    return Object.fromEntries(await Promise.all(members));
  }

  async #term(term, region) {
    if (term instanceof Output) {
      const { key, path, picks } = term;
      return picked(this.#outputs.value(key, path), picks);
    }
    if (term instanceof Found) {
      const resource = this.#resources.get(term.address);
      return picked(await resource.found(term.ask, term.path), term.picks);
    }
    if (term instanceof Joined) {
      const parts = await this.resolve(term.parts, region);
      return picked(parts.map(textOf).join(''), term.picks);
    }
    if (term.name === 'account') return this.cloud.account();
    return (term.name === 'region' && region) || this.cloud[term.name];
  }

  #choose(title, check, writes = false) {
    const off = writes && !isSet(WRITES) ? WRITES_ARE_OFF : check.off;
    const isOff = Boolean(off);
    const reason = isOff ? off : this.#lack(check);
    if (reason !== null && (isOff || !isSet(STRICT))) {
      if (!isOff) this.#say(reason);
      this.#test.skip(`${title} [skipped: ${reason}]`, () => {});
      return;
    }
    this.#checks += 1;
    const refuse = async () => {
      throw new Error(reason);
    };
    const run = reason === null ? check.run : refuse;
    const patience = writes ? PATIENCE_WITH_WRITES : PATIENCE;
    this.#test(title, () => plainly(run), patience);
  }

  /** Why something is skipped, once: where all tests are, runners show no titles. */
  #say(reason) {
    if (!this.#said.has(reason)) process.stderr.write(`skipped: ${reason}\n`);
    this.#said.add(reason);
  }

  /** Why a check cannot be made, or null. */
  #lack(check) {
    if (this.#outputs.lack) return this.#outputs.lack;
    const { outputs, services } = this.#needs(check);
    for (const term of outputs) {
      const lack = this.#outputs.lackOf(term);
      if (lack) return lack;
    }
    return this.cloud.lackOf([...services]);
  }

  /** The outputs and services that a check needs, also through other resources. */
  #needs({ asks = [], values = [], services = [] }) {
    const needs = { outputs: [], services: new Set(services) };
    const seen = new Set();
    const follow = (address, name) => {
      if (seen.has(`${address} ${name}`)) return;
      seen.add(`${address} ${name}`);
      const question = this.#resources.get(address).questions[name];
      needs.services.add(question.service);
      visit([question.inputs, question.where]);
    };
    const surround = ({ name }) => {
      if (name === 'account') needs.services.add('sts');
      else if (needs.services.size === 0) needs.services.add(ANY);
    };
    const visit = (value) => {
      for (const term of termsIn(value)) {
        if (term instanceof Output) needs.outputs.push(term);
        if (term instanceof Found) follow(term.address, term.ask);
        if (term instanceof Surrounding) surround(term);
      }
    };
    for (const [address, name] of asks) follow(address, name);
    visit(values);
    return needs;
  }

  /** Where a deployment is required, a run that checks nothing fails. */
  #requireChecks() {
    this.#test('something is checked', () => {
      if (this.#checks === 0) throw new Error('nothing was checked');
    });
  }
}

/** Runs a check; what it says of a failure is shown without lines of this library. */
async function plainly(run) {
  try {
    await run();
  } catch (error) {
    const isMeant = error instanceof CloudError || error.constructor === Error;
    if (isMeant) error.stack = error.stack.split(/\n {4}at /)[0];
    throw error;
  }
}

/** A way through several resources, hop by hop. */
function flow(...hops) {
  const run = async () => {
    for (const each of hops) await each.run();
  };
  return {
    asks: hops.flatMap(({ asks = [] }) => asks),
    values: hops.map(({ values = [] }) => values),
    services: hops.flatMap(({ services = [] }) => services),
    run,
  };
}

/** A step of a longer way: what fails in it is named after it. */
function hop(title, check) {
  const run = async () => {
    try {
      await check.run();
    } catch (error) {
      const place = `hop ${title}`;
      if (error instanceof CloudError) throw error.within(place);
      throw new Error(`${place}: ${error.message}`);
    }
  };
  return { ...check, run };
}

module.exports = { deployment, flow, hop };
