'use strict';

/** Text that is JSON, as the document that it is. */

const texts = new WeakMap();

/** A text that is the JSON of an object: its members can be read, and it is itself as a text. */
class JsonObject {
  toString() {
    return texts.get(this);
  }
}

/** A text that is the JSON of a list. */
class JsonArray extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  toString() {
    return texts.get(this);
  }
}

/**
 * Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter. The document may
 * be text itself, which stays as it is if it is no JSON of an object or a list.
 */
function json(document) {
  if (texts.has(document)) return document;
  const nested = (_, value) => texts.get(value) ?? value;
  return comparable(
    typeof document === 'string' ? document : JSON.stringify(document, nested),
  );
}

/**
 * What is comparable in `value`: JSON texts as their documents, members that are undefined dropped. `change` is applied
 * to every text that is no document, and to keys.
 */
function comparable(value, change = (text) => text) {
  if (typeof value === 'string') return parsed(value, change) ?? change(value);
  if (Array.isArray(value))
    return value.map((item) => (item === undefined ? null : comparable(item, change)));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [change(key), comparable(item, change)]),
  );
}

/** The document of a text that is the JSON of an object or a list. */
function parsed(text, change) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document;
  try {
    document = comparable(JSON.parse(text), change);
  } catch {
    return undefined;
  }
  const value = Array.isArray(document)
    ? JsonArray.from(document)
    : Object.create(JsonObject.prototype, Object.getOwnPropertyDescriptors(document));
  texts.set(value, text);
  return value;
}

function isPlain(value) {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

module.exports = { JsonArray, JsonObject, comparable, isPlain, json };
