// Runs a program in TypeScript without checking its types: `node run_typescript.cjs main.ts`.
const fs = require('fs');
const path = require('path');
const typescript = require('./node/node_modules/typescript');

const compilerOptions = {
  module: typescript.ModuleKind.CommonJS,
  target: typescript.ScriptTarget.ES2022,
  esModuleInterop: true,
};
require.extensions['.ts'] = (module, file) => {
  const { outputText } = typescript.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions });
  module._compile(outputText, file);
};
require(path.resolve(process.argv[2]));
