#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);

/** Runs from the sources, as they lie in the project: nothing has to be built first. */
async function run() {
  const { registerHooks } = await import('node:module');
  registerHooks({
    resolve: (name, context, next) => next(name, { ...context, conditions: [...context.conditions, 'source'] }),
  });
  const { main } = await import('../src/main.ts');
  const { env, stdin, stdout: out, stderr: err } = process;
  return main(process.argv.slice(2), { env, stdin, out, err });
}

if (major > 22 || (major === 22 && minor >= 18)) process.exitCode = await run();
else {
  process.stderr.write(
    'invoicepatch needs Node 22.18 or newer; npx invoicepatch finds one in the project once it has run npm install.\n',
  );
  process.exitCode = 2;
}
