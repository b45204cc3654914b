'use strict';

/** The process around a function: its folder, its environment, and what it prints. */

const { format } = require('util');

/** What else the process needs of its own variables. */
const KEPT =
  /^(HOME|JEST_\w+|LANG|LC_\w+|NODE_(OPTIONS|PATH|V8_COVERAGE)|PATH|SYSTEMROOT|TEMP|TMP|TMPDIR|VITEST\w*)$/i;
const PRINTING = ['debug', 'error', 'info', 'log', 'trace', 'warn'];

/** Sets folder and environment, collects what is printed in `lines`; gives what restores all of it. */
function surround({ folder, environment, lines }) {
  const restore = [enter(folder), replaceEnvironment(environment), listen(lines)];
  return () => restore.reverse().forEach((undo) => undo());
}

function enter(folder) {
  const before = process.cwd();
  try {
    process.chdir(folder);
  } catch {
    // Threads cannot, and a folder may not be there.
  }
  return () => process.cwd() === before || process.chdir(before);
}

function replaceEnvironment(environment) {
  const before = { ...process.env };
  const set = (variables) => {
    for (const name of Object.keys(process.env))
      if (!Object.hasOwn(variables, name)) delete process.env[name];
    for (const [name, value] of Object.entries(variables))
      process.env[name] = value;
  };
  const isKept = ([name]) => KEPT.test(name);
  const kept = Object.fromEntries(Object.entries(before).filter(isKept));
  set({ ...kept, TZ: 'UTC', ...environment });
  return () => set(before);
}

function listen(lines) {
  const { console } = globalThis;
  const before = PRINTING.map((name) => [name, console[name]]);
  for (const name of PRINTING)
    console[name] = (...given) => lines.push(format(...given));
  return () => before.forEach(([name, print]) => (console[name] = print));
}

/** The environment that the service gives to a function, beside its own variables. */
function runtimeVariables({ name, region, memory, folder, handler }) {
  return {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef',
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SESSION_TOKEN: 'testing',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
  };
}

module.exports = { runtimeVariables, surround };
