'use strict';

/** The environment variables that programs read: each has the value that a test gives it, or none. */
const variables = [];

module.exports = { variables };
