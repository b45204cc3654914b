'use strict';

/** Runs programs, one after the other: what they change is the process's. */

const path = require('path');

const { ProgramError, listen, prepare } = require('./surroundings');
const { countTimers } = require('./waiting');

const SUITE = path.resolve(__dirname, '..');

let last = Promise.resolve();

/**
 * What `work(folder, errors)` gives, in the program's folder and with its environment. Throws what is thrown in it, or
 * collected among `errors` meanwhile.
 */
function alone(settings, work) {
  const result = last.then(() => inside(settings, work));
  last = result.catch(() => undefined);
  return result;
}

async function inside({ folder: given, env }, work) {
  const folder = path.resolve(SUITE, given ?? '../..');
  const errors = [];
  const restore = [prepare(folder, env), countTimers(), listen(errors)];
  let result;
  try {
    result = await work(folder, errors);
  } catch (error) {
    if (!errors.includes(error)) errors.unshift(error);
  } finally {
    for (const undo of restore) undo();
  }
  // Only now, because stack traces cannot be read before.
  if (errors.length) throw new ProgramError(errors);
  return result;
}

module.exports = { alone };
