'use strict';

/** The runners' configuration. `infrastructure` are the files whose coverage counts, from the project's folder. */

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const HOME = require('./home');
const { SUITE, compiler, located, projectOptions } = require('./typescript');

/** Milliseconds. */
const TIMEOUT = 60_000;

const below = (...names) => path.join(__dirname, ...names);
const quoted = (text) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
const posix = (file) => file.split(path.sep).join('/');

/** For Jest. */
function jestConfig({ infrastructure = [] } = {}) {
  const transformed = modulePackages().map((name) => `${quoted(name)}/|`);
  return {
    rootDir: HOME,
    roots: roots(infrastructure),
    testRegex: [`^${quoted(SUITE)}[/\\\\][^/\\\\]+\\.test\\.[jt]s$`],
    testEnvironment: 'node',
    testTimeout: TIMEOUT,
    moduleFileExtensions: ['js', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts', 'json', 'node'],
    transform: { '\\.[cm]?[jt]sx?$': below('transform.js') },
    transformIgnorePatterns: [`/node_modules/(?!${transformed.join('')}\\.pnpm/)`],
    collectCoverageFrom: infrastructure.map(quoted),
    watchman: false,
  };
}

/** The folders that Jest looks through: the whole project only where its sources lie beside its packages. */
function roots(infrastructure) {
  const folders = infrastructure.map((file) => posix(file).split('/').slice(0, -1)[0] ?? '.');
  const all = folders.some((folder) => folder === '.' || folder === '..')
    ? [HOME]
    : [SUITE, ...folders.map((folder) => path.join(HOME, folder))];
  return [...new Set(all)];
}

/** Packages below the project's that Jest cannot load as they are, because they are modules alone. */
function modulePackages() {
  const found = new Set();
  const seen = new Set();
  const look = (require, names) => {
    for (const name of names) {
      const data = seen.has(name) ? undefined : packageOf(require, name);
      seen.add(name);
      if (data?.content.type !== 'module') continue;
      found.add(name);
      look(createRequire(data.file), Object.keys(data.content.dependencies ?? {}));
    }
  };
  const own = path.join(HOME, 'package.json');
  const { dependencies, devDependencies } = read(own) ?? {};
  look(createRequire(own), Object.keys({ ...devDependencies, ...dependencies }));
  return [...found];
}

function packageOf(require, name) {
  const files = (require.resolve.paths(name) ?? []).map((folder) => path.join(folder, name, 'package.json'));
  const file = files.find((each) => fs.existsSync(each));
  return file && { file, content: read(file) ?? {} };
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** For Vitest. */
function vitestConfig({ infrastructure = [] } = {}) {
  return {
    root: HOME,
    plugins: [{ name: 'tsconfig-paths', enforce: 'pre', resolveId }],
    test: {
      include: [`${posix(path.relative(HOME, SUITE))}/*.test.{ts,js}`],
      globals: true,
      environment: 'node',
      pool: 'forks',
      testTimeout: TIMEOUT,
      hookTimeout: TIMEOUT,
      server: { deps: { external: [new RegExp(`${quoted(posix(__dirname))}/`)] } },
      coverage: { include: infrastructure.map((file) => quoted(posix(path.resolve(HOME, file)))) },
    },
  };
}

function resolveId(specifier, importer) {
  if (!importer || importer.includes('/node_modules/') || specifier.startsWith('\0')) return null;
  return located(specifier, importer, projectOptions(compiler(), importer)) ?? null;
}

/** For Mocha. */
function mochaConfig() {
  return {
    require: [below('register.js')],
    spec: [`${posix(path.relative(process.cwd(), SUITE))}/*.spec.{ts,js}`],
    timeout: TIMEOUT,
  };
}

module.exports = { jestConfig, mochaConfig, vitestConfig };
