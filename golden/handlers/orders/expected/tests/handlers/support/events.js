'use strict';

/** Events and calls that are like others. */

const { isObject } = require('./plain');
const { Expected } = require('./session');
const { Encoded } = require('./terms');

const STEP = /\[(\d+)\]|\.?'([^']*)'|\.?([^.['][^.[]*)/g;

/** The names and positions in a path: `Records[0].body.id`; a name with dots in it is in quotes. */
const stepsOf = (path) =>
  [...path.matchAll(STEP)].map(([, index, quoted, name]) => index ?? quoted ?? name);

/**
 * The event with other values at these paths, and without what is at others; or a call whose input is so. A path leads
 * into what is encoded, too.
 */
function changed(event, changes, without = []) {
  if (event instanceof Expected) return event.with((input) => changed(input, changes, without));
  let result = event;
  for (const [path, value] of Object.entries(changes))
    result = put(result, stepsOf(path), () => value);
  for (const path of without) result = put(result, stepsOf(path), undefined);
  return result;
}

/** A copy with what `make` gives at the end of the steps; with nothing there without it. */
function put(value, [step, ...rest], make) {
  if (value instanceof Encoded)
    return new Encoded(value.how, put(value.value, [step, ...rest], make));
  if (!isObject(value) && !Array.isArray(value))
    throw new Error(`there is no ${step} to change in ${JSON.stringify(value)}`);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length > 0) copy[step] = put(copy[step], rest, make);
  else if (make) copy[step] = make();
  else delete copy[step];
  return copy;
}

/** A list of what `make` gives for each number. */
const numbered = (first, last, make) =>
  Array.from({ length: last - first + 1 }, (_, at) => make(first + at));

module.exports = { changed, numbered };
