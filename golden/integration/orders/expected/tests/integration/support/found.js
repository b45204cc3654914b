'use strict';

/**
 * Finds its way in answers. A path is names with dots between; `Name[Key=Value]` is the first
 * element of a list whose member is that text (`~` for `=`: without case; `[]` behind it: all of
 * these), `Name[0]` one by position, `Name[]` all of them, `Name["a.b"]` a member with an odd name,
 * `Name:json` what a text says as JSON, `Name:object(Key,Value)` a list of members as an object and
 * `Name:list(,)` a text as a list, `Name:keys` the names of the members of an object,
 * `Name:count` how many elements a list has, `Name:dns` a name of the DNS without its last dot.
 */

/** What is at a path, or null where nothing is. */
function read(value, path) {
  return walk(value, stepsOf(path));
}

function walk(value, [step, ...rest]) {
  if (value === null || value === undefined) return null;
  if (step === undefined) return value;
  if (Object.hasOwn(STEPS, step.kind)) {
    return walk(STEPS[step.kind](value, step), rest);
  }
  if (!Array.isArray(value)) return null;
  if (step.kind === 'at') return walk(value[step.index], rest);
  const elements = value.filter((item) => fits(item, step));
  if (step.kind === 'one') return walk(elements[0], rest);
  const parts = elements
    .map((item) => walk(item, rest))
    .filter((item) => item !== null);
  return rest.some(({ kind }) => kind === 'all') ? parts.flat() : parts;
}

function fits(item, { path, text, isLoose }) {
  if (path === undefined) return true;
  const value = textOf(read(item, path));
  if (!isLoose || value === null) return value === text;
  return value.toLowerCase() === text.toLowerCase();
}

/** A member of an object, or null where there is none. */
function memberOf(value, name) {
  if (value === null || typeof value !== 'object') return null;
  const isThere = !Array.isArray(value) && Object.hasOwn(value, name);
  return isThere ? (value[name] ?? null) : null;
}

/** What a text says as JSON, which may be encoded or escaped; what is no JSON stays. */
function parsed(value) {
  if (typeof value !== 'string') return value;
  for (const parse of [JSON.parse, encodedJson, escapedJson]) {
    try {
      return parse(value);
    } catch {
      // It is written in another way, or no JSON at all.
    }
  }
  return value;
}

/** JSON that is encoded as in a URL, as IAM does. */
function encodedJson(text) {
  return JSON.parse(decodeURIComponent(text));
}

/** JSON in JSON that lacks its quotes, as API Gateway does. */
function escapedJson(text) {
  return JSON.parse(JSON.parse(`"${text}"`));
}

/** The names of an object's members that are there, in order. */
function keysOf(value) {
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const names = Object.keys(value).filter(
    (name) => memberOf(value, name) !== null,
  );
  return names.sort();
}

/** A name of the DNS as authors write it: no dot at its end, `*` as it is. */
function dns(value) {
  if (typeof value !== 'string') return value;
  return value.toLowerCase().replace(/\.$/, '').replaceAll('\\052', '*');
}

function split(value, { sign }) {
  if (typeof value !== 'string') return value;
  const parts = value.split(sign).map((item) => item.trim());
  return parts.filter((item) => item !== '');
}

function object(value, { key, member: path }) {
  if (!Array.isArray(value)) return value;
  const members = value
    .map((item) => [read(item, key), read(item, path)])
    .filter(([name]) => name !== null);
  return Object.fromEntries(members);
}

/** What a step finds in a value that is there, but for those into lists. */
const STEPS = {
  member: (value, { name }) => memberOf(value, name),
  json: parsed,
  keys: keysOf,
  count: (value) => (Array.isArray(value) ? value.length : null),
  dns,
  list: split,
  object,
};

/** The first element whose members are as `where` says, by path; or null. */
function choose(elements, where) {
  const isChosen = (element) =>
    Object.entries(where).every(([path, wanted]) => {
      const value = read(element, path);
      const texts = (Array.isArray(value) ? value : [value]).map(textOf);
      return textOf(wanted) !== null && texts.includes(textOf(wanted));
    });
  return elements.find(isChosen) ?? null;
}

/** A number, truth or text as text; null for anything else. */
function textOf(value) {
  if (value === null || value === undefined || typeof value === 'object') {
    return null;
  }
  return String(value);
}

/** A name in a path, up to a dot, brackets or what says how a value is read. */
const NAME =
  /^(?:(?!:(?:json|keys|count|dns)(?![^.:[])|:object\(|:list\()[^.[])+/;

const known = new Map();

/** The steps of a path. */
function stepsOf(path) {
  if (!known.has(path)) known.set(path, [...steps(path)]);
  return known.get(path);
}

function* steps(path) {
  for (let rest = path; rest !== '';) {
    const name = NAME.exec(rest)?.[0] ?? '';
    if (name !== '') yield { kind: 'member', name };
    rest = rest.slice(name.length);
    while (rest !== '' && !rest.startsWith('.')) {
      const parse = rest.startsWith('[') ? bracket : colon;
      const [text, step] = parse(rest) ?? unreadable(path);
      rest = rest.slice(text.length);
      const every = step.kind === 'one' && /^\[\]/.test(rest);
      if (every) rest = rest.slice(2);
      yield every ? { ...step, kind: 'all' } : step;
    }
    rest = rest.replace(/^\./, '');
  }
}

function bracket(rest) {
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(rest);
  if (quoted) {
    return [quoted[0], { kind: 'member', name: JSON.parse(quoted[1]) }];
  }
  const [text, inside] = /^\[([^\]]*)\]/.exec(rest) ?? [];
  if (inside === undefined) return null;
  if (inside === '') return [text, { kind: 'all' }];
  if (/^\d+$/.test(inside)) return [text, { kind: 'at', index: +inside }];
  const at = inside.search(/[=~]/);
  const wanted = { path: inside.slice(0, at), text: inside.slice(at + 1) };
  const isLoose = inside[at] === '~';
  return at < 0 ? null : [text, { kind: 'one', isLoose, ...wanted }];
}

function colon(rest) {
  const [text, word, inside = ''] =
    /^:(json|keys|count|dns|object|list)(?:\(([^()]*)\))?/.exec(rest) ?? [];
  if (word === undefined) return null;
  if (word === 'list') return [text, { kind: word, sign: inside }];
  const [key, path] = inside.split(',');
  return [text, { kind: word, key, member: path }];
}

function unreadable(path) {
  throw new Error(`${path} is no path`);
}

module.exports = { choose, memberOf, parsed, read, textOf };
