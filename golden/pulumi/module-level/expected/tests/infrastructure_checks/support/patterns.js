'use strict';

/**
 * Values that look like what the cloud would give: made up, always the same, and different for each resource.
 *
 * A pattern is a text with placeholders: `<region>`, `<account>`, `<partition>`, `<name>` (the resource's), `<zone>`,
 * `<index>`, `<block>`, `<host>`, `<uuid>`, `<base>`, and with a length `<hex17>`, `<digits12>`, `<letters6>`,
 * `<upper16>`, `<b64url43>`. `<@attribute|...>` is what the resource itself says for `attribute`, else the rest.
 */

const { createHash } = require('crypto');

const ACCOUNT = '123456789012';
const PARTITIONS = { 'us-gov-': 'aws-us-gov', 'cn-': 'aws-cn' };
const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const OWN = /<@([\p{L}\p{N}_]+)\|((?:[^<>]|<[\p{L}\p{N}_]+>)*)>/gu;
const HOLE = /<([a-z][\p{L}\p{N}_]*?)(\d*)>/gu;

const MAKERS = {
  region: (use) => use.region,
  account: () => ACCOUNT,
  partition: (use) =>
    PARTITIONS[
      Object.keys(PARTITIONS).find((start) => use.region.startsWith(start))
    ] ?? 'aws',
  name: (use) => use.name,
  index: (use) => String(indexOf(use)),
  block: (use) =>
    String(
      (digest('sha256', use.seed) % 25n) * 10n + BigInt(indexOf(use) % 10),
    ),
  zone: (use) => 'abcdef'[indexOf(use) % 6],
  host: (use) => String((number(use, 'host') % 250n) + 1n),
  hex: (use, length) => {
    const digits = spelled(use, 'hex', '0123456789abcdef', length);
    return length === 17 ? `0${digits.slice(1)}` : digits; // The ids of EC2 all begin so.
  },
  digits: (use, length) => `1${spelled(use, 'digits', DIGITS, length - 1)}`,
  letters: (use, length) => `a${spelled(use, 'letters', LOWER, length - 1)}`,
  upper: (use, length) => spelled(use, 'upper', UPPER, length),
  uuid: (use) => {
    const digits = spelled(use, 'uuid', '0123456789abcdef', 32);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `8${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-');
  },
  base: (use) => createHash('sha256').update(use.seed).digest('base64'),
  b64url: (use, length) => spelled(use, 'b64url', UPPER + LOWER, length),
};

/**
 * A pattern with its placeholders filled in; lists and objects of patterns likewise. Unknown placeholders stay.
 *
 * `use` says what for: `seed` makes the values its own, `name` and `region` may stand in them, `own` are other
 * attributes of the same thing, `index` is the place in a list.
 */
function filled(pattern, use) {
  if (typeof pattern === 'string') return written(pattern, use);
  if (Array.isArray(pattern))
    return pattern.map((item, index) => filled(item, { ...use, index }));
  if (pattern === null || typeof pattern !== 'object') return pattern;
  return Object.fromEntries(
    Object.entries(pattern).map(([key, item]) => [key, filled(item, use)]),
  );
}

function written(pattern, use) {
  return pattern
    .replace(OWN, (_, attribute, otherwise) => {
      const own = Object.hasOwn(use.own ?? {}, attribute)
        ? use.own[attribute]
        : undefined;
      return typeof own === 'string' && own ? own : otherwise;
    })
    .replace(HOLE, (hole, name, length) =>
      Object.hasOwn(MAKERS, name)
        ? MAKERS[name](use, Number(length || 0))
        : hole,
    );
}

const indexOf = (use) => use.index ?? 0;

const digest = (algorithm, text) =>
  BigInt(`0x${createHash(algorithm).update(text).digest('hex')}`);

/** A large number that belongs to the use and to `what` is made of it. */
function number(use, what) {
  const index = indexOf(use);
  return digest(
    'sha512',
    index ? `${use.seed}/${index}/${what}` : `${use.seed}/${what}`,
  );
}

function spelled(use, what, alphabet, length) {
  const base = BigInt(alphabet.length);
  let rest = number(use, what);
  let text = '';
  for (let at = 0; at < length; at += 1) {
    text += alphabet[Number(rest % base)];
    rest /= base;
  }
  return text;
}

module.exports = { filled };
