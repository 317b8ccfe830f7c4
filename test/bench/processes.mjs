import { readdirSync, readFileSync } from 'node:fs';

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Ids of a process and of everything that it started. Reads /proc, so Linux only. */
export function listTree(rootPid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = Number(read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [];
  const open = [rootPid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    tree.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return tree;
}

/** Memory of a process tree in MB: `pss` shares out common pages, `rss` counts them in each process. */
export function memoryOf(pids) {
  const sum = (field) =>
    pids.reduce(
      (total, pid) =>
        total + Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
      0,
    ) / 1024;
  return { rssMb: Math.round(sum('Rss')), pssMb: Math.round(sum('Pss')), processes: pids.length };
}
