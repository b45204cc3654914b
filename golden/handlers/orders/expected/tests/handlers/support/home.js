'use strict';

/** The folder of the project's package.json. */
module.exports = require('path').resolve(__dirname, '..', '..', '..');
