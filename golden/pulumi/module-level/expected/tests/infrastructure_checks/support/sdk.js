'use strict';

/**
 * The project's own Pulumi SDK, made ready for mocks.
 *
 * What the SDK does not show is read from its internals, each of which may be missing in another version: then the
 * suite goes on with less. Where Pulumi would spend time on what no mock ever looks at, it is spared.
 */

const path = require('path');

const { postpone, requireFrom } = require('./modules');

const LABEL = '__suiteLabel';

const loaded = new Map();

/** The SDK as the program in `folder` finds it, whose `observer` is told what happens in it. */
function sdk(folder) {
  const require = requireFrom(folder);
  const place = require.resolve('@pulumi/pulumi');
  if (!loaded.has(place)) loaded.set(place, load(require));
  const found = loaded.get(place);
  found.observer = undefined;
  return found;
}

function load(require) {
  const requireOfPulumi = requireFrom(
    path.dirname(require.resolve('@pulumi/pulumi/package.json')),
  );
  // With these functions are packed, which never happens under mocks.
  postpone(requireOfPulumi, 'typescript');
  postpone(requireOfPulumi, '@npmcli/arborist');
  const pulumi = require('@pulumi/pulumi');
  const internal = (name) => {
    try {
      return require(`@pulumi/pulumi/${name}`);
    } catch {
      return {};
    }
  };
  const found = { pulumi, internal, observer: undefined };
  packNothing(pulumi, internal);
  traceNothing(internal);
  watchOptions(found);
  watchOutputs(found);
  return found;
}

/** Functions are not turned into code: it takes long, and no test compares it. */
function packNothing({ runtime }, internal) {
  const packed = () =>
    Promise.resolve({
      text: 'exports.handler = () => {};',
      exportName: 'handler',
      containsSecrets: false,
    });
  const text = () => packed().then((code) => code.text);
  const nothing = () => Promise.resolve(new Map());
  const closures = internal('runtime/closure/serializeClosure');
  for (const exported of [runtime, closures]) {
    replace(exported, 'serializeFunction', () => packed);
    replace(exported, 'serializeFunctionAsync', () => text);
  }
  for (const exported of [runtime, internal('runtime/closure/codePaths')])
    replace(exported, 'computeCodePaths', () => nothing);
}

/** Promises do not remember where they were made: some sixty stack traces for each resource. */
function traceNothing(internal) {
  replace(
    internal('runtime/debuggable'),
    'debuggablePromise',
    () => (promise) => promise,
  );
}

/** Tells the observer of the options that each resource is given: the registrations show less. */
function watchOptions(found) {
  const registration = found.internal('runtime/resource');
  replace(registration, 'registerResource', (original) => (...given) => {
    found.observer?.resource(given[0], given[8]);
    return original(...given);
  });
  replace(registration, 'readResource', (original) => (...given) => {
    found.observer?.resource(given[0], given[5]);
    return original(...given);
  });
}

/** Tells the observer of outputs that the program looks into, although they turn out to be undefined. */
function watchOutputs(found) {
  const { pulumi, internal } = found;
  const look = (output) => {
    const label = output?.[LABEL];
    if (label && found.observer) found.observer.looked(label, output);
  };
  replace(internal('runtime/rpc'), 'transferProperties', (original) => (...given) => {
    const resolvers = original(...given);
    const [resource, , properties] = given;
    for (const key of Object.keys(properties))
      if (pulumi.Output.isInstance(resource[key]))
        mark(resource[key], { resource, path: key });
    return resolvers;
  });
  replace(pulumi.Output.prototype, 'apply', (original) =>
    function apply(...given) {
      look(this);
      const result = original.apply(this, given);
      const isMember = given[1] === true;
      if (isMember && this[LABEL])
        mark(result, { ...this[LABEL], path: `${this[LABEL].path}.*` });
      return result;
    });
  for (const name of ['all', 'concat', 'interpolate', 'jsonStringify'])
    replace(pulumi, name, (original) => (...given) => {
      for (const values of given)
        if (pulumi.Output.isInstance(values)) look(values);
        else if (isCollection(values)) Object.values(values).forEach(look);
      return original(...given);
    });
}

const mark = (output, label) =>
  Object.defineProperty(output, LABEL, { value: label });

const isCollection = (value) =>
  Array.isArray(value) ||
  (value !== null &&
    typeof value === 'object' &&
    Object.getPrototypeOf(value) !== null &&
    Object.getPrototypeOf(Object.getPrototypeOf(value)) === null);

/** Puts `change(original)` in place of a function, if it is there. */
function replace(owner, name, change) {
  const original = owner[name];
  if (typeof original !== 'function') return;
  try {
    owner[name] = change(original);
  } catch {
    // A version that does not let itself be changed.
  }
}

module.exports = { sdk };
