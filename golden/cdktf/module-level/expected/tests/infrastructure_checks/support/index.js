'use strict';

/** What the tests of this folder are written with. */

const { textsUnder } = require('./data');
const { json } = require('./documents');
const { synthesis } = require('./synthesis');

module.exports = { json, synthesis, textsUnder };
