'use strict';

/** Jest's way to the functions' sources; Jest keeps the results, so the compiler is loaded for changed files alone. */

const fs = require('fs');
const path = require('path');
const { createHash } = require('crypto');

const { commonjs } = require('./commonjs');
const { configOf, isModule } = require('./typescript');

module.exports = {
  process(text, file, { supportsStaticESM: isNative }) {
    const isOwn = file.startsWith(__dirname + path.sep);
    // Where Jest runs modules as they are, it is left to it.
    const stays = isOwn || !isModule(file, text) || (isNative && /js$/.test(file));
    return { code: stays ? text : commonjs(file, text) };
  },

  getCacheKey(text, file, { configString, instrument, supportsStaticESM }) {
    const own = ['commonjs.js', 'transform.js', 'typescript.js'].map((name) =>
      fs.readFileSync(path.join(__dirname, name)),
    );
    const settings = [configString, String(instrument), String(supportsStaticESM)];
    const config = configOf(file);
    const hash = createHash('sha256');
    for (const part of [text, file, ...settings, ...own, config ? fs.readFileSync(config) : ''])
      hash.update(part).update('\0');
    return hash.digest('hex');
  },
};
