const { jestBarrels } = require('./support/barrels');
const { jestConfig } = require('./support/runners');

// Coverage counts all of these, also those that no test loads.
const config = jestConfig({ infrastructure: ['index.js', 'lib/schedule.js'] });

module.exports = jestBarrels(config);
