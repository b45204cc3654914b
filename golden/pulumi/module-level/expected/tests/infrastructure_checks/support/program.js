'use strict';

/** Runs a program under mocks, alone, and waits until everything it does is done. */

const { forget } = require('./modules');
const { mocks } = require('./mocks');
const { Recorder } = require('./recorder');
const { alone } = require('./running');
const { sdk } = require('./sdk');
const { Secret } = require('./values');
const { Watch, pause, turns } = require('./waiting');
const wire = require('./wire');

/** What the program registers and exports. */
const run = (settings) =>
  alone(settings, (folder, errors) => observed(folder, settings, errors));

/** What comes of the program with all in its place. */
async function observed(folder, settings, errors) {
  const found = sdk(folder);
  const recorder = new Recorder(found);
  found.observer = recorder;
  configure(found, settings);
  await install(found, settings);
  recorder.attach();
  await forget();
  return finished(settings, recorder, found, errors);
}

/** The program at work: the promise of what it exports. */
async function start({ pulumi }, { load, create }, watch) {
  let exported;
  await pulumi.runtime.runInPulumiStack(async () => {
    const module = await load();
    watch.isLoaded = true;
    exported = create
      ? properties(await create(module, pulumi), pulumi)
      : await called(programOf(module));
  });
  return exported;
}

/** What a module exports, as Pulumi takes it: `export =` and a default export alone are the program itself. */
function programOf(module) {
  if (!('default' in module)) return module;
  const { default: main, ...named } = module;
  const isCopy = (key) => Object.is(main?.[key], named[key]);
  return typeof main === 'function' || Object.keys(named).every(isCopy) ? main : module;
}

const called = (program) => (typeof program === 'function' ? program() : program);

/** What a component shows of itself: no resources, which are registered, and nothing of Pulumi's own. */
function properties(component, pulumi) {
  const isShown = ([key, value]) =>
    !key.startsWith('_') && key !== 'urn' && !pulumi.Resource.isInstance(value);
  return Object.fromEntries(Object.entries(component ?? {}).filter(isShown));
}

async function install({ pulumi }, settings) {
  const { project, stack, organization, config, outputs } = settings;
  const region = config?.['aws:region'];
  await pulumi.runtime.setMocks(
    mocks({ region, overrides: outputs }),
    project ?? 'project',
    stack ?? 'test',
    false,
    organization ?? 'organization',
  );
}

function configure({ pulumi }, { config = {} }) {
  const values = {};
  const secrets = [];
  for (const [key, given] of Object.entries(config)) {
    const value = given instanceof Secret ? given.secret : given;
    if (given instanceof Secret) secrets.push(key);
    if (value !== undefined) values[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  pulumi.runtime.setAllConfig(values, secrets);
}

// --- Waiting. ---

/** Starts the program and waits for all that it sets going: what it comes to. Throws if it never ends. */
async function finished(settings, recorder, found, errors) {
  const idle = found.internal('runtime/settings').waitForRPCs ?? (async () => undefined);
  const watch = new Watch(recorder, errors, settings.patience);
  try {
    const value = await watch.until(start(found, settings, watch), 'the program');
    for (let before = -1; before !== recorder.requests || watch.isBusy(); ) {
      before = recorder.requests;
      await watch.until(idle(), 'a resource');
      await watch.until(Promise.all(recorder.pending.splice(0)), 'an output');
      await turns(3);
      if (watch.isBusy()) await pause(5);
    }
    if (errors.length) throw errors[0];
    const exported = wire.exported(value, found.pulumi);
    return {
      registrations: await watch.until(recorder.results(), 'an option of a resource'),
      exports: (await watch.until(exported, 'an export')) ?? {},
      unanswered: [...recorder.unanswered].sort(),
    };
  } finally {
    watch.stop();
  }
}

module.exports = { run };
