import { chmod, mkdir } from 'node:fs/promises';
import { Fault } from '@invoicepatch/sdk';

/** Others may walk through the data folder, which root's Postgres must, but not look around in it. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    const made = await mkdir(dataDir, { recursive: true, mode: 0o711 });
    if (made !== undefined) await chmod(dataDir, 0o711);
  } catch (cause) {
    throw new Fault(
      'denied',
      'config.data-dir',
      `The folder ${dataDir} can't be made. Choose another one: DATA_DIR=/srv/invoicepatch`,
      { cause },
    );
  }
}
