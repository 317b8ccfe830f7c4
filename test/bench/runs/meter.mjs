import { readdirSync, readFileSync } from 'node:fs';

const tickMs = 10;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function cpuMs(pid) {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ');
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Ids of a process tree, Postgres apart from everything else. Reads /proc, so Linux only. */
function listGroups(rootPid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = Number(read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const groups = { engine: [], postgres: [], npm: [] };
  const open = [rootPid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    groups[groupOf(pid)].push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return groups;
}

/** npm and its shell only stand before the product: an operator starts it without them. */
function groupOf(pid) {
  const command = read(`/proc/${pid}/cmdline`);
  if (read(`/proc/${pid}/comm`).startsWith('postgres') || command.startsWith('postgres')) return 'postgres';
  return /^(npm|sh\0|.*\0[^\0]*npm(-cli\.js)?\0)/.test(command) ? 'npm' : 'engine';
}

function memoryMb(pids, field) {
  const pattern = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm');
  return Math.round(
    pids.reduce((sum, pid) => sum + Number(pattern.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0) / 1024,
  );
}

function machineBusyMs() {
  const fields = read('/proc/stat').split('\n')[0].split(/\s+/).slice(1).map(Number);
  return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) * tickMs;
}

/** Processor time of the product's processes and of everybody else, since `start`. */
export class Meter {
  #rootPids;
  #begun;

  constructor(...rootPids) {
    this.#rootPids = rootPids;
    this.start();
  }

  start() {
    this.#begun = this.#read();
  }

  /** `otherCores` above 0.3 says: distrust what the clock on the wall measured. */
  stop() {
    const now = this.#read();
    const secs = (now.at - this.#begun.at) / 1_000;
    const spent = (group) => now.cpu[group] - this.#begun.cpu[group];
    const own = process.cpuUsage(this.#begun.own);
    const ownMs = (own.user + own.system) / 1_000;
    const others = now.busyMs - this.#begun.busyMs - spent('engine') - spent('postgres') - ownMs;
    return {
      secs,
      engineMs: spent('engine'),
      postgresMs: spent('postgres'),
      loaderMs: Math.round(ownMs),
      otherCores: Math.max(0, Math.round(others / secs / 10) / 100),
    };
  }

  /** Resident memory: of the engine with its sandboxes, and the share of everything in which common pages count once. */
  memory() {
    const groups = this.#rootPids.map(listGroups);
    const engine = groups.flatMap((each) => each.engine);
    const all = groups.flatMap((each) => [...each.engine, ...each.postgres]);
    return { rssMb: memoryMb(engine, 'Rss'), pssWithPostgresMb: memoryMb(all, 'Pss') };
  }

  #read() {
    const groups = this.#rootPids.map(listGroups);
    const sum = (name) => groups.flatMap((each) => each[name]).reduce((total, pid) => total + cpuMs(pid), 0);
    return {
      at: performance.now(),
      busyMs: machineBusyMs(),
      own: process.cpuUsage(),
      cpu: { engine: sum('engine'), postgres: sum('postgres') },
    };
  }
}
