'use strict';

/** The outputs of a deployment: one flat object of texts. */

const fs = require('node:fs');
const path = require('node:path');

const { memberOf } = require('./found');
const { OUTPUTS } = require('./lacking');

const SUITE = path.dirname(__dirname);

/** The outputs in a file, which is named from the folder of the tests. */
class Outputs {
  #values;

  constructor(file) {
    const named = process.env[OUTPUTS];
    this.file = path.resolve(named ? '' : SUITE, named || file);
    this.name = named || file.replaceAll('../', '');
    this.#values = fs.existsSync(this.file) ? this.#read() : null;
  }

  /** Why there are none, or null. */
  get lack() {
    if (this.#values !== null) return null;
    return `no outputs file: ${this.name} (${OUTPUTS} names another)`;
  }

  /** Whether there is an output of that name, maybe an empty one. */
  has(key) {
    return Object.hasOwn(this.#values, key);
  }

  /** The text of an output that is there. */
  text(key) {
    return this.#values[key];
  }

  /** Why an output that is needed cannot be had, or null. */
  lackOf({ key, path: way }) {
    if (this.lack) return this.lack;
    if (!this.has(key)) return `output ${key} is not in ${this.name}`;
    if (this.text(key).trim() === '') return `output ${key} is empty`;
    const value = this.value(key, way);
    const isThere = value !== null && value !== undefined && value !== '';
    return isThere ? null : `output ${key} has nothing at ${way.join('.')}`;
  }

  /** An output, or what is at a path of one that is JSON. */
  value(key, way) {
    if (way.length === 0) return this.text(key);
    return way.reduce(below, json(this.text(key)));
  }

  #read() {
    const text = fs.readFileSync(this.file, 'utf8').replace(/^\ufeff/, '');
    const values = json(text);
    if (
      values === null ||
      typeof values !== 'object' ||
      Array.isArray(values)
    ) {
      throw new Error(`${this.name} is no JSON object`);
    }
    if (Object.values(values).some(isWrapped)) {
      const said = 'it has values with their types, not one text an output';
      throw new Error(`${this.name} is not flat: ${said}`);
    }
    const flat = Object.entries(values).map(([key, value]) => [
      key,
      flatten(value),
    ]);
    return Object.fromEntries(flat);
  }
}

/** Whether a value is one with its type, as commands that print outputs have them. */
function isWrapped(value) {
  const has = (name) => memberOf(value, name) !== null;
  return has('value') && (has('type') || has('sensitive'));
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function flatten(value) {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function below(value, step) {
  if (value === null || typeof value !== 'object') return null;
  return Object.hasOwn(value, step) ? value[step] : null;
}

module.exports = { Outputs };
