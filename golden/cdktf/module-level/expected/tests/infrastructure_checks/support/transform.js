'use strict';

/** Jest's way to the project's sources; Jest keeps the results, so the compiler is loaded for changed files alone. */

const fs = require('fs');
const path = require('path');
const { createHash } = require('crypto');

const { configOf, isModule, transpiled } = require('./typescript');

module.exports = {
  process(text, file) {
    const isOwn = file.startsWith(__dirname + path.sep);
    return { code: !isOwn && isModule(file, text) ? transpiled(file, text) : text };
  },

  getCacheKey(text, file, { configString, instrument }) {
    const own = fs.readFileSync(path.join(__dirname, 'typescript.js'));
    const hash = createHash('sha256');
    for (const part of [text, file, configString, String(instrument), own, ...configTexts(configOf(file))])
      hash.update(part).update('\0');
    return hash.digest('hex');
  },
};

/** The texts of a tsconfig.json and of those it extends. */
function configTexts(config) {
  if (!config || !fs.existsSync(config)) return [];
  const text = fs.readFileSync(config, 'utf8');
  const [, base] = /"extends"\s*:\s*"(\.[^"]+)"/.exec(text) ?? [];
  if (!base) return [text];
  const file = path.resolve(path.dirname(config), base.endsWith('.json') ? base : `${base}.json`);
  return file === config ? [text] : [text, ...configTexts(file)];
}
