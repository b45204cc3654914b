// A program of its own: calls a JavaScript handler again and again with the support library of its suite, and says
// what came of each call and which parts of the code it reached.
//
// It stands beside the library (`called/support`), is told of the function by a file of JSON, and then reads one trial
// a line.
'use strict';

const fs = require('fs');
const inspector = require('inspector');
const path = require('path');
const readline = require('readline');
const { fileURLToPath } = require('url');

const told = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const { answer, fails, lambda } = require('./called/support');
const { commonjs } = require('./called/support/commonjs');
const { termsOf } = require('./called/support/terms');
const { isSource } = require('./called/support/typescript');

/** Texts in code that are longer are no keys or values. */
const LONGEST = 80;
const TEXT = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`$\\]*)`/g;
const NUMBER = /(?<![\w.$])\d[\d_]*(?:\.\d+)?(?![\w.])/g;

/** Terms of data that may have an object with such a member itself. */
function terms(data) {
  if (Array.isArray(data)) return data.map(terms);
  if (data === null || typeof data !== 'object') return data;
  if (data.$term === 'plain') return terms(data.value);
  if (data.$term) return termsOf(data);
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, terms(item)]));
}

/** Which lines of a package are reached, and which parts of them: `file:3`, `file:17-40`, `file:17-40!` where not. */
class Reached {
  #session = new inspector.Session();
  #parts = new Map();
  #texts = new Map();
  #root;

  constructor(root) {
    this.#root = root + path.sep;
    this.#session.connect();
  }

  start() {
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What was reached since the last time. */
  take() {
    const found = new Set();
    const missed = new Set();
    for (const script of this.#post('Profiler.takePreciseCoverage').result) {
      const file = this.#fileOf(script.url);
      if (file && script.functions.some(({ ranges }) => ranges[0].count > 0)) this.#count(file, script.functions, found, missed);
    }
    for (const each of found) missed.delete(each);
    return { reached: [...found].sort(), missed: [...missed].sort() };
  }

  #post(method, options) {
    let found;
    this.#session.post(method, options, (error, result) => {
      if (error) throw new Error(error.message);
      found = result;
    });
    return found;
  }

  #fileOf(url) {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    const own = file.startsWith(this.#root) && !file.slice(this.#root.length).split(path.sep).includes('node_modules');
    return own ? file : undefined;
  }

  #count(file, functions, found, missed) {
    const name = path.relative(this.#root, file).split(path.sep).join('/');
    const counts = [];
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) counts.push([startOffset, endOffset, count]);
    }
    counts.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const isReached = (at) => counts.reduce((last, [start, end, count]) => (start <= at && at < end ? count > 0 : last), false);
    const parts = this.#parts.get(file) ?? this.#parts.set(file, new Map()).get(file);
    for (const [start, end, count] of counts) {
      const key = `${name}:${start}-${end}`;
      if (count === 0) parts.set(key, start);
    }
    for (const [key, start] of parts) {
      found.add(isReached(start) ? key : `${key}!`);
      if (!isReached(start)) missed.add(key);
    }
    for (const [number, at] of this.#lines(file)) (isReached(at) ? found : missed).add(`${name}:${number}`);
  }

  /** Lines with code, and where it begins. */
  #lines(file) {
    if (!this.#texts.has(file)) {
      const found = [];
      let at = 0;
      for (const [number, line] of running(file).split('\n').entries()) {
        const first = line.search(/\S/);
        if (first >= 0 && !/^\s*(\/\/|\/\*|\*|[})\]];?,?$)/.test(line)) found.push([number + 1, at + first]);
        at += line.length + 1;
      }
      this.#texts.set(file, found);
    }
    return this.#texts.get(file);
  }
}

/** The text that runs: sources are turned into scripts first. */
function running(file) {
  const text = fs.readFileSync(file, 'utf8');
  return isSource(file, text) ? commonjs(file, text) : text;
}

/** The texts and numbers in the package's own files. */
function constants(folder) {
  const found = new Set();
  for (const file of sources(folder)) {
    const text = fs.readFileSync(file, 'utf8').replace(/^\s*(import|export)\b.*from.*$|require\(.*?\)|\/\/.*$|\/\*[\s\S]*?\*\//gm, '');
    for (const [, one, two, three] of text.matchAll(TEXT)) found.add(one ?? two ?? three);
    for (const [number] of text.matchAll(NUMBER)) found.add(Number(number.replaceAll('_', '')));
    for (const [, name] of text.matchAll(/\.([A-Za-z_]\w*)\b(?!\s*\()/g)) found.add(name);
  }
  return [...found].filter((each) => String(each).length <= LONGEST);
}

function* sources(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && !/^(node_modules|tests?|__tests__|\..*)$/.test(entry.name)) yield* sources(file);
    else if (/\.[cm]?[jt]sx?$/.test(entry.name) && !/\.(test|spec|d)\./.test(entry.name)) yield file;
  }
}

const called = lambda(told.settings);
const { timeout } = called;
const root = fs.realpathSync(called.folder);
const reached = new Reached(root);

/** What came of a trial, and for each expectation why it does not hold, or nothing. */
async function attempt(asked) {
  const options = {
    answers: asked.answers.map(([service, operation, output]) => answer(service, operation, terms(output))),
    failing: asked.failing.map(([service, operation, code, from]) => fails(service, operation, code, { from })),
    without: asked.without,
    environment: asked.environment,
    anywhere: !asked.expect.some((each) => each.$term === 'within'),
  };
  called.timeout = asked.longer ? Math.max(timeout, asked.patience) : Math.min(timeout, asked.patience);
  const moment = Date.now() / 1000;
  const busy = process.cpuUsage();
  let outcome;
  try {
    outcome = asked.called ? await called.call(terms(asked.event), options) : await called.load(options);
  } catch (error) {
    const [, missing = ''] = /needs (\S+), which is not installed/.exec(error?.message) ?? [];
    const said = { kind: 'Error', kinds: ['Error'], message: String(error?.message), missing };
    return { moment, error: said, unknown: missing ? [] : [String(error?.message)], judged: asked.expect.map(() => '') };
  }
  const { error } = outcome;
  const { user, system } = process.cpuUsage(busy);
  return {
    moment,
    spent: (user + system) / 1e6,
    result: outcome.result ?? null,
    error: error === undefined ? null : { kind: error?.name ?? 'Error', kinds: kindsOf(error), message: String(error?.message ?? error) },
    calls: outcome.calls.map(({ service, operation, input, error: failed }) => [service, operation, input, failed ?? '']),
    ...reached.take(),
    judged: asked.expect.map((each) => judged(outcome, each)),
  };
}

function kindsOf(error) {
  const found = [error?.name ?? 'Error'];
  for (let kind = Object.getPrototypeOf(error ?? {}); kind; kind = Object.getPrototypeOf(kind)) found.push(kind.constructor?.name);
  return [...new Set(found.filter(Boolean))];
}

function judged(outcome, expected) {
  const titleOf = (address) => told.titles[address];
  const checks = {
    loads: () => outcome.loaded(),
    completes: () => outcome.completes(),
    responds: ({ low, high }) => outcome.responds(low, high),
    reports: ({ failed, or_raises: or }) => outcome[or ? 'reportsOrRaises' : 'reports'](failed ?? undefined),
    raises: ({ error, message }) => outcome.raises(error || undefined, message === null ? undefined : terms(message)),
    calls: ({ made }) => made.forEach(([service, operation, address]) => outcome.made(service, operation, titleOf(address))),
    nowrites: () => outcome.writesNothing(),
    within: () => (outcome.error === undefined ? outcome.completes() : outcome.raises()),
    returns: ({ value }) => outcome.returns(terms(value)),
    callsexactly: ({ calls }) => outcome.makes(...calls.map((each) => ({ ...each, input: terms(each.input) }))),
  };
  try {
    checks[expected.$term](expected);
    return '';
  } catch (error) {
    return String(error?.message) || 'it does not hold';
  }
}

/** An answer is one line, however long it takes to be read. */
function say(found) {
  let rest = Buffer.from(`${JSON.stringify(found)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

async function main() {
  // What the handler prints is nobody's answer.
  process.stdout.write = (_, encoding, done = encoding) => (typeof done === 'function' && process.nextTick(done), true);
  process.on('uncaughtException', () => undefined);
  process.on('unhandledRejection', () => undefined);
  reached.start();
  const loading = await attempt({ answers: [], failing: [], without: [], environment: {}, expect: [], called: false, patience: timeout });
  const lines = [...(loading.reached ?? []), ...(loading.missed ?? [])].filter((each) => /:\d+$/.test(each));
  say({ goals: lines, constants: constants(root), loading });
  for await (const line of readline.createInterface({ input: process.stdin })) say(await attempt(JSON.parse(line)));
}

main();
