import { writeFileSync } from 'node:fs';
import { packZones } from './pack-zones.mjs';

writeFileSync(new URL('../src/zones/zone-table.generated.ts', import.meta.url), packZones());
