'use strict';

/** What an app synthesises: the blocks of its stacks, with the constructs that they come from. */

const fs = require('fs');
const path = require('path');

const { comparable } = require('./documents');
const { renamed } = require('./references');
const { shortened } = require('./places');

/** How the ids begin of what the library makes by itself, where a stack refers to another. */
const ORIGIN = 'cross-stack-reference-input-';
const OUTPUT = 'cross-stack-output-';

/** Tokens that nobody has resolved: texts, whatever was done to them, and numbers out of all proportion. */
const TOKEN = /TfToken|-\d(\.\d+)?e\+(2[89]|30)\d/i;

/** How expressions begin to call what stands in these blocks. */
const CALLED = { variable: 'var', local: 'local', module: 'module' };

/** The stacks of an app that has been synthesised; texts in them are made comparable. `places` are on this machine. */
function read(app, places) {
  const constructs = app.node.findAll();
  const stacks = constructs.filter(isStack).map((stack) => stackOf(app, stack));
  const assets = constructs.filter(isAsset);
  for (const stack of stacks) {
    const ordered = first(assets, ({ node }) => node.path.startsWith(`${stack.path}/`));
    const rename = (names) => nameOf(names, stack, stacks);
    for (const block of stack.blocks) {
      const text = JSON.stringify(block.body);
      const near = first(ordered, (asset) => text.includes(asset.path));
      block.body = comparable(block.body, (each) => renamed(shortened(each, places, near), rename));
    }
  }
  for (const stack of stacks) stack.blocks = stack.blocks.filter((block) => !isOfLibrary(block));
  return stacks;
}

/** Whether a block is there for references from stack to stack alone, which are shown as what they lead to. */
const isOfLibrary = ({ type, path: of }) =>
  type === 'output' ? nameIn(of).startsWith(OUTPUT) : type === REMOTE && nameIn(of).startsWith(ORIGIN);

const REMOTE = 'data.terraform_remote_state';
const nameIn = (of) => of.split('/').at(-1);

/** The same items, those first that pass the test: assets of the same files have the same hash, wherever they are. */
const first = (items, test) => [...items.filter(test), ...items.filter((item) => !test(item))];

const isStack = (construct) => typeof construct.prepareStack === 'function';
const isAsset = (construct) => typeof construct.assetHash === 'string' && typeof construct.fileName === 'string';
const isElement = (construct) =>
  typeof construct.toTerraform === 'function' && typeof construct.friendlyUniqueId === 'string';

/** One stack: its path, the blocks of its elements, and the paths of its elements by their addresses. */
function stackOf(app, stack) {
  const { synthesizedStackPath } = app.manifest.forStack(stack);
  const document = JSON.parse(fs.readFileSync(path.join(app.outdir, synthesizedStackPath), 'utf8'));
  const made = elementsOf(stack).flatMap((element) => madeBy(element));
  const blocks = blocksOf(document, made, stack.node.path);
  const paths = new Map(blocks.map((block) => [block.address, block]));
  return { path: stack.node.path, blocks, paths, document };
}

/** The elements of a stack, in the order in which they are synthesised; stacks in it are stacks of their own. */
function elementsOf(construct) {
  const below = construct.node.children.filter((child) => !isStack(child)).flatMap(elementsOf);
  return isElement(construct) ? [construct, ...below] : below;
}

/** The types and ids of the blocks that an element makes, with its path. */
function madeBy(element) {
  const fragment = Object.entries(element.toTerraform()).filter(([, value]) => value);
  return fragment.flatMap(([kind, value]) =>
    kind === '//' ? [] : idsOf(kind, value).map(([type, id]) => ({ type, id, path: element.node.path })),
  );
}

/** What stands under one key of a stack's JSON: type, id and body of each block. */
function idsOf(kind, value) {
  const labelled = (name, labels) => Object.entries(labels).map(([id, body]) => [name, id, body]);
  switch (kind) {
    case 'data':
    case 'ephemeral':
    case 'resource': {
      const prefix = kind === 'resource' ? '' : `${kind}.`;
      return Object.entries(value).flatMap(([type, all]) => labelled(prefix + type, all));
    }
    case 'provider':
      return Object.entries(value).flatMap(([type, all]) =>
        [all].flat().map((body) => [`provider.${type}`, undefined, body]),
      );
    case 'locals':
      return labelled('local', value).map(([type, id, body]) => [type, id, { value: body }]);
    case 'terraform': {
      const { backend, cloud, required_providers: _, ...settings } = value;
      return [
        ...Object.entries(backend ?? {}).map(([name, body]) => [`backend.${name}`, undefined, body]),
        ...(cloud ? [['cloud', undefined, cloud]] : []),
        ...(Object.keys(settings).length ? [[kind, undefined, settings]] : []),
      ];
    }
    default:
      return Array.isArray(value)
        ? value.map((body) => [kind, undefined, body])
        : labelled(kind, value);
  }
}

/** The blocks of a stack's JSON, with the path of the element that made each: the stack's, where only overrides did. */
function blocksOf(document, made, stack) {
  const waiting = [...made];
  const all = Object.entries(document).filter(([kind]) => kind !== '//');
  return all.flatMap(([kind, value]) =>
    idsOf(kind, value).map(([type, id, given]) => {
      const at = waiting.findIndex((each) => each.type === type && each.id === id);
      const [found] = at < 0 ? [] : waiting.splice(at, 1);
      const { '//': _, ...body } = given ?? {};
      const path = found?.path ?? (type === 'terraform' ? stack : `${stack}/${id ?? type}`);
      return { kind, type, id, path, body, address: addressOf(type, id) };
    }),
  );
}

/** How expressions call a block; nothing for one that they cannot call. */
function addressOf(type, id) {
  return id === undefined ? undefined : `${CALLED[type] ?? type}.${id}`;
}

/** What the names of a traversal are written as: the construct that they begin with, and how many of them it takes. */
function nameOf(names, stack, stacks) {
  const count = ['data', 'ephemeral'].includes(names[0]) ? 3 : 2;
  const block = stack.paths.get(names.slice(0, count).join('.'));
  if (block === undefined || block.address === undefined) return undefined;
  const [outputs, output] = names.slice(count);
  const meant = outputs === 'outputs' && elsewhere(block, output, stacks);
  return meant ? [meant, count + 2] : [`${CALLED[block.type] ?? block.type}.${block.path}`, count];
}

/** What an output of another stack stands for, which a stack reads as remote state. */
function elsewhere(block, output, stacks) {
  const origin = stacks.find((each) => nameIn(block.path) === ORIGIN + each.path.replaceAll('/', '--'));
  const value = origin?.document.output?.[output]?.value;
  const [, expression] = /^\$\{(.*)\}$/s.exec(value) ?? [];
  if (expression === undefined) return undefined;
  return renamed(value, (names) => nameOf(names, origin, stacks)).slice(2, -1);
}

/** The texts of a stack in which a token is left, with the way to each. */
const unresolved = (stack) => tokensIn(stack.document, stack.path);

function tokensIn(value, way) {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, item]) => [
      ...(TOKEN.test(key) ? [`${way}: ${key}`] : []),
      ...tokensIn(item, `${way}.${key}`),
    ]);
  return TOKEN.test(String(value)) ? [`${way}: ${value}`] : [];
}

module.exports = { read, unresolved };
