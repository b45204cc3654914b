'use strict';

/** What ends a function's process: errors that nobody handles. */

const vm = require('vm');

/** The process itself: in Jest, `process` is a copy that hears of nothing. */
const host = vm.runInThisContext('process');
const EVENTS = ['unhandledRejection', 'uncaughtException'];

/** What `work` gives, unless an error that nobody handles comes before its end, or right behind it. */
async function guarded(work) {
  const before = EVENTS.map((event) => host.rawListeners(event));
  let restore;
  const crash = new Promise((_, reject) => {
    for (const event of EVENTS) {
      host.removeAllListeners(event);
      host.on(event, reject);
    }
    restore = () =>
      EVENTS.forEach((event, at) => {
        host.removeListener(event, reject);
        for (const listener of before[at]) host.on(event, listener);
      });
  });
  try {
    const result = await Promise.race([work(), crash]);
    await Promise.race([new Promise(setImmediate), crash]);
    return result;
  } finally {
    // One such error seldom comes alone.
    await new Promise(setImmediate);
    restore();
  }
}

module.exports = { guarded };
