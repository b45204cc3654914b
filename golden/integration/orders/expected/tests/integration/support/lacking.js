'use strict';

/** What the environment says about a run. */

/** With this variable set, what is lacking fails a test instead of skipping it. */
const STRICT = 'SCAFFOLD_REQUIRE_DEPLOYMENT';
/** With this one set, tests that write something for a moment run, too. */
const WRITES = 'SCAFFOLD_WRITES';
/** Another file of outputs. */
const OUTPUTS = 'SCAFFOLD_OUTPUTS';

const WRITES_ARE_OFF = `writes are off: ${WRITES}=1 turns them on`;

/** Whether a variable of the environment says yes. */
function isSet(variable) {
  const value = (process.env[variable] ?? '').toLowerCase();
  return !['', '0', 'false', 'no'].includes(value);
}

module.exports = { OUTPUTS, STRICT, WRITES, WRITES_ARE_OFF, isSet };
