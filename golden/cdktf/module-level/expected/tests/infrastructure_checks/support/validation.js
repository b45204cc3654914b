'use strict';

/**
 * Asks Terraform itself about what is synthesised, where `VALIDATE_WITH` names it (`terraform`, `tofu`).
 *
 * It needs its providers for that, which it may have to download; nothing else of these tests does.
 */

const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const BINARY = binary(process.env.VALIDATE_WITH);

function binary(name) {
  if (!name) return undefined;
  return spawnSync(name, ['-version'], { stdio: 'ignore' }).status === 0 ? name : undefined;
}

/** What Terraform finds wrong with the stacks in a folder. */
function faultsIn(folder) {
  const stacks = path.join(folder, 'stacks');
  const named = (name) => faultsOf(path.join(stacks, name)).map((fault) => `${name}: ${fault}`);
  return fs.readdirSync(stacks).sort().flatMap(named);
}

function faultsOf(folder) {
  const made = ask(folder, 'init', '-backend=false', '-input=false', '-no-color');
  if (made.status !== 0) return [made.stderr || made.stdout];
  const { diagnostics } = JSON.parse(ask(folder, 'validate', '-json').stdout);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, detail }) => (detail ? `${summary}: ${detail}` : summary));
}

const ask = (folder, ...given) => spawnSync(BINARY, given, { cwd: folder, encoding: 'utf8' });

module.exports = { BINARY, faultsIn };
