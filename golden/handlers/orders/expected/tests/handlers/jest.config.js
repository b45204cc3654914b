const { jestConfig } = require('./support/runners');

// Coverage counts all of this, also files that no test loads.
module.exports = jestConfig({ handlers: ['src/tell'] });
