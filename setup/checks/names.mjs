import { basename } from 'node:path';
import { listSources, readSource, report } from './sources.mjs';

const text = /\.(?:ts|tsx|mjs|cjs|js|json|md|yml|yaml|html|css)$|^\.ci\/|(?:^|\/)\.npmrc$/;

/** What must not stand in a source: it works on one machine only. Written so that this file does not hold it either. */
const forbidden = [
  [/https?:\/\/[^\s"'/]*(?:registry|npmjs|verdaccio|artifactory)[^\s"'/]*/i, 'names a package registry'],
  [/(?:^|[\s"'`(=])\/(?:work|home|root|Users)\/[\w.-]+/, 'names a path of one machine'],
];

const vague = /^(?:util|utils|helper|helpers|common|misc|manager|base|lib|types|interfaces)\.\w+$/;

function problemsOf(file) {
  const named = vague.test(basename(file)) ? [`${file}: the name says nothing; name it for what it holds.`] : [];
  if (!text.test(file)) return named;
  const lines = readSource(file).split('\n');
  const found = lines.flatMap((line, at) =>
    forbidden.filter(([pattern]) => pattern.test(line)).map(([, what]) => `${file}:${at + 1}: ${what}.`),
  );
  return [...named, ...found];
}

export function checkNames() {
  return report(listSources().flatMap(problemsOf));
}
