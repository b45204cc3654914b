'use strict';

/**
 * Modules: the program's own are loaded anew for each deployment, packages are loaded once for all.
 *
 * How a module is forgotten depends on the runner; Jest, Vitest and Mocha are known here, and only here.
 */

const path = require('path');
const Module = require('module');

const SUITE = path.resolve(__dirname, '..');

/** Folders of generated code, which is like that of packages: loaded once for all. */
const kept = new Set();
const keep = (folder) => kept.add(folder + path.sep);

const isPackage = (file) =>
  file.split(path.sep).includes('node_modules') || [...kept].some((folder) => file.startsWith(folder));

/* global jest */
const runner =
  typeof jest === 'undefined'
    ? process.env.VITEST
      ? vitest()
      : node()
    : jestRunner();

function jestRunner() {
  const shared = new Set();
  return {
    actual: (file) => jest.requireActual(file),
    replace: (file, exported) => jest.doMock(file, () => exported),
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
  return {
    actual(file) {
      delete require.cache[file];
      return require(file);
    },
    replace(file, exported) {
      if (require.cache[file]) return;
      const module = new Module(file);
      Object.assign(module, { exports: exported, filename: file, loaded: true });
      require.cache[file] = module;
    },
    forget() {
      for (const file of Object.keys(require.cache)) {
        if (!isPackage(file) && !file.startsWith(SUITE + path.sep))
          delete require.cache[file];
      }
    },
  };
}

function vitest() {
  return {
    ...node(),
    async forget() {
      const { vi } = await import('vitest');
      vi.resetModules();
      node().forget();
    },
  };
}

/** Forgets the program's modules: the next import runs them again. */
const forget = async () => runner.forget();

/** `require` as the project's files have it. */
const requireFrom = (folder) => Module.createRequire(path.join(folder, 'package.json'));

/**
 * Puts off loading a package that `require` finds as `name` until something of it is used: some that no test ever comes
 * to take longer to load than all the rest.
 */
function postpone(require, name) {
  let file;
  try {
    file = require.resolve(name);
  } catch {
    return;
  }
  let actual;
  const load = () => (actual ??= runner.actual(file));
  const lazy = new Proxy(function () {}, {
    get: (_, key) =>
      key === '__esModule' ? true : key === 'default' ? lazy : load()[key],
    has: (_, key) => key in load(),
    apply: (_, self, given) => Reflect.apply(load(), self, given),
    construct: (_, given) => Reflect.construct(load(), given),
  });
  runner.replace(file, lazy);
}

module.exports = { forget, keep, postpone, requireFrom };
