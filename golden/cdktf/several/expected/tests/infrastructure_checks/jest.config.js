const { jestBarrels } = require('./support/barrels');
const { jestConfig } = require('./support/runners');

// Coverage counts all of these, also those that no test loads.
const config = jestConfig({
  infrastructure: ['main.ts', 'stacks/network.ts', 'stacks/service.ts'],
});

module.exports = jestBarrels(config);
