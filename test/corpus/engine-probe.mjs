/**
 * Loaded into the engine's process before its own code: says how long the engine's thread worked at a stretch, and
 * whether anything got into its built-in objects. What counts is the thread's processor time: on a machine that has no
 * time for it, a thread is late without having held anybody up.
 */
let lookedAt = performance.now();
let work = process.threadCpuUsage();
let longestWorkMs = 0;
let longestGapMs = 0;

function look() {
  const { user, system } = process.threadCpuUsage(work);
  longestWorkMs = Math.max(longestWorkMs, (user + system) / 1_000);
  longestGapMs = Math.max(longestGapMs, performance.now() - lookedAt);
  lookedAt = performance.now();
  work = process.threadCpuUsage();
}

setInterval(look, 10).unref();
process.on('message', (order) => {
  if (order?.kind !== 'look') return;
  look();
  const answer = { longestWorkMs, longestGapMs, polluted: 'polluted' in {} };
  // Collecting what the attempt left is the harness's wish, and not the engine's work.
  globalThis.gc?.();
  process.send({ ...answer, heapBytes: process.memoryUsage().heapUsed }, () => {
    look();
    longestWorkMs = 0;
    longestGapMs = 0;
  });
});
// The harness's channel must not keep an engine alive that wants to end.
process.channel?.unref();
