'use strict';

/** Prints whether the SDK finds credentials, and in which region; a program of its own. */

const [location, name] = process.argv.slice(2);
const { [name]: Client } = require(location);
const { config } = new Client({});
const NONE = 'no credentials for the cloud';

async function reason() {
  try {
    await config.credentials();
    return '';
  } catch (error) {
    const said = String(error.message).split('\n')[0];
    return said.includes('any providers') ? NONE : `${NONE}: ${said}`;
  }
}

async function region() {
  try {
    return await config.region();
  } catch {
    return '';
  }
}

Promise.all([reason(), region()]).then(([why, where]) => {
  const answer = JSON.stringify({ reason: why, region: where });
  process.stdout.write(answer, () => process.exit(0));
});
