import { measureNative } from './transform/native.mjs';

/** Each measures one side of the transform stage and gives its figures by name. */
const parts = [measureNative];

const figures = {};
for (const measure of parts) Object.assign(figures, await measure());
process.stdout.write(`${JSON.stringify(figures, null, process.argv.includes('--json') ? 0 : 2)}\n`);
