'use strict';

/** Packages that are put together of several places: they are written to a folder of their own. */

const fs = require('fs');
const os = require('os');
const path = require('path');

const SUITE = path.resolve(__dirname, '..');

/** The folder with these files, as seen from the tests' folder, and these texts, by their paths in the package. */
function assembled(files = {}, texts = {}) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'function-')));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, file] of Object.entries(files))
    write(inside(folder, name), fs.readFileSync(path.resolve(SUITE, file)));
  for (const [name, text] of Object.entries(texts)) write(inside(folder, name), text);
  return folder;
}

/** Where a file of the package stands: nothing is written outside of its folder. */
function inside(folder, name) {
  const file = path.resolve(folder, name);
  const leads = /[\\]|^[A-Za-z]:/.test(name) || name.split('/').includes('..');
  if (leads || !file.startsWith(folder + path.sep)) throw new Error(`${name} leads out of the package`);
  return file;
}

function write(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

module.exports = { assembled };
