'use strict';

/** A source as CommonJS, with its source map in it. */

const path = require('path');

const { transpiled } = require('./typescript');

const MAP = /^(\/\/# sourceMappingURL=data:[^,]*;base64,)(.*)$/m;

/** The compiler leaves files alone whose names say that they are modules: it is told other names. */
function commonjs(file, text) {
  const named = file.replace(/\.[cm]([jt]s)$/, '.$1');
  const code = transpiled(named, text);
  if (named === file) return code;
  return code.replace(MAP, (_, start, map) => {
    const known = JSON.parse(Buffer.from(map, 'base64').toString());
    const told = { ...known, sources: [path.basename(file)] };
    return start + Buffer.from(JSON.stringify(told)).toString('base64');
  });
}

module.exports = { commonjs };
