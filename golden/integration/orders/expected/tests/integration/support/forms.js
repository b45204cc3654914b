'use strict';

/** The forms that outputs have. */

const { isObject, same } = require('./comparing');

const ARN = /^arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9-]*:(\d{12}|[a-z-]+)?:\S+$/;
const DNS =
  /^[A-Za-z0-9_*]([\w-]{0,61}\w)?(\.[A-Za-z0-9_*]([\w-]{0,61}\w)?)+\.?(:\d+)?$/;
const URL = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+([/?#]\S*)?$/;
const QUEUE_URL = /^https?:\/\/[^\s/]+\/\d{12}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const ARTICLES = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  url: 'a URL',
  'queue-url': 'the URL of a queue',
  dns: 'a name of the DNS',
};

const FORMS = {
  text: (value) => value.trim() !== '',
  json: isJson,
  number: (value) => NUMBER.test(value),
  boolean: (value) => value === 'true' || value === 'false',
  url: (value) => URL.test(value),
  'queue-url': (value) => QUEUE_URL.test(value),
  dns: (value) => DNS.test(value),
  arn: isArn,
  id: isId,
  pattern: (value, detail) => new RegExp(`^(?:${detail})$`).test(value),
  literal: isLiteral,
};

/** Whether an output is of a form; see `described`. */
function fits(form, detail, value) {
  return FORMS[form](value, detail);
}

/** A form in words. */
function described(form, detail) {
  switch (form) {
    case 'json':
      return detail ? `JSON of kind ${detail}` : 'JSON';
    case 'arn':
      return detail ? `an ARN of ${detail}` : 'an ARN';
    case 'id':
      return detail ? `an id that begins with ${detail}` : 'an id';
    case 'pattern':
      return `a match of ${detail}`;
    case 'literal':
      return typeof detail === 'string' ? detail : JSON.stringify(detail);
    default:
      return ARTICLES[form];
  }
}

function json(value) {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isJson(value, kind) {
  const found = json(value);
  if (kind === 'list') return Array.isArray(found);
  return kind === 'object' ? isObject(found) : found !== undefined;
}

function isArn(value, service) {
  const match = ARN.exec(value);
  return match !== null && (service === '' || match[1] === service);
}

function isId(value, start) {
  return (
    value.startsWith(start) && /^[\w./:=+@-]+$/.test(value.slice(start.length))
  );
}

function isLiteral(value, detail) {
  if (typeof detail === 'string') return value === detail;
  const found = json(value);
  return found !== undefined && same(found, detail);
}

module.exports = { described, fits };
