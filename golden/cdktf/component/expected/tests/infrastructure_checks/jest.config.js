const { jestBarrels } = require('./support/barrels');
const { jestConfig } = require('./support/runners');

// Coverage counts all of these, also those that no test loads.
const config = jestConfig({
  infrastructure: [
    'bin/web.ts',
    'lib/audit.ts',
    'lib/retention.ts',
    'lib/site-stack.ts',
  ],
});

module.exports = jestBarrels(config);
