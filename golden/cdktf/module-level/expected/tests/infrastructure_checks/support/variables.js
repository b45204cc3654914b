'use strict';

/** The environment variables that programs read: each has the value that a test gives it, or none. */
const variables = ['ALARM_EMAIL', 'ENVIRONMENT', 'SIZE'];

module.exports = { variables };
