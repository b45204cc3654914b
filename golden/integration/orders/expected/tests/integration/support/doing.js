'use strict';

/** What checks that write something have in common. */

const { randomUUID } = require('node:crypto');
const { setTimeout: sleep } = require('node:timers/promises');

const { CloudError } = require('./cloud');

/** For how many seconds something may take to happen. */
const PATIENCE = 30;

/** A check whose arguments may have terms in them: which services it asks, and what it does. */
function behaviour(services, check) {
  return (resource, given) => {
    const asked = Array.isArray(services) ? services : services(given);
    return resource.checkThat(asked, given, check);
  };
}

/** A name that nothing else has. */
function unique() {
  return `integration-test-${randomUUID().replaceAll('-', '')}`;
}

/** Does something, and cleans up whatever happens; of two failures, the first one counts. */
async function withCleanup(work, undo) {
  let result;
  try {
    result = await work();
  } catch (error) {
    try {
      await undo();
    } catch (second) {
      if (!(second instanceof CloudError)) throw second;
    }
    throw error;
  }
  await undo();
  return result;
}

/** What is found in time, or null: looks once, and again until the seconds are over. */
async function eventually(look, { patience = PATIENCE, pause = 1 } = {}) {
  const end = Date.now() + patience * 1000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() >= end) return null;
    await sleep(pause * 1000);
  }
}

module.exports = { PATIENCE, behaviour, eventually, unique, withCleanup };
