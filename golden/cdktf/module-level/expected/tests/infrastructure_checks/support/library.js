'use strict';

/**
 * The project's own CDKTF or CDK Terrain, made ready for tests: it synthesises into a folder that is given, and looks
 * neither for Terraform nor for what it spends time on and no test looks at.
 */

const fs = require('fs');
const path = require('path');

const HOME = require('./home');
const { requireFrom } = require('./modules');
const { BINARY } = require('./validation');

const PACKAGES = ['cdktf', 'cdktn'];

/** What the app that is at work now is told of. */
let session;

const known = new Map();

/** The libraries that the program in `folder` may be written with; those that the project names come first. */
function libraries(folder) {
  const require = requireFrom(folder);
  const named = namesIn(path.join(HOME, 'package.json'));
  const found = PACKAGES.filter((name) => canResolve(require, name));
  if (!found.length) throw new Error('the project has neither cdktf nor cdktn installed');
  const ordered = [...found.filter((name) => named.has(name)), ...found.filter((name) => !named.has(name))];
  return ordered.map((name) => load(require, name));
}

function canResolve(require, name) {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
}

function namesIn(file) {
  if (!fs.existsSync(file)) return new Set();
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }));
}

function load(require, name) {
  const place = require.resolve(name);
  if (!known.has(place)) {
    const library = require(name);
    watch(library.App, library.Manifest);
    trustTerraform(require, name);
    packNothing(require, name);
    known.set(place, library);
  }
  return known.get(place);
}

/** Apps synthesise into the session's folder, wherever they would, and tell the session. */
function watch(App, Manifest) {
  const { loadContext, synth } = App.prototype;
  // It is called when an app knows its folder, and has not made it yet.
  App.prototype.loadContext = function redirected(...given) {
    if (session) Object.assign(this, { outdir: session.outdir, hclOutput: false });
    return loadContext?.apply(this, given);
  };
  App.prototype.synth = function watched(...given) {
    if (!session) return synth.apply(this, given);
    if (path.resolve(this.outdir) !== session.outdir)
      Object.assign(this, { outdir: session.outdir, manifest: new Manifest('', session.outdir, false) });
    const result = synth.apply(this, given);
    session.synthesised(this);
    return result;
  };
}

/** Some constructs ask for the version of Terraform, which no test has. */
function trustTerraform(require, name) {
  try {
    const { ValidateBinaryVersion } = require(`${name}/lib/validations`);
    ValidateBinaryVersion.prototype.validate = () => [];
  } catch {
    // A version that does not ask.
  }
}

/** Archives of assets stay empty, unless Terraform itself wants to see them: another process would make each. */
function packNothing(require, name) {
  if (BINARY) return;
  try {
    require(`${name}/lib/private/fs`).archiveSync = (source, target) => fs.writeFileSync(target, '');
  } catch {
    // A version that makes them otherwise.
  }
}

/** What `work` gives while apps synthesise into `outdir` and are handed to `synthesised`. */
async function during(outdir, synthesised, work) {
  session = { outdir, synthesised };
  try {
    return await work();
  } finally {
    session = undefined;
  }
}

/** The library of the stacks that a module exports; the first, if it shows none. */
function libraryOf(module, all) {
  const exported = Object.values(module ?? {});
  const isStack = (item, { TerraformStack }) => typeof item === 'function' && item.prototype instanceof TerraformStack;
  return all.find((library) => exported.some((item) => isStack(item, library))) ?? all[0];
}

module.exports = { during, libraries, libraryOf };
