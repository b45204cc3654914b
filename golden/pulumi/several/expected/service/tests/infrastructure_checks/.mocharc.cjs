module.exports = require('./support/runners').mochaConfig();
