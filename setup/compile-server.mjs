import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { serverPackages } from './freshness.mjs';
import { inProject } from './project.mjs';
import { listFiles } from './stamps.mjs';

const options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
    target: 'es2024',
    keepClassNames: true,
    rewriteRelativeImportExtensions: true,
  },
  module: { type: 'es6' },
  sourceMaps: true,
  configFile: false,
  swcrc: false,
};

const test = /\.test\.ts$/;

async function compileFile(swc, from, to) {
  await mkdir(dirname(to), { recursive: true });
  if (!from.endsWith('.ts')) return copyFile(from, to);
  const target = to.replace(/\.ts$/, '.js');
  const { code, map } = await swc.transformFile(from, options);
  const name = target.slice(dirname(target).length + 1);
  await Promise.all([writeFile(target, `${code}//# sourceMappingURL=${name}.map\n`), writeFile(`${target}.map`, map)]);
}

async function compilePackage(swc, name) {
  const [source, target] = [inProject(name, 'src'), inProject(name, 'dist')];
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const files = listFiles(source).filter((file) => !test.test(file) && !file.endsWith('.d.ts'));
  await Promise.all(files.map((file) => compileFile(swc, file, join(target, relative(source, file)))));
}

/** Strips the types of everything that the engine runs; whether they are right is the check's business. */
export async function compileServer() {
  const { default: swc } = await import('@swc/core');
  for (const name of serverPackages) await compilePackage(swc, name);
}
