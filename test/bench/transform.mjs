import { measureNative } from './transform/native.mjs';
import { measureSandbox } from './transform/sandbox.mjs';

/** Each measures one side of the transform stage and gives its figures by name. */
const parts = [measureNative, measureSandbox];

const figures = {};
for (const measure of parts) Object.assign(figures, await measure());
process.stdout.write(`${JSON.stringify(figures, null, process.argv.includes('--json') ? 0 : 2)}\n`);
