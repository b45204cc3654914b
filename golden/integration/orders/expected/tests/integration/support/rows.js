'use strict';

/** A row of a comparison: an attribute as it is declared, and as it is found. */

const { alike, isContained, isObject } = require('./comparing');
const { listed, prepared, unmatched } = require('./comparing');
const { memberOf, read } = require('./found');
const { difference, differences } = require('./messages');
const { picked } = require('./terms');

/**
 * An attribute, where it is found, and what it must be.
 *
 * `ask` is the question that finds it (without it, the first one), `default` what it means that
 * nothing is there, `picks` take a part of what is found. `normal` says how both are compared: as
 * `text`, as `number`, without case (`lower`), in any order (`set`), by what follows the last `/`
 * or `:` (`name`), as documents (`json`, `policy`), by the declared parts of a version (`version`),
 * as something that has at least these members or elements (`subset`), as data that holds what is
 * declared (`contains`), as a run of whole segments of a name (`part`). With `each`, both are lists
 * of objects in any order, and only these members count.
 */
function row(attribute, path, declared, options = {}) {
  const { ask = '', picks = [], default: fallback = null } = options;
  const { each = null, normal } = options;
  const words = wordsOf(normal);
  return { attribute, path, declared, ask, words, picks, fallback, each };
}

/** A member of each element of a list, where it needs more than a path. */
function member(path, { normal, default: fallback = null } = {}) {
  return { path, words: wordsOf(normal), fallback };
}

function wordsOf(text = '') {
  return text.split(' ').filter((word) => word !== '');
}

/** A line for each difference between what is declared and what an answer says. */
function compare(row, declared, answer) {
  const found = picked(read(answer, row.path), row.picks) ?? row.fallback;
  if (row.each) return blocks(row, listed(declared), listed(found));
  if (alike(declared, found, row.words)) return [];
  return told(row.attribute, declared, found, row.words);
}

function told(name, declared, found, words) {
  let wanted = prepared(declared, words);
  let value = prepared(found, words);
  if (isObject(wanted) && words.includes('subset')) {
    const members = Object.entries(isObject(value) ? value : {});
    const isDeclared = ([key]) => Object.hasOwn(wanted, key);
    value = Object.fromEntries(members.filter(isDeclared));
    const says = ([key, item]) => item !== '' || memberOf(value, key) !== null;
    wanted = Object.fromEntries(Object.entries(wanted).filter(says));
  }
  if (words.includes('contains')) [wanted, value] = notContained(wanted, value);
  if (words.includes('set')) return [difference(name, wanted, value)];
  return differences(name, wanted, value);
}

/** Of objects, the members that are declared and not found so. */
function notContained(declared, found) {
  if (!isObject(declared) || !isObject(found)) return [declared, found];
  const differing = Object.keys(declared)
    .map((key) => [key, declared[key], memberOf(found, key)])
    .filter(([, item, value]) => !isContained(item, value))
    .map(([key, item, value]) => [key, notContained(item, value)]);
  return [0, 1].map((side) =>
    Object.fromEntries(differing.map(([key, pair]) => [key, pair[side]])),
  );
}

/** That each declared block has an element of its own. */
function blocks({ attribute, each, words }, declared, found) {
  const members = membersOf(each, words);
  const wanted = declared.map((block) => said(block, members));
  const elements = found.map((item) => reduced(item, members));
  const { lonely, left } = unmatched(wanted, elements, (block, item) =>
    members.every(
      ([key, { words: own }]) =>
        !Object.hasOwn(block, key) ||
        alike(block[key], memberOf(item, key), own),
    ),
  );
  if (words.includes('subset')) {
    if (lonely.length === 0) return [];
    const near = left.filter((item) =>
      lonely.some((block) => isNear(block, item)),
    );
    return [difference(attribute, lonely, near)];
  }
  if (lonely.length + left.length === 0) return [];
  return [difference(attribute, wanted, elements)];
}

/** The members by name, each with the words that say how it is compared. */
function membersOf(each, words) {
  const own = words.filter((word) => word !== 'subset');
  return Object.entries(each).map(([name, given]) => {
    const found = typeof given === 'string' ? member(given) : given;
    return [name, { ...found, words: [...own, ...found.words] }];
  });
}

/** Of a declared block, the members that count: those that it has. */
function said(block, members) {
  return there(members.map(([name]) => [name, memberOf(block, name)]));
}

/** Of a found element, the members that count, by their declared names. */
function reduced(item, members) {
  return there(
    members.map(([name, { path, fallback }]) => [
      name,
      read(item, path) ?? fallback,
    ]),
  );
}

function there(entries) {
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

/** Whether a block says something that an element has, too. */
function isNear(block, item) {
  return Object.keys(block).some((name) =>
    alike(block[name], memberOf(item, name), []),
  );
}

module.exports = { compare, member, row };
