'use strict';

/** What is only known once a test runs, and what is only known by its shape. */

const { createHash } = require('crypto');

const { isObject } = require('./plain');

/** The time of the call, plus `offset` seconds. */
class Now {
  constructor({ unit = 'seconds', offset = 0, text = true }) {
    Object.assign(this, { unit, offset, text });
  }

  at(instant) {
    const time = instant + this.offset * 1000;
    if (this.unit === 'iso') return new Date(time).toISOString();
    const number = this.unit === 'seconds' ? Math.floor(time / 1000) : time;
    return this.text ? String(number) : number;
  }
}

/** A value as text: its JSON, or in base64. */
class Encoded {
  constructor(how, value) {
    Object.assign(this, { how, value });
  }
}

/** The signature that the function itself computes for the event. */
class Signature {
  constructor(prefix) {
    this.prefix = prefix;
  }
}

/** One text of several. */
class Joined {
  constructor(parts) {
    this.parts = parts;
  }
}

/** The MD5 of the text beside it that is called `member`. */
class Digest {
  constructor(member) {
    this.member = member;
  }

  of(values) {
    return createHash('md5').update(String(values[this.member])).digest('hex');
  }
}

/** What is beside it, called `member`, with each value in a list. */
class Listed {
  constructor(member) {
    this.member = member;
  }

  of(values) {
    const entries = Object.entries(values[this.member] ?? {});
    return Object.fromEntries(entries.map(([key, item]) => [key, [item]]));
  }
}

/** A value of which only the shape counts; those with one `name` are equal. */
class Shape {
  constructor(kind, detail, name) {
    Object.assign(this, { kind, detail, name });
  }
}

/** `now()` is text in seconds; `unit` may be `milliseconds` or `iso`. */
const now = (given = {}) => new Now(given);
const json = (value) => new Encoded('json', value);
const base64 = (value) => new Encoded('base64', value);
const listed = (member) => new Listed(member);
const md5Of = (member) => new Digest(member);
const joined = (...parts) => new Joined(parts);
const signature = (prefix = '') => new Signature(prefix);

/** What is expected of a value that differs from run to run. */
const any = {
  anything: () => new Shape('anything', '', ''),
  base64: (name = '') => new Shape('base64', '', name),
  hex: (digits = '', name = '') => new Shape('hex', digits, name),
  now: (offset = 0, name = '') => new Shape('now', offset, name),
  nowIso: (offset = 0, name = '') => new Shape('now-iso', offset, name),
  nowMs: (offset = 0, name = '') => new Shape('now-ms', offset, name),
  number: (name = '') => new Shape('number', '', name),
  text: (name = '') => new Shape('text', '', name),
  uuid: (name = '') => new Shape('uuid', '', name),
};

/** The value with its terms replaced, at an instant and with a signature. */
function resolved(value, instant, signed = '') {
  const inside = (item) => resolved(item, instant, signed);
  if (value instanceof Now) return value.at(instant);
  if (value instanceof Signature) return value.prefix + signed;
  if (value instanceof Encoded) return encoded(value.how, inside(value.value));
  if (value instanceof Joined) return value.parts.map(inside).join('');
  if (Array.isArray(value)) return value.map(inside);
  if (!isObject(value)) return value;
  const found = Object.entries(value).map(([key, item]) => [key, inside(item)]);
  const values = Object.fromEntries(found);
  for (const [key, item] of found)
    if (item instanceof Digest || item instanceof Listed)
      values[key] = item.of(values);
  return values;
}

function encoded(how, value) {
  const text = how === 'base64' && typeof value === 'string';
  const plain = text ? value : JSON.stringify(value);
  return how === 'base64' ? Buffer.from(plain).toString('base64') : plain;
}

/** The first signature in a value, or undefined. */
function signatureIn(value) {
  if (value instanceof Signature) return value;
  if (value === null || typeof value !== 'object') return undefined;
  return Object.values(value).map(signatureIn).find(Boolean);
}

/** Makes terms of data in which they are written as `{ $term: 'now', ... }`. */
function termsOf(data) {
  if (Array.isArray(data)) return data.map(termsOf);
  if (!isObject(data)) return data;
  const { $term: term, ...fields } = data;
  if (term === 'now') return new Now(fields);
  if (term === 'signature') return new Signature(fields.prefix ?? '');
  if (term === 'encoded') return new Encoded(fields.how, termsOf(fields.value));
  if (term === 'joined') return new Joined(termsOf(fields.parts));
  if (term === 'mask')
    return new Shape(fields.shape, fields.detail ?? '', fields.name ?? '');
  return Object.fromEntries(
    Object.entries(data).map(([key, item]) => [key, termsOf(item)]),
  );
}

module.exports = {
  Encoded,
  Joined,
  Shape,
  any,
  base64,
  joined,
  json,
  listed,
  md5Of,
  now,
  resolved,
  signature,
  signatureIn,
  termsOf,
};
