'use strict';

/** The signature that a function expects: it is called with one that is wrong, and asked what it compared that with. */

const crypto = require('crypto');
const { syncBuiltinESMExports } = require('module');

const { resolved, signatureIn } = require('./terms');

/** Texts that look like signatures: of 32, 20, 64 bytes, in hexadecimal digits and in base64. */
const PLACEHOLDERS = ['hex', 'base64'].flatMap((encoding) =>
  [32, 20, 64, 16, 48].map((size) => Buffer.alloc(size, 0xa7).toString(encoding)),
);

/** How bytes and text stand for each other. */
const ENCODINGS = ['hex', 'base64', 'base64url', 'utf8'];

/** The signature that stands for `signature()` in an event; `run` calls the function with an event. */
async function signatureFor(event, instant, run) {
  const { prefix } = signatureIn(event);
  for (const placeholder of PLACEHOLDERS) {
    const pairs = [];
    const restore = watch(pairs);
    try {
      await run(resolved(event, instant, placeholder));
    } finally {
      restore();
    }
    for (const pair of pairs)
      for (const [mine, other] of [pair, [...pair].reverse()]) {
        const text = counterpart(placeholder, prefix, mine, other);
        if (text !== undefined) return text;
      }
  }
  // Refused before it came to that.
  return PLACEHOLDERS[0];
}

/** What the other side says in the way in which my side says the placeholder. */
function counterpart(placeholder, prefix, mine, other) {
  for (const encoding of ENCODINGS) {
    if (mine.equals(Buffer.from(placeholder, encoding))) return other.toString(encoding);
  }
  const isWhole = prefix && mine.equals(Buffer.from(prefix + placeholder));
  return isWhole ? other.toString().slice(prefix.length) : undefined;
}

function watch(pairs) {
  const { timingSafeEqual } = crypto;
  const set = (value) => {
    crypto.timingSafeEqual = value;
    syncBuiltinESMExports();
  };
  set((one, other) => {
    pairs.push([bytesOf(one), bytesOf(other)]);
    return timingSafeEqual(one, other);
  });
  return () => set(timingSafeEqual);
}

const bytesOf = (value) =>
  ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);

module.exports = { signatureFor };
