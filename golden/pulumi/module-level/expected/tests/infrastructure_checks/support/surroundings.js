'use strict';

/** The process around a program: its folder, its environment, and what it throws. */

const vm = require('vm');
const { variables } = require('./variables');

/** Programs ask these whether they run against an emulator. */
const EMULATORS = /^AWS_ENDPOINT_URL/;

/** The process itself: in Jest, `process` is a copy that hears of nothing. */
const host = vm.runInThisContext('process');

/** That the program does not get to its end: what was thrown first, with the place where; then what else. */
class ProgramError extends Error {
  constructor(errors) {
    const [first, ...others] = [...new Set(errors.map(messageOf))];
    const more = others.map((message) => `\n- ${message.split('\n')[0]}`).join('');
    super(`the program does not get to its end: ${first}${more && `\n\nAnd:${more}`}`);
    this.name = 'ProgramError';
    const frames = String(errors[0]?.stack).match(/^ +at .*$/gm) ?? [];
    this.stack = [String(this), ...frames].join('\n');
  }
}

/** Sets folder, environment and stack traces; gives what restores them. */
function prepare(folder, env = {}) {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const { prepareStackTrace, stackTraceLimit } = Error;
  process.chdir(folder);
  const isForeign = (name) => EMULATORS.test(name) || variables.includes(name);
  for (const name of Object.keys(process.env).filter(isForeign)) delete process.env[name];
  assign(process.env, env);
  // Libraries take dozens of stack traces for each resource, which runners map to the sources one by one.
  Error.prepareStackTrace = (error) => String(error);
  Error.stackTraceLimit = Math.min(stackTraceLimit, 10);
  return () => {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
    process.chdir(before.cwd);
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    assign(process.env, before.env);
  };
}

function assign(target, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete target[name];
    else target[name] = String(value);
  }
}

/** Collects what nobody handles, as long as the program runs: the runner does not get to see it. */
function listen(errors) {
  const events = ['unhandledRejection', 'uncaughtException'];
  const collect = (error) => {
    if (!errors.includes(error)) errors.push(error);
  };
  const before = events.map((event) => host.rawListeners(event));
  for (const event of events) {
    host.removeAllListeners(event);
    host.on(event, collect);
  }
  return () =>
    events.forEach((event, at) => {
      host.removeListener(event, collect);
      for (const listener of before[at]) host.on(event, listener);
    });
}

const messageOf = (error) => String(error?.message ?? error);

module.exports = { ProgramError, host, listen, prepare };
