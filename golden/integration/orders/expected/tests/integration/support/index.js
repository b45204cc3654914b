'use strict';

/** Asks the cloud what is deployed, and compares that with what is declared. */

const { deployment, flow, hop } = require('./deployment');
const { ask } = require('./resource');
const { member, row } = require('./rows');
const { ACCOUNT, PARTITION, REGION } = require('./terms');
const { after, before, found, joined, last, output } = require('./terms');

module.exports = {
  ACCOUNT,
  PARTITION,
  REGION,
  after,
  ask,
  before,
  deployment,
  flow,
  found,
  hop,
  joined,
  last,
  member,
  output,
  row,
};
