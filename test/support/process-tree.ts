import { execFileSync } from 'node:child_process';

/** Ids of a process and of everything that it started. */
export function listTree(top: number): readonly number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [top];
  for (const parent of tree)
    tree.push(...pairs.flatMap(([pid, of]) => (of === parent && pid !== undefined ? [pid] : [])));
  return tree;
}

function isRunning(pid: number): boolean {
  try {
    // A zombie only waits for somebody to read how it ended.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

export function listRunning(pids: readonly number[]): readonly number[] {
  return pids.filter(isRunning);
}

export function commandOf(pid: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}
