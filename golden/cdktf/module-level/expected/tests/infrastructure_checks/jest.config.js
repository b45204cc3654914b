const { jestBarrels } = require('./support/barrels');
const { jestConfig } = require('./support/runners');

// Coverage counts all of these, also those that no test loads.
const config = jestConfig({ infrastructure: ['main.ts', 'settings.ts'] });

module.exports = jestBarrels(config);
