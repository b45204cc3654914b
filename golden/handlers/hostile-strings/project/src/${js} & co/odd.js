'use strict';

/** Keys and values that look like code: ''' ` ${x} *\/ {{ y }}. */

const WORDS = ['she said "no"', "it's", '`${x}`', '*/ // #', '\u2028\u202e'];

exports.handler = async (event) => {
  let body;
  try {
    body = JSON.parse(event.body);
  } catch {
    return { statusCode: 400, body: 'neither """ nor ` nor ${x}' };
  }
  if (!WORDS.includes(body?.["it's \"odd\" ${key} */"])) {
    return { statusCode: 400, body: process.env.SCRIPT };
  }
  if (typeof body['{{ 7 * 7 }}\n'] !== 'string') {
    return { statusCode: 422, body: process.env.LINES };
  }
  return { statusCode: 200, body: process.env.__proto__ + process.env.UNICODE };
};
