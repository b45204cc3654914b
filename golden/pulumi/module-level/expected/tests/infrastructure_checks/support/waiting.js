'use strict';

/** Waits for a program, which may never end. */

const { promisify } = require('util');

const { host } = require('./surroundings');

/** Milliseconds: how long a run may take, how long its modules, how long nothing may happen in it afterwards. */
const LIMIT = 120_000;
const LOADING = 50_000;
const PATIENCE = 2_000;

/** How often something is looked for, at least, before it is given up: a busy machine is no reason. */
const LOOKS = 50;

/** What keeps a program going, beside timers: files, other processes. */
const WORK = /^(FSReq|CloseReq|ProcessWrap|Zlib)/i;

/** As they are before a program runs, whose timers are counted. */
const { setImmediate, setInterval, setTimeout } = globalThis;

/** Watches whether a run gets on: `recorder` counts the `requests` that it makes. */
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

module.exports = { Watch, countTimers, pause, turns };
