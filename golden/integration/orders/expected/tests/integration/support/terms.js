'use strict';

/** What is only known once something is deployed, and which part of it is meant. */

/** A value of the flat outputs; `path` leads into one that is a list or an object. */
class Output {
  constructor(key, path, picks) {
    Object.assign(this, { key, path, picks });
  }
}

/** What a question about another resource found; `path` leads into the answer. */
class Found {
  constructor(address, ask, path, picks) {
    Object.assign(this, { address, ask, path, picks });
  }
}

/** Text with terms in it. */
class Joined {
  constructor(parts, picks) {
    Object.assign(this, { parts, picks });
  }
}

/** The account, region or partition that the suite runs in. */
class Surrounding {
  constructor(name) {
    this.name = name;
  }
}

/** A part of a text: what is `after` or `before` the first sign in it, or behind the `last` one. */
class Pick {
  constructor(verb, sign) {
    Object.assign(this, { verb, sign });
  }
}

const ACCOUNT = new Surrounding('account');
const REGION = new Surrounding('region');
const PARTITION = new Surrounding('partition');

const after = (sign) => new Pick('after', sign);
const before = (sign) => new Pick('before', sign);
const last = (sign) => new Pick('last', sign);

/** An output; names and positions behind its key lead into its JSON, picks take a part of it. */
function output(key, ...rest) {
  const [path, picks] = apart(rest);
  return new Output(key, path, picks);
}

/** What the question `ask` about the resource `address` finds at `path`. */
function found(address, ask, path = '', ...picks) {
  return new Found(address, ask, path, picks);
}

/** The parts as one text, maybe with picks behind them. */
function joined(...rest) {
  const [parts, picks] = apart(rest);
  return new Joined(parts, picks);
}

function apart(rest) {
  return [
    rest.filter((item) => !(item instanceof Pick)),
    rest.filter((item) => item instanceof Pick),
  ];
}

const isTerm = (value) =>
  value instanceof Output ||
  value instanceof Found ||
  value instanceof Joined ||
  value instanceof Surrounding;

/** Every term in a value, also those inside joined text. */
function* termsIn(value) {
  if (isTerm(value)) {
    yield value;
    if (value instanceof Joined) yield* termsIn(value.parts);
  } else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) yield* termsIn(item);
  }
}

/** The part of a text that the picks take, or of each text of a list; anything else stays. */
function picked(value, picks) {
  if (Array.isArray(value)) return value.map((item) => picked(item, picks));
  if (typeof value !== 'string') return value;
  return picks.reduce(part, value);
}

function part(text, { verb, sign }) {
  const at = verb === 'last' ? text.lastIndexOf(sign) : text.indexOf(sign);
  if (at < 0) return text;
  return verb === 'before' ? text.slice(0, at) : text.slice(at + sign.length);
}

module.exports = {
  ACCOUNT,
  Found,
  Joined,
  Output,
  PARTITION,
  REGION,
  Surrounding,
  after,
  before,
  found,
  isTerm,
  joined,
  last,
  output,
  picked,
  termsIn,
};
