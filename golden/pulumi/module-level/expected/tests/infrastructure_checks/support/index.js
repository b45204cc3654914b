'use strict';

/** What the tests of this folder are written with. */

const { textsUnder } = require('./data');
const { deployment } = require('./deployment');
const {
  assetArchive,
  fileArchive,
  fileAsset,
  json,
  remoteArchive,
  remoteAsset,
  resource,
  secret,
  textAsset,
} = require('./values');

module.exports = {
  assetArchive,
  deployment,
  fileArchive,
  fileAsset,
  json,
  remoteArchive,
  remoteAsset,
  resource,
  secret,
  textAsset,
  textsUnder,
};
