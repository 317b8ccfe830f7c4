import type { JobHeader } from './job.ts';
import { type Bench, toFailure } from './run-job.ts';

const inspectionScope = ' inspection';

/** Answers a job that looks at a program and runs nothing. */
export function runLook({ kind, id, ...header }: JobHeader, bench: Bench): void {
  const answer = kind === 'compile' ? compile(header.program, bench) : inspect(header, bench);
  const [kinds = '', lengths = ''] = answer.split(';', 2);
  const body = answer.slice(kinds.length + lengths.length + 2);
  bench.reply({ id, kinds, lengths: [body.length] }, body);
}

function say(kind: string, value: unknown): string {
  const body = JSON.stringify(value);
  return `${kind};${body.length};${body}`;
}

/** The code and its hash, or why there is none. */
function compile(program: number, { programs }: Bench): string {
  return say('v', programs.compile(program) ?? { kind: 'interpreted', reason: 'It can not be read.' });
}

interface Looked {
  readonly tenantId: string;
  readonly program: number;
  readonly timeoutMs: number;
}

function inspect({ tenantId, program, timeoutMs }: Looked, { realms, programs }: Bench): string {
  const place = { tenantId, scope: inspectionScope };
  const { language, source } = programs.get(program);
  try {
    return realms.context(place).inspect.applySync(undefined, [language, source], { timeout: timeoutMs });
  } catch (thrown) {
    const failure = toFailure(thrown instanceof Error ? thrown.message : '');
    if (failure.kind === 'timeout') realms.dropContext(place);
    else realms.dropTenant(tenantId);
    return say('f', failure);
  }
}
