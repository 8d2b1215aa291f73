// Bundles the page: the atlas cut to what the map shows, the TypeScript with its libraries, the styles, all in
// one HTML shell with marks where the results go; then as C++ so that the program carries it.
//   node build.mjs BUILD-FOLDER      (which holds node_modules)
import {createRequire} from 'node:module';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {makeAtlas} from './atlas.mjs';

const source = dirname(fileURLToPath(import.meta.url));
const build = process.argv[2];
const modules = join(build, 'node_modules');
const require = createRequire(join(modules, 'package.json'));
const esbuild = require('esbuild');

mkdirSync(build, {recursive: true});
const atlas = await makeAtlas(require);
writeFileSync(join(build, 'atlas.json'), JSON.stringify(atlas));

const bundled = await esbuild.build({
  entryPoints: [join(source, 'src/main.ts')],
  absWorkingDir: source,
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: ['es2020'],
  charset: 'utf8',
  legalComments: 'none',
  nodePaths: [modules],
  alias: {'corridor-atlas': join(build, 'atlas.json')},
  loader: {'.json': 'json'},
  define: {'process.env.NODE_ENV': '"production"', __DEV__: 'false'},
  logLevel: 'warning',
});
const styles = await esbuild.build({
  entryPoints: [join(source, 'src/style.css')],
  bundle: true,
  minify: true,
  write: false,
  charset: 'utf8',
  logLevel: 'warning',
});
const shell = readFileSync(join(source, 'src/shell.html'), 'utf8')
  .replace('/*styles*/', () => styles.outputFiles[0].text.trim())
  .replace('/*script*/', () => bundled.outputFiles[0].text.trim());
for (const mark of ['<!--title-->', '<!--answer-->', '<!--tables-->', '<!--data-->']) {
  if (shell.split(mark).length !== 2) throw new Error(`the shell must hold ${mark} once`);
}
writeFileSync(join(build, 'shell.html'), shell);

// Pieces that no compiler finds too long, cut between bytes; every byte that is not plain is escaped.
const bytes = Buffer.from(shell, 'utf8');
const pieces = [];
for (let at = 0; at < bytes.length; at += 12000) {
  let text = '';
  for (const b of bytes.subarray(at, at + 12000)) {
    if (b === 0x22 || b === 0x5c || b === 0x3f) text += '\\' + String.fromCharCode(b);
    else if (b === 0x0a) text += '\\n';
    else if (b >= 0x20 && b < 0x7f) text += String.fromCharCode(b);
    else text += '\\' + b.toString(8).padStart(3, '0');
  }
  pieces.push(`    "${text}",`);
}
writeFileSync(join(build, 'page_shell.cpp'), `// Made by sim/report/page/build.mjs.
#include "sim/report/page_shell.hpp"

namespace corridor::report {
namespace {
const std::string_view kPieces[] = {
${pieces.join('\n')}
};
}  // namespace
std::span<const std::string_view> page_shell() { return kPieces; }
}  // namespace corridor::report
`);
