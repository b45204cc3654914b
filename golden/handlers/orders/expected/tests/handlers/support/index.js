'use strict';

/** Calls functions as what triggers them does, and looks at what becomes of it. */

const { changed, numbered } = require('./events');
const { lambda } = require('./lambda');
const { answer, call, fails } = require('./session');
const { any, base64, joined, json, listed, md5Of, now, signature } = require('./terms');

module.exports = {
  answer,
  any,
  base64,
  call,
  changed,
  fails,
  joined,
  json,
  lambda,
  listed,
  md5Of,
  now,
  numbered,
  signature,
};
