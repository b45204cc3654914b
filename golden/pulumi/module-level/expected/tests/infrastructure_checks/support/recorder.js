'use strict';

/** Records what a program asks of the engine: each resource with its inputs, options and mocked state. */

const wire = require('./wire');

const ROOT = 'pulumi:pulumi:Stack';

class Recorder {
  constructor({ pulumi, internal }) {
    this.pulumi = pulumi;
    this.internal = internal;
    this.registrations = [];
    /** How many requests were made: it grows as long as the program gets on. */
    this.requests = 0;
    this.given = [];
    this.pending = [];
    this.unanswered = new Set();
  }

  /** Stands between the program and the mocks, which `setMocks` has installed. */
  attach() {
    const monitor = this.pulumi.runtime.getMonitor();
    this.between(monitor, 'registerResource', (request) => this.registered(request));
    this.between(monitor, 'readResource', (request) => this.read(request));
    this.between(monitor, 'invoke', () => undefined);
    this.between(monitor, 'call', () => undefined);
    this.withoutCallbacks();
  }

  /** Calls `record` with each request of this kind, and what it returns with the answer. */
  between(monitor, method, record) {
    const original = monitor[method];
    monitor[method] = (request, callback) => {
      this.requests += 1;
      const answered = record(request);
      const answer = (error, response) => {
        // The SDK shows the details of an error alone.
        if (error) error.details ??= error.message;
        else answered?.(response);
        callback(error, response);
      };
      if (original) original.call(monitor, request, answer);
      else answer(new Error(`the mocks do not know ${request.getTok()}`));
    };
  }

  /** Transforms and hooks, which the engine would call back, are accepted and do not run: no server is started. */
  withoutCallbacks() {
    const store = this.internal('runtime/state').getStore?.();
    const { Callback } = this.internal('proto/callback_pb');
    if (!store || !Callback) return;
    const nothing = async () => new Callback();
    store.callbacks = new Proxy({}, { get: (_, key) => (key === 'then' ? undefined : nothing) });
  }

  registered(request) {
    const custom = request.getCustom();
    return this.record(request, {
      kind: request.getRemote() ? 'remote' : custom ? 'custom' : 'component',
      inputs: request.getObject(),
      id: request.getImportid?.() || '',
    }, (response) => ({ id: response.getId(), state: response.getObject() }));
  }

  read(request) {
    return this.record(request, {
      kind: 'read',
      inputs: request.getProperties(),
      id: request.getId(),
    }, (response) => ({ id: request.getId(), state: response.getProperties() }));
  }

  record(request, { kind, inputs, id }, outcome) {
    const registration = {
      type: request.getType(),
      name: request.getName(),
      kind,
      given: id,
      inputs: wire.inputs(inputs),
      request,
    };
    this.registrations.push(registration);
    return (response) => {
      const { id: made, state } = outcome(response);
      registration.urn = response.getUrn();
      registration.id = made;
      registration.state = { ...wire.inputs(state), id: made, urn: registration.urn };
    };
  }

  /** A resource is made with these options (see `sdk.js`). */
  resource(resource, options) {
    this.given.push({ resource, options: { ...options } });
  }

  /** The program looks into an output. */
  looked({ resource, path }, output) {
    const watch = output.promise().then(
      (value) => {
        if (value === undefined)
          this.unanswered.add(`${resource.__pulumiType}::${resource.__name}.${path}`);
      },
      () => undefined,
    );
    this.pending.push(watch);
  }

  /** What was registered, once the program is done; the root stack is left out. */
  async results() {
    const [root] = this.registrations.filter(({ type }) => type === ROOT);
    const options = new Map();
    for (const { resource, options: given } of this.given) {
      const urn = await settled(resource.urn);
      const parent = given.parent ? await settled(given.parent.urn) : root?.urn;
      options.set(`${parent} ${urn}`, given);
    }
    const results = [];
    for (const registration of this.registrations) {
      if (registration === root || registration.urn === undefined) continue;
      const { request, ...rest } = registration;
      const parent = request.getParent();
      const given = options.get(`${parent} ${registration.urn}`);
      results.push({
        ...rest,
        parent: parent === root?.urn ? '' : parent,
        options: await this.optionsOf(request, given, root?.urn),
      });
    }
    return results;
  }

  async optionsOf(request, given, root) {
    const parent = request.getParent();
    const all = {
      parent: parent === root ? undefined : parent,
      provider: withoutId(request.getProvider()),
      providers: [...(request.getProvidersMap?.().values?.() ?? [])].map(withoutId),
      dependsOn: await this.dependencies(request, given),
      protect: given ? given.protect : request.getProtect?.() || undefined,
      retainOnDelete: given ? given.retainOnDelete : request.getRetainondelete?.() || undefined,
      deleteBeforeReplace: request.getDeletebeforereplacedefined?.() ? request.getDeletebeforereplace() : undefined,
      ignoreChanges: request.getIgnorechangesList?.(),
      replaceOnChanges: request.getReplaceonchangesList?.(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList?.(),
      aliases: [
        ...(request.getAliasurnsList?.() ?? []),
        ...(request.getAliasesList?.() ?? []).map((alias) => aliasOf(alias, parent)),
      ],
      customTimeouts: timeoutsOf(request.getCustomtimeouts?.()),
      deletedWith: request.getDeletedwith?.(),
      import: request.getImportid?.(),
      version: request.getVersion(),
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => !isUnset(value)));
  }

  /** The resources of `dependsOn`; what a request shows without the option are dependencies that no input explains. */
  async dependencies(request, given) {
    if (given) {
      const resources = await settled(this.pulumi.output(given.dependsOn));
      const urns = [resources ?? []].flat().map(({ urn }) => settled(urn));
      return Promise.all(urns);
    }
    const explained = [...(request.getPropertydependenciesMap?.().values?.() ?? [])]
      .flatMap((dependencies) => dependencies.getUrnsList());
    return request.getDependenciesList().filter((urn) => !explained.includes(urn));
  }
}

/** The value of an output; nothing where it failed, which is reported elsewhere. */
const settled = (output) => output.promise().catch(() => undefined);

/** Providers are named by URN and id. */
const withoutId = (reference) => reference.split('::').slice(0, 4).join('::');

function aliasOf(alias, ownParent) {
  if (alias.getUrn()) return alias.getUrn();
  const spec = alias.getSpec();
  const parent = spec.getParenturn();
  const all = {
    name: spec.getName(),
    type: spec.getType(),
    project: spec.getProject(),
    stack: spec.getStack(),
    parent: parent === ownParent ? undefined : parent,
    noParent: spec.getNoparent() || undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

function timeoutsOf(timeouts) {
  const all = {
    create: timeouts?.getCreate(),
    update: timeouts?.getUpdate(),
    delete: timeouts?.getDelete(),
  };
  const set = Object.entries(all).filter(([, value]) => value);
  return set.length ? Object.fromEntries(set) : undefined;
}

const isUnset = (value) =>
  value === undefined || value === '' || (Array.isArray(value) && !value.length);

module.exports = { Recorder };
