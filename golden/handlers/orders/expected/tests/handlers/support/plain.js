'use strict';

/** Plain data: objects, lists, texts, numbers. */

/** An object that is nothing but its members. */
function isObject(value) {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * What an SDK is given, as plain data: members without a value are left out, bytes are their text (base64 where they
 * are none), dates ISO texts, sets lists.
 */
function plain(value) {
  if (value instanceof Uint8Array || ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? text : bytes.toString('base64');
  }
  if (Object.prototype.toString.call(value) === '[object Date]')
    return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (typeof value[Symbol.iterator] === 'function')
    return Array.from(value, plain);
  if (typeof value.pipe === 'function') return '(a stream)';
  const there = Object.entries(value).filter(
    ([, item]) => item !== undefined && typeof item !== 'function',
  );
  return Object.fromEntries(there.map(([key, item]) => [key, plain(item)]));
}

/** A value as it is shown in a message. */
function shown(value, longest = 400) {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

module.exports = { isObject, plain, shown };
