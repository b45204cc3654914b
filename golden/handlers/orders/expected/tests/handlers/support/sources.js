'use strict';

/** Node's way to sources: `require` turns TypeScript and modules into CommonJS. Jest and Vitest have their own. */

const fs = require('fs');
const Module = require('module');

const { commonjs } = require('./commonjs');
const { isOthers, isSource } = require('./typescript');

const known = new Map();

/** Sources are loaded again and again: they are turned into CommonJS once. */
function remembered(file, text) {
  if (known.get(file)?.text !== text) known.set(file, { text, code: commonjs(file, text) });
  return known.get(file).code;
}

for (const ending of ['.js', '.ts', '.tsx', '.mjs', '.cjs', '.mts', '.cts']) {
  const otherwise = Module._extensions[ending] ?? Module._extensions['.js'];
  Module._extensions[ending] = (module, file) => {
    const text = isOthers(file) ? '' : fs.readFileSync(file, 'utf8');
    if (isSource(file, text)) module._compile(remembered(file, text), file);
    else otherwise(module, file);
  };
}
