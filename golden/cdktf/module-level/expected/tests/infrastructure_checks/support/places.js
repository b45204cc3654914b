'use strict';

/** What differs from machine to machine, and with every change of a file: the same wherever tests run. */

const fs = require('fs');
const path = require('path');

const HASH = /^[0-9A-F]{32}$/i;
const quoted = (text) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** The folder that a program runs in, and those above it up to `root`: how texts begin with them, and what is shown. */
function placesOf(folder, root) {
  const found = [];
  for (let place = folder, shown = '.'; ; place = path.dirname(place)) {
    for (const spelled of new Set([place, fs.realpathSync(place)]))
      found.push([new RegExp(`(?<![\\p{L}\\d./:-])${quoted(spelled)}(?![\\p{L}\\d._-])`, 'gu'), shown]);
    if (place === root || path.relative(root, place).startsWith('..') || place === path.dirname(place)) return found;
    shown = shown === '.' ? '..' : `../${shown}`;
  }
}

/** A text with paths from the program's folder, and with assets called by their constructs instead of their content. */
function shortened(text, places, assets) {
  let shown = text;
  for (const asset of assets) {
    const { path: place, assetHash, fileName, node } = asset;
    // One that the program gives says nothing of the content.
    if (!HASH.test(assetHash)) continue;
    const name = place.endsWith(`/${fileName}`) ? `/${fileName}` : '';
    shown = shown.replaceAll(place, `assets/${node.path}${name}`);
    shown = shown.replaceAll(assetHash, `hash of ${node.path}`);
  }
  for (const [place, instead] of places) shown = shown.replace(place, instead);
  return shown;
}

module.exports = { placesOf, shortened };
