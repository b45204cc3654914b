const { jestConfig } = require('./support/runners');

// Coverage counts all of these, also those that no test loads.
module.exports = jestConfig({ infrastructure: ['index.ts'] });
