'use strict';

/**
 * Runs one program under mocks, in a process of its own, and writes down what it registers.
 *
 * The request is a JSON file, named first; the answer goes to the file named second. Beside this file stands `support/`,
 * the support library of generated suites. Nothing gets out of here: no connection, no other process.
 */

const fs = require('fs');
const path = require('path');

const [, , requestFile, answerFile] = process.argv;
const request = JSON.parse(fs.readFileSync(requestFile, 'utf8'));

const refuse = (what) =>
  function refused() {
    throw new Error(`an observed program may not ${what}`);
  };

function enclose() {
  const deaf = refuse('connect to anything');
  require('net').Socket.prototype.connect = deaf;
  require('net').Server.prototype.listen = deaf;
  require('dgram').Socket.prototype.bind = deaf;
  require('dgram').Socket.prototype.send = deaf;
  const dns = require('dns');
  for (const owner of [dns, dns.promises])
    for (const name of Object.keys(owner))
      if (/^(lookup|resolve|reverse)/.test(name)) owner[name] = deaf;
  globalThis.fetch = deaf;
  const processes = require('child_process');
  for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'])
    processes[name] = refuse('start other programs');
  processes.ChildProcess.prototype.spawn = refuse('start other programs');
  require('worker_threads').Worker = refuse('start threads');
  process.exit = refuse('end the process');
  process.kill = refuse('send signals');
  // What modules import by name is a copy.
  require('module').syncBuiltinESMExports();
}

const exit = process.exit.bind(process);
const write = fs.writeFileSync;

/** A value as JSON: lists as they are, everything else that is no plain value with a mark of its kind. */
function encoded(value) {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object')
    return typeof value === 'number' && !Number.isFinite(value) ? { other: String(value) } : value;
  const kind = value.constructor?.name;
  if (kind === 'JsonArray') return { json: Array.from(value, encoded) };
  if (Array.isArray(value)) return value.map(encoded);
  const members = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encoded(item)]));
  if (kind === 'JsonObject') return { json: { map: members } };
  if (kind === 'Secret') return { secret: members.secret };
  if (kind === 'ResourceReference') return { resource: [value.type, value.name] };
  if (/(Asset|Archive)$/.test(kind ?? '')) return { kind, of: members.path ?? members.text ?? members.uri ?? members.assets };
  return { map: members };
}

/** What a request holds beside plain JSON; `make` says what becomes of secrets and outputs. */
function decoded(value, make) {
  const inner = (item) => decoded(item, make);
  if (Array.isArray(value)) return value.map(inner);
  if (value === null || typeof value !== 'object') return value;
  if ('secret' in value) return make.secret(inner(value.secret));
  if ('output' in value) return make.output(inner(value.output));
  if ('app' in value) return make.app();
  return Object.fromEntries(Object.entries(value.map).map(([key, item]) => [key, inner(item)]));
}

const settings = (given) =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, decoded(value, require('./support'))]));

async function observe() {
  require('./support/register');
  const { run } = require('./support/program');
  const load = async () => {
    const module = await require(path.resolve(request.home, request.module));
    return module !== null && ['object', 'function'].includes(typeof module) ? module : { default: module };
  };
  const create = (module, pulumi) => {
    const Component = request.export === 'default' ? (module.default ?? module) : module[request.export];
    const given = request.arguments.map((each) => (each === null ? undefined : decoded(each, pulumi)));
    return new Component(...given);
  };
  const { registrations, exports: exported, unanswered } = await run({
    folder: request.folder,
    project: request.project,
    stack: request.stack,
    organization: request.organization,
    config: settings(request.config),
    env: request.environment,
    outputs: settings(request.outputs),
    load,
    create: request.export ? create : undefined,
  });
  return {
    registrations: registrations.map((each) => ({
      type: each.type,
      name: each.name,
      kind: each.kind,
      urn: each.urn,
      parent: each.parent,
      id: each.given,
      inputs: encoded(each.inputs).map,
      options: encoded(each.options).map,
    })),
    exports: encoded(exported).map ?? {},
    unanswered,
  };
}

const finish = (answer) => {
  write(answerFile, JSON.stringify(answer));
  exit(0);
};

const work = () =>
  request.platform === 'cdktf' ? require('./observe_stacks').observe(request, { decoded, encoded }) : observe();

enclose();
process.on('uncaughtException', (error) => finish({ failure: String(error?.message ?? error) }));
process.on('unhandledRejection', (error) => finish({ failure: String(error?.message ?? error) }));
work().then(finish, (error) => finish({ failure: String(error?.message ?? error) }));
