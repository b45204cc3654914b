'use strict';

/** How what is declared and what is found are compared. */

const { memberOf, parsed, textOf } = require('./found');
const { policy } = require('./policies');

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** How values are changed before they are compared, by the names of rows. */
const NORMALS = {
  text: deep(textOf),
  number: deep((value) =>
    typeof value === 'string' && NUMBER.test(value) ? Number(value) : value,
  ),
  lower: deep((value) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  ),
  name: deep((value) =>
    typeof value === 'string' ? value.split(/[/:]/).at(-1) : value,
  ),
  json: parsed,
  contains: parsed,
  policy,
};

/** A change of every text, number and truth in a value. */
function deep(change) {
  const changed = (value) => {
    if (Array.isArray(value)) return value.map(changed);
    return isObject(value) ? mapped(value, changed) : change(value);
  };
  return changed;
}

/** A value as it is compared, but for the order of lists. */
function prepared(value, words) {
  return words
    .filter((word) => Object.hasOwn(NORMALS, word))
    .reduce((found, word) => NORMALS[word](found), value);
}

/** Whether two values are the same; a number is the same as its text. */
function same(one, other) {
  return canonical(one) === canonical(other);
}

/** Whether what is found is as declared, compared as these words say. */
function alike(declared, found, words) {
  const [wanted, value] = [prepared(declared, words), prepared(found, words)];
  if (words.includes('subset')) return isPart(wanted, value);
  if (words.includes('set')) {
    const sorted = (items) => listed(items).map(canonical).sort();
    return same(sorted(wanted), sorted(value));
  }
  const relation = words.find((word) => Object.hasOwn(RELATIONS, word));
  return (RELATIONS[relation] ?? same)(wanted, value);
}

/** Whether every member or element that is declared is found. */
function isPart(declared, found) {
  if (isObject(declared)) {
    return Object.entries(declared).every(([key, item]) => {
      const value = memberOf(found, key);
      return same(item, value) || (item === '' && value === null);
    });
  }
  const left = listed(found).map(canonical);
  return listed(declared).every((item) => {
    const at = left.indexOf(canonical(item));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Whether all that is declared is found; nothing declared says nothing. */
function isContained(declared, found) {
  if (isNothing(declared)) return true;
  if (isObject(declared)) {
    return Object.entries(declared).every(([key, item]) =>
      isContained(item, memberOf(found, key)),
    );
  }
  if (!Array.isArray(declared) || !Array.isArray(found)) {
    return same(declared, found);
  }
  if (declared.length !== found.length) return false;
  if (![...declared, ...found].every(isObject)) {
    return declared.every((item, at) => isContained(item, found[at]));
  }
  return unmatched(declared, found, isContained).lonely.length === 0;
}

/** What is declared and has no element of its own, and the elements left over. */
function unmatched(declared, found, fits) {
  const lonely = [];
  const left = [...found];
  const size = (block) => Object.keys(block).length;
  // Those that say most choose first.
  for (const block of [...declared].sort((a, b) => size(b) - size(a))) {
    const at = left.findIndex((item) => fits(block, item));
    if (at < 0) lonely.push(block);
    else left.splice(at, 1);
  }
  return { lonely, left };
}

/** Whether a text is a run of whole segments of another one. */
function isSegment(declared, found) {
  const [run, whole] = [textOf(declared), textOf(found)];
  if (run === null || whole === null) return same(declared, found);
  const segments = (text) => `/${text}/`.replaceAll(':', '/');
  return segments(whole).includes(segments(run));
}

/** Whether a version begins with the declared parts (`15.4` with `15`), of which `x` is any. */
function isVersion(declared, found) {
  const [start, whole] = [textOf(declared), textOf(found)];
  if (start === null || whole === null) return same(declared, found);
  const [parts, there] = [start.split('.'), whole.split('.')];
  if (parts.length > there.length) return false;
  return parts.every((part, at) => part === 'x' || part === there[at]);
}

/** A list: nothing is an empty one, one value a list of one. */
function listed(value) {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Text that is the same for values that are. */
function canonical(value) {
  return JSON.stringify(isNothing(value) ? null : value, (_, item) => {
    if (isObject(item)) return sorted(item);
    return Array.isArray(item) ? item : textOf(item);
  });
}

/** Null, and lists and objects that are empty. */
function isNothing(value) {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** An object with its members in the order of their names. */
function sorted(value) {
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

function mapped(value, change) {
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([key, item]) => [key, change(item)]));
}

/** Comparisons of other kinds than whether both are the same. */
const RELATIONS = {
  version: isVersion,
  contains: isContained,
  part: isSegment,
};

module.exports = {
  alike,
  isContained,
  isObject,
  listed,
  prepared,
  same,
  unmatched,
};
