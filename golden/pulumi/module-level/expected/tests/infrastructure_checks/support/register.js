'use strict';

/** Mocha's way to the project's sources: `require` turns them into CommonJS. */

const fs = require('fs');
const Module = require('module');

const HOME = require('./home');
const { isOthers, isSource, transpiled } = require('./typescript');

for (const ending of ['.js', '.ts', '.tsx', '.mjs', '.cjs', '.mts', '.cts']) {
  const otherwise = Module._extensions[ending] ?? Module._extensions['.js'];
  Module._extensions[ending] = (module, file) => {
    const text = isOthers(file) ? '' : fs.readFileSync(file, 'utf8');
    if (isSource(file, text)) module._compile(mapped(file, transpiled(file, text)), file);
    else otherwise(module, file);
  };
}

const maps = new Map();

/** Remembers the source map of emitted code, so that stack traces lead to the source. */
function mapped(file, code) {
  const [, map] = /^\/\/# sourceMappingURL=data:[^,]*;base64,(.*)$/m.exec(code) ?? [];
  if (map) maps.set(file, Buffer.from(map, 'base64').toString());
  return code;
}

try {
  // Pulumi's SDK depends on it.
  const pulumi = Module.createRequire(`${HOME}/package.json`).resolve('@pulumi/pulumi');
  Module.createRequire(pulumi)('source-map-support').install({
    environment: 'node',
    handleUncaughtExceptions: false,
    overrideRetrieveSourceMap: true,
    retrieveSourceMap: (file) => (maps.has(file) ? { url: file, map: maps.get(file) } : null),
  });
} catch {
  // Then lines are those of the emitted code.
}
