'use strict';

/** What is said of a difference; what may be secret is never shown. */

const { isObject, same } = require('./comparing');
const { memberOf } = require('./found');

const LONGEST = 300;
const HIDDEN = 'declared and found differ (values are not shown)';

const SECRETS = [
  'secret',
  'token',
  'password',
  'passphrase',
  'passwd',
  'credential',
  'credentials',
];
/** What makes a key of another kind than that of a table or of encryption. */
const SECRET_KEYS = ['api', 'access', 'private', 'auth', 'signing', 'shared'];
const SURROUNDINGS = ['environment', 'variables'];

/** A line for each difference; objects are compared member by member. */
function differences(name, declared, found) {
  if (same(declared, found)) return [];
  if (!isObject(declared) || !isObject(found)) {
    return [difference(name, declared, found)];
  }
  const names = new Set([...Object.keys(declared), ...Object.keys(found)]);
  return [...names]
    .sort()
    .flatMap((key) =>
      differences(
        `${name}.${key}`,
        memberOf(declared, key),
        memberOf(found, key),
      ),
    );
}

/** That an attribute is another than declared. */
function difference(name, declared, found) {
  if (isHidden(name, declared, found)) return `${name}: ${HIDDEN}`;
  return `${name}: declared ${shown(declared)}, found ${shown(found)}`;
}

/** A value on one line, cut where it is long. */
function shown(value) {
  if (value === null || value === undefined) return 'nothing';
  const characters = [...written(redacted(value))];
  if (characters.length <= LONGEST) return characters.join('');
  return `${characters.slice(0, LONGEST).join('')}...`;
}

/** JSON on one line, with members in the order of their names. */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}: ${written(value[key])}`);
  return `{${members.join(', ')}}`;
}

/** Whether what is called so is a secret. */
function isSecret(name) {
  const words = wordsOf(name);
  return words.some(
    (word, at) =>
      SECRETS.includes(word) ||
      (SECRET_KEYS.includes(word) && words[at + 1] === 'key'),
  );
}

function isHidden(name, ...values) {
  const names = name.split('.');
  const holds = values.some(
    (value) => value !== null && typeof value === 'object',
  );
  const around = holds ? names : names.slice(0, -1);
  if (around.some(isSurrounding)) return true;
  const [first, second] = wordsOf(names.at(-1));
  if (first === 'user' && second === 'data') return true;
  const plain = values.every(
    (value) => value === null || ['boolean', 'number'].includes(typeof value),
  );
  return !plain && names.some(isSecret);
}

function isSurrounding(name) {
  return wordsOf(name).some((word) => SURROUNDINGS.includes(word));
}

/** A value without what is secret by its name. */
function redacted(value) {
  if (Array.isArray(value)) return value.map(redacted);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, item]) => [
    key,
    isHidden(key, item) ? '***' : redacted(item),
  ]);
  return Object.fromEntries(members);
}

function wordsOf(name) {
  return name
    .split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

module.exports = { difference, differences, isSecret, shown };
