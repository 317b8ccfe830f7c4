import { posix } from 'node:path';
import { listSources, readSource, report } from './sources.mjs';

const limits = { lines: 300, files: 20 };
const code = /\.(?:ts|tsx|mjs|cjs)$/;

function longFiles(files) {
  return files
    .map((file) => ({ file, lines: readSource(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > limits.lines)
    .map(
      ({ file, lines }) => `${file}: ${lines} lines; the limit is ${limits.lines}. Look for the noun that is hiding.`,
    );
}

/** Tests sit beside what they test, so they don't count as files of the folder. */
function fullFolders(files) {
  const counts = new Map();
  for (const file of files.filter((each) => !/\.test\.tsx?$/.test(each))) {
    counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > limits.files)
    .map(([folder, count]) => `${folder}: ${count} files; the limit is ${limits.files}.`);
}

export function checkSizes() {
  const files = listSources().filter((file) => code.test(file));
  if (files.length === 0) return report(['No file was read.']);
  return report([...longFiles(files), ...fullFolders(files)]);
}
