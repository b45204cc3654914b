'use strict';

/** A program as it is deployed with chosen values, under mocks: what tests ask about it. */

const { omitted, stepsOf } = require('./data');
const { comparable } = require('./documents');
const { run } = require('./program');

/** Milliseconds that a runner lets the first test of a deployment take. */
const TIMEOUT = 180_000;

/**
 * A deployment of the program that `load` imports, or of the component that `create` makes of what it exports.
 *
 * It runs once, when the first test asks; every question of every test is answered from that run. If the program fails,
 * or something in it never ends, each question but `failure` throws that.
 */
function deployment(settings) {
  const stack = new Deployment(settings);
  const before = globalThis.beforeAll ?? globalThis.before;
  before?.(function start() {
    this?.timeout?.(TIMEOUT);
    return stack.failure().then(() => undefined);
  }, TIMEOUT);
  return stack;
}

class Deployment {
  #settings;
  #run;

  constructor(settings) {
    this.#settings = settings;
  }

  #result() {
    this.#run ??= run(this.#settings);
    return this.#run;
  }

  async #find(type, given) {
    const { registrations } = await this.#result();
    const { name, parent } = typeof given === 'string' ? { name: given } : given;
    const all = registrations.filter((each) => each.type === type);
    const found = all.filter(
      (each) =>
        each.name === name &&
        (parent === undefined || each.parent.split('::').at(-1) === parent),
    );
    if (found.length === 1 || (found.length && found.every(({ parent: of }) => of === found[0].parent)))
      return found[0];
    const names = all.map((each) => each.name).sort().join(', ');
    throw new Error(
      found.length
        ? `${found.length} resources of type ${type} are called ${name}: name the parent, too`
        : `no resource of type ${type} is called ${name}; there ${names ? `is ${names}` : 'is none of that type'}`,
    );
  }

  /** The names of all resources by type, sorted; `without` are types that are left out. */
  async inventory({ without = [] } = {}) {
    const { registrations } = await this.#result();
    const types = [...new Set(registrations.map(({ type }) => type))]
      .filter((type) => !without.includes(type))
      .sort();
    const names = (type) =>
      registrations.filter((each) => each.type === type).map(({ name }) => name).sort();
    return Object.fromEntries(types.map((type) => [type, names(type)]));
  }

  /** What a resource is given; `without` are paths (`a.0.b`) that are left out. */
  async inputs(type, name, { without = [] } = {}) {
    const { inputs } = await this.#find(type, name);
    return without.reduce((rest, path) => omitted(rest, stepsOf(path)), inputs);
  }

  /** What the mocks say of a resource at a path: `'arn'`, `'endpoints[0].address'`, or its steps one by one. */
  async output(type, name, ...path) {
    const { state } = await this.#find(type, name);
    const steps = path.length === 1 ? stepsOf(path[0]) : path;
    const value = steps.reduce((at, step) => at?.[step], state);
    if (value === undefined)
      throw new Error(
        `the mocks say nothing of ${steps.join('.')} of ${type} ${nameOf(name)}: put it into support/outputs.js`,
      );
    return value;
  }

  /** The id that an existing resource is looked up by, or that one is imported with. */
  async id(type, name) {
    const { given, id } = await this.#find(type, name);
    return comparable(given || id);
  }

  /** The name of a resource throughout the stack. */
  async urn(type, name) {
    return (await this.#find(type, name)).urn;
  }

  /** The resource options that are set; other resources in them are URNs. */
  async options(type, name) {
    return (await this.#find(type, name)).options;
  }

  /** The outputs of the program, or the properties of the component; secrets are marked so. */
  async exports() {
    return (await this.#result()).exports;
  }

  /** One of these. */
  async exported(name) {
    const all = await this.exports();
    if (!Object.hasOwn(all, name))
      throw new Error(`nothing is exported as ${name}; there is ${Object.keys(all).sort().join(', ') || 'nothing'}`);
    return all[name];
  }

  /** Outputs that the program looks into although the mocks say nothing of them: code behind them may not run. */
  async unanswered() {
    return (await this.#result()).unanswered;
  }

  /** Why the program does not get to its end; empty if it does. */
  async failure() {
    try {
      await this.#result();
      return '';
    } catch (error) {
      return error.message;
    }
  }

  /** One resource, to ask about without naming it each time. */
  resource(type, name) {
    const ask = (question) => (...given) => this[question](type, name, ...given);
    return {
      inputs: ask('inputs'),
      output: ask('output'),
      id: ask('id'),
      urn: ask('urn'),
      options: ask('options'),
    };
  }
}

const nameOf = (given) => (typeof given === 'string' ? given : given.name);

module.exports = { Deployment, deployment };
