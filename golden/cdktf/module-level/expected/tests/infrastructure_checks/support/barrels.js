'use strict';

/**
 * `import * as aws from '@cdktf/provider-aws'` loads thousands of modules, of which a program uses a few: here each is
 * loaded when it is used.
 */

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const transform = require('./transform');

/** What a package of a provider exports: everything that it has, each thing under a name. */
const BARREL = '[\\\\/]node_modules[\\\\/]@cdkt[fn][\\\\/]provider-[^\\\\/]+[\\\\/]lib[\\\\/]index\\.js$';
/** The same in bindings that the library's command has generated. */
const GENERATED = '[\\\\/]\\.gen[\\\\/].*index\\.ts$';
const PACKAGE = /^@cdkt[fn]\/provider-[^/]+$/;
const isPackage = new RegExp(BARREL);
const EXPORT = /^exports\.(\w+) = (?:__importStar\()?require\("(\.\/[^"]+)"\)\)?;$/gm;

/** The text of a barrel that requires what is asked for. */
const lazy = (text) =>
  text.replace(
    EXPORT,
    'Object.defineProperty(exports, "$1", { enumerable: true, configurable: true, get: () => require("$2") });',
  );

/** Jest's way to them, as a transform. */
function process(text, file, options) {
  const { code } = isPackage.test(file) ? { code: text } : transform.process(text, file, options);
  return { code: lazy(code) };
}

/** A configuration of Jest by which barrels are loaded so. */
function jestBarrels(config) {
  const ignored = config.transformIgnorePatterns.map((pattern) =>
    pattern.replace('(?!', '(?!@cdkt[fn]/provider-[^/]+/lib/index\\.js|'),
  );
  return {
    ...config,
    transform: { [BARREL]: __filename, [GENERATED]: __filename, ...config.transform },
    transformIgnorePatterns: ignored,
  };
}

/** The same for Vitest: instead of a barrel, a module with a stand-in for each thing. */
function vitestBarrels(config) {
  const plugin = { name: 'lazy-barrels', enforce: 'pre', resolveId, load };
  return { ...config, plugins: [plugin, ...config.plugins] };
}

const MARK = '\0barrel:';

function resolveId(specifier, importer) {
  if (!PACKAGE.test(specifier) || !importer || importer.startsWith('\0')) return null;
  try {
    return MARK + createRequire(path.resolve(importer)).resolve(specifier);
  } catch {
    return null;
  }
}

function load(id) {
  if (!id.startsWith(MARK)) return null;
  const file = id.slice(MARK.length);
  const exported = [...fs.readFileSync(file, 'utf8').matchAll(EXPORT)];
  const lines = exported.map(
    ([, name, place]) => `export const ${name} = standIn(() => require(${JSON.stringify(place)}));`,
  );
  return [
    `import { createRequire } from 'node:module';`,
    `import barrels from ${JSON.stringify(__filename)};`,
    `const require = createRequire(${JSON.stringify(file)});`,
    `const { standIn } = barrels;`,
    ...lines,
    'export default { ' + exported.map(([, name]) => name).join(', ') + ' };',
  ].join('\n');
}

/** What has the members of the module that `require` loads, as soon as one of them is asked for. */
const standIn = (require) =>
  new Proxy({}, {
    get: (_, name) => require()[name],
    has: (_, name) => name in require(),
    ownKeys: () => Reflect.ownKeys(require()),
    getOwnPropertyDescriptor: (_, name) => {
      const found = Object.getOwnPropertyDescriptor(require(), name);
      return found && { ...found, configurable: true };
    },
  });

module.exports = { BARREL, jestBarrels, lazy, process, standIn, vitestBarrels };
