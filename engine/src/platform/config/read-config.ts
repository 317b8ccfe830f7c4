import { resolve } from 'node:path';
import { Fault, type z } from '@invoicepatch/sdk';
import type { Config } from './config.ts';
import { variables } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

function sentence({ path, message }: z.core.$ZodIssue): string {
  const name = String(path[0]);
  const schema = Object.entries(variables.shape).find(([key]) => key === name)?.[1];
  const example = schema?.meta()?.['examples'];
  return `${name} ${message}.${Array.isArray(example) ? ` Example: ${name}=${example[0]}` : ''}`;
}

/** An empty variable counts as one that was not set, as shells and compose files leave them. */
function present(environment: Environment): Record<string, string> {
  const pairs = Object.keys(variables.shape).map((name) => [name, environment[name]?.trim()] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => (pair[1] ?? '') !== ''));
}

/** Turns the environment into the engine's configuration; never repeats a wrong value, which may be a secret. */
export function readConfig(environment: Environment): Config {
  const parsed = variables.safeParse(present(environment));
  if (!parsed.success) throw new Fault('invalid', 'config.wrong-value', parsed.error.issues.map(sentence).join('\n'));
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL === undefined ? undefined : data.PUBLIC_URL.replace(/\/+$/, ''),
    dataDir: resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    role: data.ROLE,
    ownerEmail: data.OWNER_EMAIL,
    ownerPassword: data.OWNER_PASSWORD,
    logLevel: data.LOG_LEVEL,
    deliveriesPerMinute: data.HOOK_LIMIT,
    deliveryBytes: data.HOOK_BODY_MB * 1_000_000,
    backlog: data.RUN_BACKLOG,
    keepRunsDays: data.RUN_DAYS,
    evaluationMs: data.EVALUATION_LIMIT,
    metricsToken: data.METRICS_TOKEN,
    tracesEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT,
    serviceName: data.OTEL_SERVICE_NAME,
    masterKey: data.MASTER_KEY,
    egressAllow: data.EGRESS_ALLOW.map((each) => each.toLowerCase()),
  };
}
