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
    write(path.join(folder, name), fs.readFileSync(path.resolve(SUITE, file)));
  for (const [name, text] of Object.entries(texts)) write(path.join(folder, name), text);
  return folder;
}

function write(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

module.exports = { assembled };
