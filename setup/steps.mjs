/** Ends the command with a sentence instead of a stack. */
export class Stop extends Error {}

/** Does one step and says how long it took. */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`  ${title} …\n`);
  const result = await work();
  process.stdout.write(`  ${title}: done in ${((Date.now() - started) / 1_000).toFixed(1)} s\n`);
  return result;
}

/** Runs a command's main function; whatever it throws becomes the exit code. */
export async function main(work) {
  try {
    process.exitCode = (await work(process.argv.slice(2))) ?? 0;
  } catch (failure) {
    process.stderr.write(failure instanceof Stop ? `\n${failure.message}\n` : `\n${failure?.stack ?? failure}\n`);
    process.exitCode = 1;
  }
}
