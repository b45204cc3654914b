'use strict';

/** Runs a program, or makes a stack, and reads what is synthesised. */

const fs = require('fs');
const os = require('os');
const path = require('path');

const { read } = require('./elements');
const HOME = require('./home');
const { during, libraries, libraryOf } = require('./library');
const { forget, keep } = require('./modules');
const { placesOf } = require('./places');
const { alone } = require('./running');
const { host } = require('./surroundings');
const { Watch, pause, turns } = require('./waiting');

const SUITE = path.resolve(__dirname, '..');

/** What the environment may say otherwise, and no test means. */
const UNSET = ['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS', 'CDKTF_TARGET_STACK_ID', 'SYNTH_HCL_OUTPUT'];

/** Where temporary files are put, by the system. */
const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];

/** Options of Node.js and of those that run TypeScript, behind which a file stands that is not the program. */
const LOADED = ['-r', '--require', '--import', '--loader', '--experimental-loader', '-P', '--project', '--tsconfig'];

/** That a program ends itself, as if all were well. */
class Exit extends Error {}

/** The stacks that are synthesised; all that is written is removed again, unless `inspect` wants to see the folder. */
async function run(settings, inspect = () => undefined) {
  const outdir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'synthesis-'));
  const temporary = path.join(outdir, 'tmp');
  fs.mkdirSync(temporary);
  const before = TEMPORARY.map((name) => [name, host.env[name]]);
  const env = { ...settings.env, ...environmentOf(settings, outdir) };
  try {
    return await alone({ ...settings, env }, async (folder, errors) => {
      for (const name of TEMPORARY) host.env[name] = temporary;
      const end = asCommanded(folder, settings);
      try {
        const apps = await synthesised(folder, settings, outdir, errors);
        const stacks = apps.flatMap((app) => read(app, placesOf(folder, rootOf(settings))));
        await inspect(outdir);
        return stacks;
      } finally {
        end();
        for (const [name, value] of before) restore(name, value);
      }
    });
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function restore(name, value) {
  if (value === undefined) delete host.env[name];
  else host.env[name] = value;
}

const rootOf = ({ root }) => (root === undefined ? HOME : path.resolve(SUITE, root));

/** What the library reads of the environment: where to synthesise, and the context, as its command sets them. */
function environmentOf({ folder: given, context: own }, outdir) {
  const folder = path.resolve(SUITE, given ?? '../..');
  const { context, codeMakerOutput, targetVersions, terraformModules = [] } = configurationIn(folder);
  keep(path.resolve(folder, codeMakerOutput ?? '.gen'));
  const sources = terraformModules.map((module) => module.source ?? module);
  const cdktfRelativeModules = sources.filter((source) => /^\.{1,2}\//.test(source));
  return {
    ...Object.fromEntries(UNSET.map((name) => [name, undefined])),
    CDKTF_CONTEXT_JSON: JSON.stringify({ ...context, cdktfRelativeModules, targetVersions, ...own }),
    CDKTF_OUTDIR: outdir,
  };
}

function configurationIn(folder) {
  const file = path.join(folder, 'cdktf.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) : {};
}

/** The program has the arguments that cdktf.json gives it, and if it ends the process, its own run ends instead. */
function asCommanded(folder, { create }) {
  const { argv, exit } = process;
  const { app } = configurationIn(folder);
  process.argv = [argv[0], ...(create ? ['test'] : commanded(folder, app))];
  process.exit = (code = 0) => {
    throw Number(code) === 0 ? new Exit() : new Error(`the program ends with exit code ${code}`);
  };
  return () => Object.assign(process, { argv, exit });
}

/** The file of the program and its arguments, in a command. */
function commanded(folder, command) {
  const [first] = String(command ?? '').split(/&&|\|\||[;|]/);
  const words = [...first.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ''));
  const isFile = (word, at) => /\.[cm]?[jt]sx?$/.test(word) && !LOADED.includes(words[at - 1]);
  const at = words.findIndex(isFile);
  return at < 0 ? ['program'] : [path.resolve(folder, words[at]), ...words.slice(at + 1)];
}

/** The apps that the program synthesises. */
async function synthesised(folder, settings, outdir, errors) {
  const all = libraries(folder);
  const apps = new Set();
  await forget();
  await during(outdir, (app) => apps.add(app), () => finished(settings, all, outdir, errors, apps));
  if (!apps.size) throw new Error('nothing is synthesised: no App of the program calls synth()');
  // What modules synthesise where they are loaded is not asked for, where a stack is made.
  return settings.create ? [...apps].slice(-1) : [...apps];
}

/** Starts the program and waits for all that it sets going. Throws if it never ends. */
async function finished({ load, create, patience }, all, outdir, errors, apps) {
  // An app that synthesises shows that there is progress.
  const watch = new Watch({ get requests() { return apps.size; } }, errors, patience);
  try {
    await watch.until(unlessExit(start(load, create, all, outdir, watch)), 'the program');
    // Node.js does not tell of all that a program may wait for before it makes its app.
    const isMade = () => create || apps.size > 0 || errors.length > 0;
    const since = Date.now();
    let looks = 0;
    do {
      await turns(3);
      if (watch.isBusy() || !isMade()) await pause(5);
      looks += 1;
    } while (watch.isBusy() || !(isMade() || watch.isOver(Date.now() - since, looks)));
    const failed = errors.filter((error) => !(error instanceof Exit));
    errors.splice(0, errors.length, ...failed);
    if (errors.length) throw errors[0];
  } finally {
    watch.stop();
  }
}

async function start(load, create, all, outdir, watch) {
  const module = await load();
  watch.isLoaded = true;
  if (!create) {
    if (module?.default instanceof Promise) await module.default;
    return;
  }
  const { App } = libraryOf(module, all);
  const app = new App({ outdir });
  await create(module, app);
  app.synth();
}

const unlessExit = (promise) =>
  promise.catch((error) => {
    if (!(error instanceof Exit)) throw error;
  });

module.exports = { run };
