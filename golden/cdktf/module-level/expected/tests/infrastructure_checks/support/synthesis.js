'use strict';

/** A program as it is synthesised with chosen values: what tests ask about it. */

const { omitted, stepsOf } = require('./data');
const { unresolved } = require('./elements');
const { run } = require('./program');
const { BINARY, faultsIn } = require('./validation');

/** Milliseconds that a runner lets the first test of a synthesis take. */
const TIMEOUT = 180_000;

/**
 * What the program that `load` imports synthesises, or the stack that `create` makes of what it exports.
 *
 * It runs once, when the first test asks; every question of every test is answered from that run. If the program fails,
 * each question but `failure` throws that.
 */
function synthesis(settings) {
  const app = new Synthesis(settings);
  globalThis.beforeAll?.(() => app.failure().then(() => undefined), TIMEOUT);
  if (BINARY) globalThis.it?.(`is accepted by ${BINARY}`, () => accepted(app, settings), TIMEOUT);
  return app;
}

/** Checks what is synthesised with Terraform itself, unless the program is refused. */
async function accepted(app, settings) {
  if (await app.failure()) return;
  const faults = [];
  await run(settings, (folder) => faults.push(...faultsIn(folder)));
  if (faults.length) throw new Error(faults.join('\n'));
}

class Synthesis {
  #settings;
  #run;

  constructor(settings) {
    this.#settings = settings;
  }

  #stacks() {
    this.#run ??= run(this.#settings);
    return this.#run;
  }

  async #blocks() {
    return (await this.#stacks()).flatMap(({ blocks }) => blocks);
  }

  async #find(type, path) {
    const all = (await this.#blocks()).filter((block) => block.type === type);
    const found = all.filter((block) => block.path === path);
    if (found.length === 1) return found[0];
    const there = all.map((block) => block.path).sort().join(', ');
    throw new Error(
      found.length
        ? `${found.length} blocks of type ${type} are of ${path}`
        : `no ${type} is at ${path}; there is ${there || 'none of that type'}`,
    );
  }

  /** The construct paths of all elements by type, sorted; `without` are types that are left out. */
  async inventory({ without = [] } = {}) {
    const blocks = (await this.#blocks()).filter(({ type }) => type !== 'output');
    const types = [...new Set(blocks.map(({ type }) => type))].filter((type) => !without.includes(type));
    const paths = (type) => blocks.filter((block) => block.type === type).map(({ path }) => path);
    return Object.fromEntries(types.sort().map((type) => [type, paths(type).sort()]));
  }

  /** The block of an element; `without` are paths (`a.0.b`) that are left out. */
  async configuration(type, path, { without = [] } = {}) {
    const { body } = await this.#find(type, path);
    return without.reduce((rest, way) => omitted(rest, stepsOf(way)), body);
  }

  /** How expressions call an element, by the id that it has in Terraform. */
  async address(type, path) {
    return (await this.#find(type, path)).address;
  }

  /** The blocks of all outputs by name; where there are several stacks, the path of its stack stands before a name. */
  async outputs() {
    const stacks = await this.#stacks();
    const named = (stack, { id }) => (stacks.length > 1 ? `${stack.path}/${id}` : id);
    return Object.fromEntries(
      stacks.flatMap((stack) =>
        stack.blocks
          .filter(({ type }) => type === 'output')
          .map((block) => [named(stack, block), block.body]),
      ),
    );
  }

  /** One of these. */
  async output(name) {
    const all = await this.outputs();
    if (!Object.hasOwn(all, name))
      throw new Error(`there is no output ${name}; there is ${Object.keys(all).sort().join(', ') || 'none'}`);
    return all[name];
  }

  /** The paths of all stacks, sorted. */
  async stacks() {
    return (await this.#stacks()).map(({ path }) => path).sort();
  }

  /** What still has a token in it that should have become a value or an expression. */
  async unresolved() {
    return (await this.#stacks()).flatMap(unresolved);
  }

  /** Resources, data sources and providers of all stacks as JSON, as the library's own matchers take them. */
  async synthesised() {
    const found = { resource: {}, data: {}, provider: {} };
    for (const { kind, type, path, body } of await this.#blocks())
      if (kind in found) (found[kind][type.replace(`${kind}.`, '')] ??= {})[path] = body;
    return JSON.stringify(found);
  }

  /** Why nothing is synthesised; empty if the program gets to its end. */
  async failure() {
    try {
      await this.#stacks();
      return '';
    } catch (error) {
      return error.message;
    }
  }
}

module.exports = { Synthesis, synthesis };
