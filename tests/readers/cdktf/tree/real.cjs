// Runs programs with the real library, all in one process. Given on standard input: where packages are looked for from,
// the library, and the programs by name: their folder and their environment. Gives what each synthesises, or `error`.
const fs = require('fs');
const Module = require('module');
const path = require('path');

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const packages = Module.createRequire(given.packages);
const places = Object.fromEntries(['constructs', given.library].map((name) => [name, packages.resolve(name)]));
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return places[request] ?? resolve.call(this, request, ...rest);
};
const typescript = packages('typescript');
const options = { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022, esModuleInterop: true };
const home = process.cwd();
process.env.TERRAFORM_BINARY_NAME = 'echo 1.9.0';
const own = new RegExp(`node_modules/(constructs|${given.library})/lib/`);

function synthesised(out) {
  const folder = path.join(out, 'stacks');
  const found = {};
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const file = path.join(folder, name, 'cdk.tf.json');
    if (fs.existsSync(file)) found[name] = JSON.parse(fs.readFileSync(file, 'utf8'));
  }
  return found;
}

function run(program) {
  process.chdir(program.folder);
  const out = path.join(program.folder, 'cdktf.out');
  Object.assign(process.env, program.env, { CDKTF_OUTDIR: out });
  // Its tokens are counted from the start for each program.
  delete global.__cdktfTokenMap;
  for (const name of Object.keys(require.cache)) if (own.test(name)) delete require.cache[name];
  let error = '';
  let exported = {};
  try {
    for (const file of fs.readdirSync('.').filter((name) => name.endsWith('.ts'))) {
      const text = typescript.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions: options }).outputText;
      fs.writeFileSync(file.replace(/\.ts$/, '.js'), text);
    }
    exported = require(path.join(program.folder, 'index.js'));
  } catch (thrown) {
    error = String(thrown && thrown.message);
  }
  for (const name of Object.keys(program.env)) delete process.env[name];
  process.chdir(home);
  return { error, folder: program.folder, stacks: synthesised(out), exported: JSON.parse(JSON.stringify({ ...exported })) };
}

const results = {};
console.warn = () => {};
for (const [name, program] of Object.entries(given.programs)) results[name] = run(program);
process.stdout.write(JSON.stringify(results));
