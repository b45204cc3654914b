'use strict';

/** The runners' configuration. `handlers` are folders and files whose coverage counts, from the project's folder. */

const path = require('path');

const HOME = require('./home');

const SUITE = path.resolve(__dirname, '..');
/** Milliseconds. */
const TIMEOUT = 60_000;

const below = (...names) => path.join(__dirname, ...names);
const quoted = (text) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
const posix = (file) => file.split(path.sep).join('/');
const isFile = (place) => /\.[cm]?[jt]s$/.test(place);
const folderOf = (place) => path.join(HOME, isFile(place) ? path.dirname(place) : place);
const sources = (place) =>
  isFile(place) ? quoted(place) : posix(path.join(quoted(place), '**', '*.{js,cjs,mjs,ts,cts,mts}'));
const foreign = [
  '**/node_modules/**',
  '**/*.d.ts',
  '**/*.{test,spec}.*',
  `${posix(path.relative(HOME, SUITE))}/**`,
];

/** For Jest. */
function jestConfig({ handlers = [] } = {}) {
  return {
    rootDir: HOME,
    roots: [...new Set([SUITE, ...handlers.map(folderOf)])],
    testRegex: [`^${quoted(SUITE)}[/\\\\][^/\\\\]+\\.test\\.js$`],
    testEnvironment: 'node',
    testTimeout: TIMEOUT,
    moduleFileExtensions: ['js', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts', 'json', 'node'],
    modulePaths: [path.join(HOME, 'node_modules')],
    transform: { '\\.[cm]?[jt]sx?$': below('transform.js') },
    collectCoverageFrom: [...handlers.map(sources), ...foreign.map((glob) => `!${glob}`)],
    coverageReporters: ['text', 'lcov'],
    watchman: false,
  };
}

/** For Vitest. */
function vitestConfig({ handlers = [] } = {}) {
  return {
    root: HOME,
    test: {
      include: [`${posix(path.relative(HOME, SUITE))}/*.test.mjs`],
      setupFiles: [below('vitest.mjs')],
      environment: 'node',
      pool: 'forks',
      testTimeout: TIMEOUT,
      server: { deps: { external: [new RegExp(`${quoted(posix(__dirname))}/.*\\.js$`)] } },
      coverage: { include: handlers.map(sources), exclude: foreign },
    },
  };
}

module.exports = { jestConfig, vitestConfig };
