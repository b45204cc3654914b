'use strict';

/** Reads the Terraform files of a folder, so that tests can compare what they declare. */

const fs = require('node:fs');
const path = require('node:path');
const hcl2json = require('@cdktn/hcl2json');

const {
  Call,
  call,
  expression,
  parse,
  parseKey,
  ref,
  references,
  template,
} = require('./expressions');

/** How many labels the blocks of each kind have; kinds that are not listed have none. */
const LABELS = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  action: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  check: 1,
};

/** The same for nested blocks, by the kind of block that they stand in. */
const NESTED_LABELS = {
  '': { dynamic: 1, provisioner: 1 },
  terraform: {
    backend: 1,
    provider_meta: 1,
    key_provider: 2,
    method: 2,
    remote_state_data_source: 1,
  },
  check: { data: 2 },
};

const MERGED_KINDS = ['locals', 'terraform'];
const MERGED_BLOCKS = ['lifecycle', 'required_providers'];

/**
 * Reads the Terraform files directly in `folder`, but for those named in `without`;
 * throws an Error, naming the file, if one does not parse.
 */
async function load(folder, { without = [] } = {}) {
  const names = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => /^[^.#].*\.(tf|tofu)(\.json)?$/.test(name))
    .sort();
  const hidden = names
    .filter((name) => name.includes('.tofu'))
    .map((name) => name.replace('.tofu', '.tf'));
  const blocks = [];
  const overrides = [];
  const left = [...hidden, ...without];
  for (const name of names.filter((candidate) => !left.includes(candidate))) {
    const isOverride = /(^|_)override\.(tf|tofu)(\.json)?$/.test(name);
    (isOverride ? overrides : blocks).push(
      ...(await read(path.join(folder, name))),
    );
  }
  return new Terraform(folder, override(merge(blocks), overrides));
}

/** The blocks that a folder of Terraform files declares, and the other files around them. */
class Terraform {
  #blocks;

  constructor(folder, blocks) {
    this.folder = folder;
    this.#blocks = blocks;
  }

  /** All blocks of this kind as `{ kind, labels, body }`, in the order of files and lines. */
  blocks(kind) {
    return this.#blocks.filter((block) => block.kind === kind);
  }

  /** The sorted names of the blocks of this kind, by type; kinds with one label have the type "". */
  names(kind) {
    const found = {};
    for (const { labels } of this.blocks(kind)) {
      const type = labels.slice(0, -1).join('');
      found[type] = [...(found[type] ?? []), labels.at(-1) ?? ''].sort();
    }
    return found;
  }

  /** The body of a block; a number after the labels tells those with the same kind and labels apart. */
  block(kind, ...labelsAndIndex) {
    const labels = labelsAndIndex.filter((label) => typeof label === 'string');
    const index =
      labelsAndIndex.find((label) => typeof label === 'number') ?? 0;
    const found = this.blocks(kind).filter((block) =>
      same(block.labels, labels),
    )[index];
    if (found) return found.body;
    const there = this.blocks(kind).filter((block) =>
      same(block.labels.slice(0, -1), labels.slice(0, -1)),
    );
    const others =
      there
        .map((block) => block.labels.join(' ') || kind)
        .sort()
        .join(', ') || 'none';
    const wanted =
      [kind, ...labels].join(' ') + (index ? ` (number ${index})` : '');
    throw new Error(
      `There is no ${wanted}. Declared as ${[kind, ...labels.slice(0, -1)].join(' ')}: ${others}.`,
    );
  }

  /** What the block refers to at `path` (names and indices) and below, sorted: `references('output', 'url', ['value'])`. */
  references(kind, ...labelsAndPath) {
    const steps = labelsAndPath.filter(Array.isArray).flat();
    const labels = labelsAndPath.filter((label) => !Array.isArray(label));
    const found = steps.reduce(
      (value, step) => value[step],
      this.block(kind, ...labels),
    );
    return [...new Set(references(found))].sort();
  }

  /** The texts that stand under one of `keys` in the block, at `path` and below. */
  values(kind, ...labelsAndRest) {
    const labels = labelsAndRest.slice(0, -1);
    const { keys, path: steps = [], index = 0 } = labelsAndRest.at(-1);
    const found = steps.reduce(
      (value, step) => value[step],
      this.block(kind, ...labels, index),
    );
    return textsUnder(found, keys);
  }

  /** Whether the file or folder at `file` is there and not empty. */
  exists(file) {
    const found = fs.statSync(path.join(this.folder, file), {
      throwIfNoEntry: false,
    });
    if (!found?.isDirectory()) return Boolean(found?.isFile() && found.size);
    return fs.readdirSync(path.join(this.folder, file)).length > 0;
  }

  /** Whether the Python, JavaScript or TypeScript file at `file` defines `symbol` at its top level. */
  defines(file, symbol) {
    const source = fs.readFileSync(path.join(this.folder, file), 'utf8');
    const code = file.endsWith('.py')
      ? source
      : source.replace(/\/\*.*?\*\/|^\s*\/\/[^\n]*/gms, '');
    const name = `(?<![\\w$])${symbol.replaceAll('$', '\\$')}(?![\\w$])`;
    const patterns = file.endsWith('.py') ? PYTHON_DEFINITIONS : EXPORTS;
    return patterns.some((pattern) =>
      new RegExp(
        pattern.replace('NAME', () => name),
        'm',
      ).test(code),
    );
  }
}

const PYTHON_DEFINITIONS = [
  '^(async\\s+)?def\\s+NAME\\s*\\(',
  '^class\\s+NAME\\s*[(:]',
  '^NAME\\s*(:[^=\\n]*)?=(?!=)',
  '^(from\\s+\\S+\\s+)?import\\s.*NAME',
];

const EXPORTS = [
  '\\bexports\\.NAME\\s*=(?!=)',
  '\\bmodule\\.exports\\s*=\\s*\\{[^}]*NAME\\s*[,:(}]',
  '\\bexport\\s+(?:const|let|var|class|(?:async\\s+)?function\\*?)\\s+NAME',
  '\\bexport\\s*\\{[^}]*NAME\\s*[,}]',
];

const same = (some, others) =>
  some.length === others.length &&
  some.every((item, at) => item === others[at]);

/** The texts under the keys, or all of them. */
function textsUnder(form, keys) {
  if (typeof form === 'string') return keys ? [] : [form];
  if (form instanceof Call) return textsUnder(form.arguments, keys);
  if (Array.isArray(form)) return form.flatMap((item) => textsUnder(item, keys));
  if (form === null || Object.getPrototypeOf(form) !== Object.prototype)
    return [];
  return Object.entries(form).flatMap(([key, item]) =>
    textsUnder(item, keys?.includes(key) ? null : keys),
  );
}

// --- Reading files. ---

async function read(file) {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n');
  try {
    return jsonBlocks(
      file.endsWith('.json')
        ? JSON.parse(text)
        : await hcl2json.parse(file, text),
    );
  } catch (error) {
    throw new Error(`${file} does not parse: ${error.message}`);
  }
}

/** The blocks of a file in Terraform's JSON syntax, which is what hcl2json makes of its native syntax. */
function jsonBlocks(document) {
  return labelled(document, 1).flatMap(([[kind], value]) =>
    labelled(value, LABELS[kind] ?? 0).map(([labels, body]) => ({
      kind,
      labels,
      body: bodyOf(body, { ...NESTED_LABELS[''], ...NESTED_LABELS[kind] }),
    })),
  );
}

/** The bodies in a JSON value with so many levels of labels; each level may be an object or a list of objects. */
function labelled(value, count) {
  const items = Array.isArray(value) ? value : [value];
  if (!count) return items.map((item) => [[], item]);
  const entries = items.flatMap((item) =>
    item && typeof item === 'object' ? Object.entries(item) : [],
  );
  return entries
    .filter(([label]) => label !== '//')
    .flatMap(([label, inner]) =>
      labelled(inner, count - 1).map(([labels, body]) => [
        [label, ...labels],
        body,
      ]),
    );
}

/** A body in JSON. It does not tell a nested block from an object: each stays an object, or a list of them. */
function bodyOf(value, nested) {
  if (Array.isArray(value)) return value.map((item) => bodyOf(item, nested));
  if (!isObject(value)) return parse(value);
  const found = [];
  for (const [name, item] of Object.entries(value)) {
    const bodies = labelled(item, nested[name] ?? 0);
    if (
      nested[name] &&
      bodies.length &&
      bodies.every(([, body]) => isObject(body))
    ) {
      const keys = [
        ...new Set(bodies.map(([labels]) => [name, ...labels].join(' '))),
      ];
      const under = (key) =>
        bodies.filter(([labels]) => [name, ...labels].join(' ') === key);
      found.push(
        ...keys.map((key) => [
          key,
          under(key).map(([, body]) => bodyOf(body, nested)),
        ]),
      );
    } else if (name !== '//') {
      found.push([parseKey(name), bodyOf(item, nested)]);
    }
  }
  return Object.fromEntries(found);
}

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

// --- Merging. ---

/** The blocks, with all `locals` as one and all `terraform` as one. */
function merge(blocks) {
  const merged = [];
  for (const block of blocks) {
    const first =
      MERGED_KINDS.includes(block.kind) &&
      merged.find(({ kind }) => kind === block.kind);
    if (!first) merged.push(block);
    for (const [name, value] of Object.entries(first ? block.body : {})) {
      const old = first.body[name];
      first.body[name] =
        Array.isArray(old) && Array.isArray(value) ? [...old, ...value] : value;
    }
  }
  return merged;
}

/** The blocks as override files change them: an attribute replaces, nested blocks replace all of their type. */
function override(blocks, overrides) {
  const type = (name) => name.replace(/^dynamic /, '');
  for (const change of overrides) {
    const block = blocks.find(
      (candidate) => identity(candidate) === identity(change),
    );
    if (!block) blocks.push(change);
    const replaced = Object.keys(change.body)
      .map(type)
      .filter((name) => !MERGED_BLOCKS.includes(name));
    const { body } = block ?? { body: {} };
    for (const name of Object.keys(body).filter((old) =>
      replaced.includes(type(old)),
    ))
      delete body[name];
    for (const [name, value] of Object.entries(change.body)) {
      const both = Array.isArray(body[name]) && Array.isArray(value);
      body[name] =
        MERGED_BLOCKS.includes(name) && both
          ? [{ ...body[name][0], ...value[0] }]
          : value;
    }
  }
  return blocks;
}

const identity = ({ kind, labels, body }) =>
  JSON.stringify([kind, labels, kind === 'provider' ? body.alias : null]);

module.exports = { Terraform, call, expression, load, ref, template };
