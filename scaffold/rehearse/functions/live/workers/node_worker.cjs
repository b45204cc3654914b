// Runs one JavaScript function, warm, as Lambda does: requests come in as lines of JSON, answers go out as lines that
// begin with a mark that only its parent knows. All that the function prints goes the same way, without the mark.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const readline = require('node:readline');
const util = require('node:util');
const { pathToFileURL } = require('node:url');

const MARK = process.env._REHEARSAL_MARK || '';
delete process.env._REHEARSAL_MARK;

function write(text) {
  let left = Buffer.from(text);
  while (left.length) {
    try {
      left = left.subarray(fs.writeSync(1, left));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

const say = (said) => write(`${MARK}${JSON.stringify(said)}\n`);

let request = '';
for (const [method, level] of Object.entries({ debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', trace: 'TRACE' })) {
  console[method] = (...values) => write(`${new Date().toISOString()}\t${request}\t${level}\t${util.format(...values).replaceAll('\n', '\r')}\n`);
}
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    write(typeof chunk === 'string' ? chunk : Buffer.from(chunk));
    const call = typeof encoding === 'function' ? encoding : done;
    if (call) call();
    return true;
  };
}

// What is compared so is told: signatures of requests are found by it.
const compare = crypto.timingSafeEqual;
crypto.timingSafeEqual = (one, other) => {
  say({ compared: [one, other].map((each) => Buffer.from(each.buffer ?? each, each.byteOffset, each.byteLength).toString('base64')) });
  return compare(one, other);
};
Module.syncBuiltinESMExports();

// Lambda's /tmp is a folder of its own here. What of ours lies there too stays where it is.
const ours = [process.env.TMPDIR, process.env.LAMBDA_TASK_ROOT, path.dirname(process.env.LAMBDA_TASK_ROOT || '/'), __dirname];
const moved = (place) =>
  typeof place === 'string' && (place === '/tmp' || place.startsWith('/tmp/')) && process.env.TMPDIR &&
  !ours.some((each) => each && place.startsWith(each)) && !place.includes('/node_modules/')
    ? process.env.TMPDIR + place.slice('/tmp'.length)
    : place;
const FILES = [
  'readFile', 'writeFile', 'appendFile', 'open', 'mkdir', 'rm', 'rmdir', 'unlink', 'readdir', 'stat', 'access',
  'copyFile', 'rename',
];
for (const name of FILES) {
  const two = name === 'copyFile' || name === 'rename';
  for (const [owner, method] of [[fs, name], [fs, `${name}Sync`], [fs.promises, name]]) {
    const call = owner[method];
    owner[method] = (first, ...others) => call.call(owner, moved(first), ...(two ? [moved(others[0]), ...others.slice(1)] : others));
  }
}
for (const name of ['existsSync', 'createReadStream', 'createWriteStream']) {
  const call = fs[name];
  fs[name] = (first, ...others) => call.call(fs, moved(first), ...others);
}
Module.syncBuiltinESMExports();

// The second version of the SDK does not look for an endpoint in the environment.
const load = Module._load;
Module._load = function loaded(name, ...others) {
  const found = load.call(this, name, ...others);
  if (name === 'aws-sdk' && found.config && process.env.AWS_ENDPOINT_URL) {
    found.config.update({ endpoint: process.env.AWS_ENDPOINT_URL, s3ForcePathStyle: true });
  }
  return found;
};

function fault(error, kind) {
  if (!(error instanceof Error)) {
    return { errorMessage: typeof error === 'string' ? error : util.inspect(error), errorType: kind || typeof error, trace: [] };
  }
  const trace = (error.stack || '').split('\n').filter((line) => !line.includes(__filename) && !line.includes('node:internal'));
  return { errorMessage: error.message, errorType: kind || error.name, trace };
}

class Missing extends Error {}

async function loaded(handler) {
  const root = process.env.LAMBDA_TASK_ROOT;
  const base = path.posix.basename(handler);
  const [name, ...steps] = base.split('.');
  if (!steps.length) throw Object.assign(new Missing(`Bad handler ${handler}`), { kind: 'Runtime.MalformedHandlerName' });
  const place = path.join(root, path.posix.dirname(handler), name);
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => place + end).find((each) => fs.existsSync(each) && fs.statSync(each).isFile());
  if (!file) {
    const text = `Cannot find module '${path.posix.join(path.posix.dirname(handler), name)}'`;
    throw Object.assign(new Missing(text), { kind: 'Runtime.ImportModuleError' });
  }
  let found;
  try {
    found = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : require(file);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM' && !/Cannot use import statement|Unexpected token 'export'/.test(error.message)) {
      if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND') error.kind = 'Runtime.ImportModuleError';
      throw error;
    }
    found = await import(pathToFileURL(file).href);
  }
  const named = (whole) => steps.reduce((value, step) => value?.[step], whole);
  const handle = named(found) ?? named(found.default ?? {});
  if (typeof handle !== 'function') {
    throw Object.assign(new Missing(`${handler} is undefined or not exported`), { kind: 'Runtime.HandlerNotFound' });
  }
  return handle;
}

function called(handle, asked) {
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error === null || error === undefined ? resolve(result) : reject(error));
    const end = Date.now() + asked.seconds * 1000;
    const context = {
      awsRequestId: asked.id,
      invokedFunctionArn: asked.arn,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
      succeed: (result) => done(null, result),
      fail: (error) => done(error ?? new Error('failed')),
      done,
    };
    const result = handle(JSON.parse(asked.event), context, done);
    if (result && typeof result.then === 'function') result.then(resolve, reject);
    else if (handle.length < 3) setImmediate(() => resolve(null));
  });
}

async function answered(handle, asked) {
  let result;
  try {
    result = await called(handle, asked);
  } catch (error) {
    return { error: fault(error) };
  }
  try {
    return { result: JSON.stringify(result === undefined ? null : result) ?? 'null' };
  } catch (error) {
    return { error: fault(new Error(`Unable to stringify response body: ${error.message}`), 'Runtime.MarshalError') };
  }
}

async function main() {
  let handle;
  process.chdir(process.env.LAMBDA_TASK_ROOT);
  try {
    handle = await loaded(process.env._HANDLER);
  } catch (error) {
    say({ failed: fault(error, error.kind) });
    process.exit(1);
  }
  for (const name of ['uncaughtException', 'unhandledRejection']) {
    process.on(name, (error) => {
      const kind = name === 'unhandledRejection' ? 'Runtime.UnhandledPromiseRejection' : undefined;
      say({ id: request, error: fault(error, kind) });
      process.exit(1);
    });
  }
  say({ ready: true });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    request = asked.id;
    say({ id: asked.id, ...(await answered(handle, asked)) });
  }
  process.exit(0);
}

main();
