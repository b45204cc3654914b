'use strict';

/**
 * What a program of stacks synthesises, as often as it is asked: starting is what takes long. `observe_javascript.js`,
 * which stands beside this file, runs it.
 */

const fs = require('fs');
const path = require('path');
const processes = require('child_process');

/** How the library has another process put the files of an asset into an archive. */
const ARCHIVE = /^node \S+fs\.js .+ (\S+)$/;

/** Archives stay empty: nobody looks into them. */
function withoutArchives() {
  const { execSync } = processes;
  processes.execSync = (command, ...rest) => {
    const [, file] = ARCHIVE.exec(command) ?? [];
    if (file === undefined) return execSync(command, ...rest);
    fs.writeFileSync(file, '');
    return '';
  };
}

async function observe(request, { decoded, encoded }) {
  withoutArchives();
  require('./support/register');
  const { run } = require('./support/program');
  const load = async () => {
    const module = await require(path.resolve(request.home, request.module));
    return module !== null && ['object', 'function'].includes(typeof module) ? module : { default: module };
  };
  const create = (module, app) => {
    const Stack = request.export === 'default' ? (module.default ?? module) : module[request.export];
    const make = { app: () => app };
    return new Stack(...request.arguments.map((each) => (each === null ? undefined : decoded(each, make))));
  };
  const settings = {
    folder: request.folder,
    env: request.environment,
    context: decoded(request.context, {}),
    load,
    create: request.export ? create : undefined,
  };
  const runs = [];
  while (runs.length < request.times) runs.push(await synthesised(() => run(settings), encoded));
  return { runs };
}

/** What one run synthesises, or why it does not get to its end. */
async function synthesised(run, encoded) {
  let stacks;
  try {
    stacks = await run();
  } catch (error) {
    return { failure: String(error?.message ?? error) };
  }
  const named = (stack, { id }) => (stacks.length > 1 ? `${stack.path}/${id}` : id);
  const blocks = stacks.flatMap((stack) => stack.blocks.map((block) => ({ stack, block })));
  const isOutput = ({ block }) => block.type === 'output';
  return {
    elements: blocks.filter((each) => !isOutput(each)).map(({ block }) => ({
      type: block.type,
      path: block.path,
      address: block.address ?? '',
      configuration: encoded(block.body),
    })),
    outputs: Object.fromEntries(
      blocks.filter(isOutput).map(({ stack, block }) => [named(stack, block), encoded(block.body)]),
    ),
  };
}

module.exports = { observe };
