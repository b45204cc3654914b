'use strict';

/** A package that these tests need themselves. `version` stands behind its name in the command that installs it. */
module.exports = (name, version = '') => {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(`these tests need ${name}: npm install --save-dev ${name}${version}`);
  }
};
