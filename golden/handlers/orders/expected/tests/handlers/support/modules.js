'use strict';

/**
 * Modules: the function's own are loaded anew for each call, packages are loaded once for all.
 *
 * How a module is forgotten depends on the runner; Jest, Vitest and plain Node are known here, and only here.
 */

const fs = require('fs');
const Module = require('module');
const path = require('path');

const HOME = require('./home');
const { isSource } = require('./typescript');

const SUITE = path.resolve(__dirname, '..');
const isPackage = (file) => file.split(path.sep).includes('node_modules');
const isSupport = (file) => file.startsWith(SUITE + path.sep);

/* global jest */
const runner = typeof jest === 'undefined' ? node() : jestRunner();

function jestRunner() {
  const shared = new Set();
  return {
    load: async (file) => require(file),
    forget() {
      for (const file of Object.keys(require.cache)) {
        if (shared.has(file) || !isPackage(file)) continue;
        shared.add(file);
        const { exports: exported } = require.cache[file];
        jest.doMock(file, () => exported);
      }
      jest.resetModules();
    },
  };
}

function node() {
  require('./sources');
  // Functions outside of the project's folder find its packages, too.
  const shared = [process.env.NODE_PATH, path.join(HOME, 'node_modules')];
  process.env.NODE_PATH = shared.filter(Boolean).join(path.delimiter);
  Module._initPaths();
  return {
    async load(file) {
      const load = globalThis[Symbol.for('tests.import')];
      // Vitest counts what is covered of a source only where it turned it into a module by itself.
      const isVite = load && isSource(file, fs.readFileSync(file, 'utf8'));
      return isVite ? load(file) : require(file);
    },
    async forget() {
      for (const file of Object.keys(require.cache))
        if (!isPackage(file) && !isSupport(file)) delete require.cache[file];
      await globalThis[Symbol.for('tests.forget')]?.();
    },
  };
}

/** The exports of a file, whose modules all run again. */
async function loadAnew(file) {
  await runner.forget();
  return runner.load(file);
}

/** The files of all modules that are loaded. */
const loaded = () => Object.keys(require.cache);

/** `require` as a file has it; what it does not find may be among the project's own packages. */
function requireFrom(file) {
  const own = Module.createRequire(file);
  const projects = Module.createRequire(path.join(SUITE, 'package.json'));
  const finding = (name) => {
    try {
      own.resolve(name);
      return own;
    } catch {
      return projects;
    }
  };
  const found = (name) => finding(name)(name);
  return Object.assign(found, { resolve: (name) => finding(name).resolve(name) });
}

/** What to say of a package that is not there; undefined where the error is another one. */
function absence(error, file) {
  if (error?.code !== 'MODULE_NOT_FOUND' && error?.code !== 'ERR_MODULE_NOT_FOUND')
    return undefined;
  const [, name] = /Cannot find (?:module|package) '([^']+)'/.exec(error.message) ?? [];
  if (!name || /^[./]/.test(name) || path.isAbsolute(name)) return undefined;
  const [scope, rest] = name.split('/');
  const wanted = scope.startsWith('@') ? `${scope}/${rest}` : scope;
  return `${path.relative(HOME, file)} needs ${wanted}, which is not installed: ${commandFor(wanted, file)}`;
}

/** The command that installs a package: those that the function declares come from its own package.json. */
function commandFor(name, file) {
  const home = path.dirname(file);
  for (let folder = home; folder.startsWith(HOME); folder = path.dirname(folder)) {
    const declared = declaredIn(path.join(folder, 'package.json'));
    if (!declared.includes(name)) continue;
    const place = path.relative(HOME, folder).split(path.sep).join('/');
    return place ? `npm install --prefix ${place}` : 'npm install';
  }
  return `npm install --save-dev ${name}`;
}

function declaredIn(file) {
  if (!fs.existsSync(file)) return [];
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies });
}

module.exports = { absence, loadAnew, loaded, requireFrom };
