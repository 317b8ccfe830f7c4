import { existsSync } from 'node:fs';
import { inProject } from './project.mjs';
import { fingerprint, hashOfFile, isStamped, writeStamp } from './stamps.mjs';

/** What the engine is made of, in the order in which it depends on it. */
export const serverPackages = [
  'nodes/sdk',
  'nodes/core',
  'nodes/json-logic',
  'nodes/jsonata',
  'nodes/types',
  'nodes/billing-rules',
  'nodes/connectors',
  'migrations',
  'engine',
];

const serverSources = [
  ...serverPackages.flatMap((name) => [`${name}/src`, `${name}/package.json`]),
  'setup/compile-server.mjs',
];
const designerSources = ['designer', 'nodes/sdk/src', 'nodes/types/src', 'nodes/jsonata/src', 'tsconfig.base.json'];

const serverStamp = 'engine/dist/.built';
const designerStamp = 'designer/dist/.built';

function print(sources) {
  return `${hashOfFile('package-lock.json')} ${fingerprint(sources)}`;
}

export function serverIsStale() {
  return (
    !isStamped(serverStamp, print(serverSources)) || serverPackages.some((name) => !existsSync(inProject(name, 'dist')))
  );
}

export function designerIsStale() {
  return existsSync(inProject('designer/vite.config.ts')) && !isStamped(designerStamp, print(designerSources));
}

/** Reads the sources' state before a build; the returned function notes it, so that a change during the build counts as one. */
export function markServer() {
  const state = print(serverSources);
  return () => writeStamp(serverStamp, state);
}

export function markDesigner() {
  const state = print(designerSources);
  return () => writeStamp(designerStamp, state);
}
