'use strict';

/** Compares what is found with what is expected, of which some is known by its shape only. */

const { isObject, shown } = require('./plain');
const { Encoded, Joined, Shape } = require('./terms');

/** Seconds between two clocks that may be said to show the same time. */
const TOLERANCE = 120;
const MOST = 12;

const isNear = (time, offset) =>
  Math.abs(Date.now() / 1000 + Number(offset) - time) <= TOLERANCE;
const isText = (value) => typeof value === 'string';
const isTime = (value) =>
  typeof value === 'number' || (isText(value) && /^\d+(\.\d+)?$/.test(value));

const SHAPES = {
  anything: () => true,
  base64: (value) => isText(value) && /^[\w+/-]+=*$/.test(value),
  hex: (value, digits) =>
    isText(value) &&
    /^[0-9a-f]+$/i.test(value) &&
    (!digits || value.length === Number(digits)),
  now: (value, offset) => isTime(value) && isNear(Number(value), offset),
  'now-iso': (value, offset) =>
    isText(value) && isNear(Date.parse(value) / 1000, offset),
  'now-ms': (value, offset) =>
    isTime(value) && isNear(Number(value) / 1000, offset),
  number: (value) => typeof value === 'number',
  text: isText,
  uuid: (value) =>
    isText(value) && /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(value),
};

/** What a shape looks like within a text. */
const PIECES = {
  base64: '[\\w+/-]+=*',
  hex: '[0-9a-fA-F]+',
  now: '\\d+(?:\\.\\d+)?',
  'now-iso': '\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+(?:Z|[+-]\\d\\d:?\\d\\d)?',
  'now-ms': '\\d+(?:\\.\\d+)?',
  number: '-?\\d+(?:\\.\\d+)?',
  uuid: '[0-9a-fA-F-]{32,36}',
};

const WORDS = {
  anything: 'anything',
  now: 'the time now in seconds',
  'now-iso': 'the time now as ISO text',
  'now-ms': 'the time now in milliseconds',
  uuid: 'a UUID',
};

/**
 * A line for each difference. `place` names the whole, `known` holds what named shapes were found to be.
 */
function differences(place, expected, found, known = new Map()) {
  const lines = [...unequal(place, expected, found, known)];
  if (lines.length <= MOST) return lines;
  return [...lines.slice(0, MOST), `and ${lines.length - MOST} more`];
}

function* unequal(place, expected, found, known) {
  if (expected instanceof Shape) {
    yield* misshapen(place, expected, found, known);
  } else if (expected instanceof Joined) {
    yield* apart(place, expected, found, known);
  } else if (expected instanceof Encoded) {
    const inner = decoded(expected.how, found, expected.value);
    if (inner === undefined) {
      yield `${place}: expected ${expected.how}, found ${shown(found)}`;
    } else {
      yield* unequal(place, expected.value, inner, known);
    }
  } else if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length)
      yield `${place}: expected ${expected.length} elements, found ${found.length}: ${shown(found)}`;
    else
      for (const [at, item] of expected.entries())
        yield* unequal(`${place}[${at}]`, item, found[at], known);
  } else if (isObject(expected) && isObject(found)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
    for (const name of names)
      yield* member(`${place}.${name}`, name, expected, found, known);
  } else if (!Object.is(expected, found) && expected !== found) {
    yield `${place}: expected ${said(expected)}, found ${shown(found)}`;
  }
}

function* member(place, name, expected, found, known) {
  if (!Object.hasOwn(found, name))
    yield `${place}: expected ${said(expected[name])}, found nothing`;
  else if (!Object.hasOwn(expected, name))
    yield `${place}: found ${shown(found[name])}, where nothing is expected`;
  else yield* unequal(place, expected[name], found[name], known);
}

function* misshapen(place, shape, found, known) {
  if (!SHAPES[shape.kind](found, shape.detail)) {
    yield `${place}: expected ${said(shape)}, found ${shown(found)}`;
  } else if (shape.name && known.has(shape.name)) {
    const before = known.get(shape.name);
    if (before !== found)
      yield `${place}: expected ${shown(before)} again, found ${shown(found)}`;
  } else if (shape.name) {
    known.set(shape.name, found);
  }
}

/** What a text has in the places of the shapes that it is put together of. */
function* apart(place, expected, found, known) {
  const pieces = isText(found) && found.match(patternOf(expected.parts));
  if (!pieces) {
    yield `${place}: expected ${said(expected)}, found ${shown(found)}`;
    return;
  }
  const shapes = expected.parts.filter((part) => part instanceof Shape);
  for (const [at, shape] of shapes.entries()) {
    const piece = pieces[at + 1];
    const value = shape.kind === 'number' ? Number(piece) : piece;
    yield* misshapen(`${place} at ${shown(piece)}`, shape, value, known);
  }
}

function patternOf(parts) {
  const pieces = parts.map((part) =>
    part instanceof Shape
      ? `(${PIECES[part.kind] ?? '[\\s\\S]*?'})`
      : String(part).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'),
  );
  return new RegExp(`^${pieces.join('')}$`);
}

/** What a text holds; undefined where it holds nothing of the kind. */
function decoded(how, text, expected) {
  if (!isText(text)) return undefined;
  if (how === 'json') return parsed(text);
  const inner = Buffer.from(text, 'base64').toString('utf8');
  return isText(expected) || expected instanceof Encoded || expected instanceof Shape
    ? inner
    : parsed(inner);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function said(expected) {
  if (expected instanceof Shape) return WORDS[expected.kind] ?? expected.kind;
  if (!(expected instanceof Joined))
    return shown(expected instanceof Encoded ? expected.value : expected);
  const parts = expected.parts.map((part) => (part instanceof Shape ? `<${said(part)}>` : part));
  return shown(parts.join(''));
}

module.exports = { differences };
