'use strict';

/** Policy documents as they are compared: an item alone is a list of one, and no order counts. */

const { parsed, textOf } = require('./found');

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'];
const PRINCIPALS = ['Principal', 'NotPrincipal'];
const ROOT = /^arn:[a-z-]+:iam::(\d{12}):root$/;

/** A document, or its text; what is none stays. */
function policy(value) {
  const document = parsed(value);
  if (!isObject(document) || !('Statement' in document)) return document;
  const statements = listed(document.Statement).map(statement);
  return { ...document, Statement: inOrder(statements) };
}

function statement(value) {
  if (!isObject(value)) return value;
  const members = Object.entries(value)
    .filter(([name, item]) => name !== 'Sid' || item)
    .map(([name, item]) => [name, part(name, item)]);
  return Object.fromEntries(
    members.sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function part(name, value) {
  if (LISTS.includes(name)) return inOrder(listed(value));
  if (PRINCIPALS.includes(name)) return principal(value);
  if (name === 'Condition' && isObject(value)) {
    return mapped(value, (keys) =>
      isObject(keys) ? mapped(keys, conditions) : keys,
    );
  }
  return value;
}

function principal(value) {
  const kinds = isObject(value) ? value : { AWS: value };
  return mapped(kinds, (items) => inOrder(listed(items).map(account)));
}

/** An account stands for its root. */
function account(value) {
  return typeof value === 'string' ? value.replace(ROOT, '$1') : value;
}

function conditions(values) {
  return inOrder(listed(values).map(textOf));
}

function inOrder(values) {
  const key = (value) => JSON.stringify(value);
  return [...values].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function mapped(value, change) {
  const members = Object.keys(value)
    .sort()
    .map((key) => [key, change(value[key])]);
  return Object.fromEntries(members);
}

const listed = (value) => (Array.isArray(value) ? value : [value]);

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

module.exports = { policy };
