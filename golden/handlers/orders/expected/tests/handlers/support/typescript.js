'use strict';

/** Turns the project's TypeScript, and JavaScript with `import` and `export`, into CommonJS, one file at a time. */

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const HOME = require('./home');

const SUITE = path.resolve(__dirname, '..');
const TYPESCRIPT = /\.[cm]?tsx?$/;
const MODULE = /^\s*(import|export)\b|\bimport\s*(\(|\.\s*meta\b)/m;
const COMPILERS = [
  ['', 'typescript'],
  ['@pulumi/pulumi', 'vendor/typescript@3.8.3/typescript.js'],
];
const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/** Files that are run as they stand: packages, and the support of this suite, which no compiler needs to see. */
const isOthers = (file) =>
  file.includes(`${path.sep}node_modules${path.sep}`) || file.startsWith(__dirname + path.sep);

/** Whether a file has to be turned into CommonJS to be run. */
const isSource = (file, text) => !isOthers(file) && isModule(file, text);

const isModule = (file, text) =>
  TYPESCRIPT.test(file) || (/\.[cm]?jsx?$/.test(file) && MODULE.test(text));

/** The file as CommonJS, with its source map in it. What is wrong with its types does not matter here. */
function transpiled(file, text) {
  const ts = compiler();
  const project = projectOptions(ts, file);
  const edited = edit(text, [
    ...specifiers(ts, file, text, project),
    ...metaProperties(ts, file, text),
  ]);
  const { outputText, diagnostics } = ts.transpileModule(edited, {
    fileName: file,
    compilerOptions: emitOptions(ts, file, project),
    reportDiagnostics: true,
  });
  refuse(ts, file, diagnostics.filter(({ code, file: of }) => of && code < 2000));
  return finish(outputText, awaitsAtTop(ts, file, edited));
}

/** Throws the first error of syntax. */
function refuse(ts, file, [error]) {
  if (!error) return;
  const { line } = error.file.getLineAndCharacterOfPosition(error.start);
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ');
  throw new SyntaxError(`${path.relative(HOME, file)}, line ${line + 1}: ${message}`);
}

/** The project's compiler, or the old one that Pulumi brings along. */
function compiler() {
  const require = createRequire(path.join(HOME, 'package.json'));
  for (const [owner, place] of COMPILERS) {
    try {
      const folder = owner && path.dirname(require.resolve(`${owner}/package.json`));
      const found = require(path.join(folder, place));
      if (typeof found.transpileModule === 'function') return found;
    } catch {
      // The next one, then.
    }
  }
  throw new Error('the project needs a compiler to be tested: npm install --save-dev typescript');
}

// --- Options. ---

const known = new Map();

/** The options of the tsconfig.json that a file is under. */
function projectOptions(ts, file) {
  const config = configOf(file);
  if (!config) return {};
  if (!known.has(config)) {
    const { config: data } = ts.readConfigFile(config, ts.sys.readFile);
    const host = { ...ts.sys, readDirectory: () => [] };
    const folder = path.dirname(config);
    known.set(config, ts.parseJsonConfigFileContent(data ?? {}, host, folder, {}, config).options);
  }
  return known.get(config);
}

function configOf(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const config = path.join(folder, 'tsconfig.json');
    if (fs.existsSync(config)) return config;
    if (folder === HOME || folder === path.dirname(folder)) return undefined;
  }
}

function emitOptions(ts, file, project) {
  const { ModuleKind, ScriptTarget } = ts;
  const modern = ScriptTarget.ES2022 ?? ScriptTarget.ESNext;
  const isOld = (project.target ?? ScriptTarget.ES2020) < modern;
  // As Pulumi has it: without `module`, imports mean what they mean in Node.
  const isNode = project.module === undefined || project.module >= (ModuleKind.Node16 ?? 100);
  return {
    allowJs: true,
    emitDecoratorMetadata: project.emitDecoratorMetadata,
    esModuleInterop:
      project.esModuleInterop ?? (isNode || !TYPESCRIPT.test(file) || file.startsWith(SUITE + path.sep)),
    experimentalDecorators: project.experimentalDecorators,
    inlineSourceMap: true,
    inlineSources: true,
    isolatedModules: true,
    jsx: project.jsx,
    module: ModuleKind.CommonJS,
    newLine: ts.NewLineKind?.LineFeed,
    noEmitHelpers: true,
    target: modern,
    useDefineForClassFields: project.useDefineForClassFields ?? !isOld,
  };
}

// --- Imports that only the compiler understands. ---

/** Changes of imports by tsconfig's `paths` and `baseUrl`, and of those that name what a source is compiled to. */
function specifiers(ts, file, text, project) {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName, pos, end }) => {
    const found = located(fileName, file, project);
    if (!found) return [];
    const relative = path.relative(path.dirname(file), found).split(path.sep).join('/');
    const quoted = JSON.stringify(relative.startsWith('.') ? relative : `./${relative}`);
    const start = text.indexOf(fileName, pos) - 1;
    return start < pos - 1 || start > end ? [] : [{ start, end: start + fileName.length + 2, text: quoted }];
  });
}

/** The file that an import means, where Node would not find it. */
function located(specifier, file, project) {
  if (/^\.{1,2}(\/|$)/.test(specifier)) return source(path.resolve(path.dirname(file), specifier));
  const base = project.pathsBasePath ?? project.baseUrl;
  const candidates = Object.entries(project.paths ?? {}).flatMap(([pattern, targets]) => {
    const [before, after] = pattern.split('*');
    if (after === undefined) return pattern === specifier ? targets : [];
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) return [];
    const middle = specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => target.replace('*', middle));
  });
  const places = candidates.map((candidate) => path.resolve(project.baseUrl ?? base, candidate));
  if (project.baseUrl) places.push(path.resolve(project.baseUrl, specifier));
  return places.map(existing).find(Boolean);
}

/** The source of what Node would find, or look for, at a place: compiled files may lie beside their sources. */
function source(place) {
  const compiled = [place, ...['.js', '.mjs', '.cjs', '/index.js'].map((ending) => place + ending)];
  const found = compiled.find(isFile) ?? place;
  const written = found.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  return written !== found && isFile(written) ? written : undefined;
}

function existing(place) {
  const places = [source(place), place, ...ENDINGS.map((ending) => place + ending)];
  const all = [...places, ...ENDINGS.map((ending) => path.join(place, `index${ending}`))];
  return all.find((each) => each && isFile(each));
}

const isFile = (place) => Boolean(fs.statSync(place, { throwIfNoEntry: false })?.isFile());

// --- What CommonJS has no word for. ---

/** `import.meta`, which becomes a call. */
function metaProperties(ts, file, text) {
  if (!/\bimport\s*\.\s*meta\b/.test(text)) return [];
  const edits = [];
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.MetaProperty && /^import/.test(node.getText()))
      edits.push({ start: node.getStart(), end: node.end, text: '__importMeta()' });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true));
  return edits;
}

/** Whether the module awaits something before it is loaded. */
function awaitsAtTop(ts, file, text) {
  if (!/\bawait\b/.test(text) || !/^\s*(import|export)\b/m.test(text)) return false;
  const visit = (node) =>
    node.kind === ts.SyntaxKind.AwaitExpression ||
    (node.kind === ts.SyntaxKind.ForOfStatement && Boolean(node.awaitModifier)) ||
    (!ts.isFunctionLike(node) && Boolean(ts.forEachChild(node, visit)));
  return visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true));
}

function edit(text, edits) {
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, text: with_ }) => rest.slice(0, start) + with_ + rest.slice(end), text);
}

/**
 * What the emitted code calls, instead of the compiler's own at the top, whose branches would count as the program's.
 * Declared functions are there from the start, wherever they stand.
 */
const HELPERS = {
  __importStar: `(mod) {
    if (mod instanceof Promise) return mod.then(__importStar);
    if (mod && mod.__esModule) return mod;
    const result = {};
    for (const key of Object.getOwnPropertyNames(Object(mod)))
      if (key !== 'default') Object.defineProperty(result, key, { enumerable: true, get: () => mod[key] });
    return Object.defineProperty(result, 'default', { enumerable: true, value: mod });
  }`,
  __importDefault: `(mod) {
    return mod && mod.__esModule && 'default' in mod ? mod : { default: mod };
  }`,
  __exportStar: `(mod, target) {
    for (const key of Object.keys(mod))
      if (key !== 'default' && !Object.hasOwn(target, key))
        Object.defineProperty(target, key, { enumerable: true, get: () => mod[key] });
  }`,
  __decorate: `(decorators, target, key, description) {
    const isMember = arguments.length > 2;
    let result = !isMember ? target : description === null ? Object.getOwnPropertyDescriptor(target, key) : description;
    for (const decorator of [...decorators].reverse())
      result = (isMember ? decorator(target, key, result) : decorator(result)) || result;
    if (isMember && result) Object.defineProperty(target, key, result);
    return result;
  }`,
  __param: `(index, decorator) {
    return (target, key) => decorator(target, key, index);
  }`,
  __metadata: `(key, value) {
    return typeof Reflect.metadata === 'function' ? Reflect.metadata(key, value) : () => undefined;
  }`,
  __importMeta: `() {
    return { url: require('url').pathToFileURL(__filename).href, filename: __filename, dirname: __dirname };
  }`,
};

/** The emitted code with the helpers it calls, and as a promise of its exports if it awaits something. */
function finish(code, isAsync) {
  const [body, map = ''] = code.split(/^(?=\/\/# sourceMappingURL=)/m);
  const needed = Object.keys(HELPERS).filter((name) => new RegExp(`\\b${name}\\(`).test(body));
  const helpers = needed.map((name) => `/* istanbul ignore next */ function ${name}${HELPERS[name]}\n`).join('');
  if (!isAsync) return `${body}\n${helpers}${map}`;
  const open = body.replace('"use strict";', '"use strict"; module.exports = (async () => {');
  return `${open}\nreturn exports; })();\n${helpers}${map}`;
}

module.exports = { SUITE, compiler, configOf, isModule, isOthers, isSource, located, projectOptions, transpiled };
