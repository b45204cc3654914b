'use strict';

/** Runs a program under mocks, alone, and waits until everything it does is done. */

const path = require('path');
const { promisify } = require('util');
const vm = require('vm');

const { forget } = require('./modules');
const { mocks } = require('./mocks');
const { Recorder } = require('./recorder');
const { sdk } = require('./sdk');
const { Secret } = require('./values');
const wire = require('./wire');

const SUITE = path.resolve(__dirname, '..');

/** Milliseconds: how long a run may take, how long its modules, how long nothing may happen in it afterwards. */
const LIMIT = 120_000;
const LOADING = 50_000;
const PATIENCE = 2_000;

/** How often something is looked for, at least, before it is given up: a busy machine is no reason. */
const LOOKS = 50;

/** Programs ask these whether they run against an emulator. */
const EMULATORS = /^AWS_ENDPOINT_URL/;

/** What keeps a program going without a resource of Pulumi, beside timers: files, other processes. */
const WORK = /^(FSReq|ProcessWrap|Zlib)/i;

/** As they are before a program runs, whose timers are counted. */
const { setImmediate, setInterval, setTimeout } = globalThis;

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

let last = Promise.resolve();

/** What the program registers and exports. One runs after the other: Pulumi's state is the process's. */
function run(settings) {
  const result = last.then(() => runAlone(settings));
  last = result.catch(() => undefined);
  return result;
}

async function runAlone(settings) {
  const folder = path.resolve(SUITE, settings.folder ?? '../..');
  const errors = [];
  const restore = [prepare(folder, settings.env), countTimers(), listen(errors)];
  let result;
  try {
    result = await observed(folder, settings, errors);
  } catch (error) {
    if (!errors.includes(error)) errors.unshift(error);
  } finally {
    for (const undo of restore) undo();
  }
  // Only now, because stack traces cannot be read before.
  if (errors.length) throw new ProgramError(errors);
  return result;
}

/** What comes of the program with all in its place. */
async function observed(folder, settings, errors) {
  const found = sdk(folder);
  const recorder = new Recorder(found);
  found.observer = recorder;
  configure(found, settings);
  await install(found, settings);
  recorder.attach();
  await forget();
  return finished(settings, recorder, found, errors);
}

/** The program at work: the promise of what it exports. */
async function start({ pulumi }, { load, create }, watch) {
  let exported;
  await pulumi.runtime.runInPulumiStack(async () => {
    const module = await load();
    watch.isLoaded = true;
    exported = create
      ? properties(await create(module, pulumi), pulumi)
      : await called(programOf(module));
  });
  return exported;
}

/** What a module exports, as Pulumi takes it: `export =` and a default export alone are the program itself. */
function programOf(module) {
  if (!('default' in module)) return module;
  const { default: main, ...named } = module;
  const isCopy = (key) => Object.is(main?.[key], named[key]);
  return typeof main === 'function' || Object.keys(named).every(isCopy) ? main : module;
}

const called = (program) => (typeof program === 'function' ? program() : program);

/** What a component shows of itself: no resources, which are registered, and nothing of Pulumi's own. */
function properties(component, pulumi) {
  const isShown = ([key, value]) =>
    !key.startsWith('_') && key !== 'urn' && !pulumi.Resource.isInstance(value);
  return Object.fromEntries(Object.entries(component ?? {}).filter(isShown));
}

async function install({ pulumi }, settings) {
  const { project, stack, organization, config, outputs } = settings;
  const region = config?.['aws:region'];
  await pulumi.runtime.setMocks(
    mocks({ region, overrides: outputs }),
    project ?? 'project',
    stack ?? 'test',
    false,
    organization ?? 'organization',
  );
}

function configure({ pulumi }, { config = {} }) {
  const values = {};
  const secrets = [];
  for (const [key, given] of Object.entries(config)) {
    const value = given instanceof Secret ? given.secret : given;
    if (given instanceof Secret) secrets.push(key);
    if (value !== undefined) values[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  pulumi.runtime.setAllConfig(values, secrets);
}

// --- Waiting. ---

/** Starts the program and waits for all that it sets going: what it comes to. Throws if it never ends. */
async function finished(settings, recorder, found, errors) {
  const idle = found.internal('runtime/settings').waitForRPCs ?? (async () => undefined);
  const watch = new Watch(recorder, errors, settings.patience);
  try {
    const value = await watch.until(start(found, settings, watch), 'the program');
    for (let before = -1; before !== recorder.requests || watch.isBusy(); ) {
      before = recorder.requests;
      await watch.until(idle(), 'a resource');
      await watch.until(Promise.all(recorder.pending.splice(0)), 'an output');
      await turns(3);
      if (watch.isBusy()) await pause(5);
    }
    if (errors.length) throw errors[0];
    const exported = wire.exported(value, found.pulumi);
    return {
      registrations: await watch.until(recorder.results(), 'an option of a resource'),
      exports: (await watch.until(exported, 'an export')) ?? {},
      unanswered: [...recorder.unanswered].sort(),
    };
  } finally {
    watch.stop();
  }
}

/** Watches whether a run gets on. */
class Watch {
  constructor(recorder, errors, patience = PATIENCE) {
    this.patience = patience;
    this.isLoaded = false;
    this.recorder = recorder;
    this.errors = errors;
    this.end = Date.now() + LIMIT;
    this.keepAlive = setInterval(() => undefined, PATIENCE);
    this.busySince = undefined;
  }

  stop() {
    clearInterval(this.keepAlive);
  }

  /** Whether something else than promises is still at work; after a while this counts no more. */
  isBusy() {
    if (!working()) return false;
    this.busySince ??= Date.now();
    return Date.now() - this.busySince < this.patience;
  }

  /** Whether there is nothing more to come after so many quiet milliseconds and looks. */
  isOver(quiet, looks) {
    if (Date.now() > this.end) return true;
    if (looks < LOOKS) return false;
    return this.errors.length > 0 || quiet > (this.isLoaded ? this.patience : LOADING);
  }

  /** What `promise` gives. */
  async until(promise, what) {
    let outcome;
    promise.then(
      (value) => (outcome = { value }),
      (error) => (outcome = { error }),
    );
    let progress = -1;
    let since = Date.now();
    let looks = 0;
    await turns(2);
    for (; !outcome; looks += 1) {
      const { requests } = this.recorder;
      if (requests !== progress || this.isBusy()) {
        since = Date.now();
        looks = 0;
      }
      progress = requests;
      if (this.isOver(Date.now() - since, looks)) throw this.errors[0] ?? new Error(`${what} never settles`);
      await pause(1);
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

/** Timers that the program has set. */
const timers = new Set();

const working = () =>
  [...timers].some((timer) => timer.hasRef?.()) ||
  Boolean(host.getActiveResourcesInfo?.().some((kind) => WORK.test(kind)));

const pause = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref?.());

async function turns(count) {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

// --- The process around a run. ---

/** Sets folder, environment and stack traces; gives what restores them. */
function prepare(folder, env = {}) {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const { prepareStackTrace, stackTraceLimit } = Error;
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (EMULATORS.test(name)) delete process.env[name];
  assign(process.env, env);
  // The SDK takes dozens of stack traces for each resource, which runners map to the sources one by one.
  Error.prepareStackTrace = (error) => String(error);
  Error.stackTraceLimit = Math.min(stackTraceLimit, 10);
  return () => {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
    process.chdir(before.cwd);
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    assign(process.env, before.env);
  };
}

/** Counts the timers that are set from now on; gives what ends that. */
function countTimers() {
  const { clearInterval, clearTimeout } = globalThis;
  timers.clear();
  const counting = (set, isOnce) =>
    Object.assign((work, delay, ...given) => {
      const timer = set(
        (...all) => {
          if (isOnce) timers.delete(timer);
          return work(...all);
        },
        delay,
        ...given,
      );
      timers.add(timer);
      return timer;
    }, { [promisify.custom]: set[promisify.custom] });
  const forgetting = (clear) => (timer) => {
    timers.delete(timer);
    return clear(timer);
  };
  Object.assign(globalThis, {
    setTimeout: counting(setTimeout, true),
    setInterval: counting(setInterval, false),
    clearTimeout: forgetting(clearTimeout),
    clearInterval: forgetting(clearInterval),
  });
  return () => Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
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

module.exports = { run };
