import { z } from '@invoicepatch/sdk';

/** What an operator reads about a variable, beside its schema. */
type Wording = { readonly description: string; readonly examples: string[] };

const said = (description: string, example: string): Wording => ({ description, examples: [example] });

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function addressOf(...protocols: readonly string[]) {
  return z
    .string()
    .refine((text) => hasProtocol(text, protocols), `must be an address that begins with ${protocols[0]}//`);
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a whole number from 0 to 65535');

const masterKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64 (44 characters)')
  .transform((text) => Buffer.from(text, 'base64'));

const hostAndPort = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/i;
const egressAllow = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
  .refine((list) => list.every((each) => hostAndPort.test(each)), 'must be host:port, several separated by commas');

const web = z.object({
  PORT: port.default(3_000).meta(said('The TCP port of the web server; 0 takes any free one.', '8080')),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta(said('The address to listen on; 0.0.0.0 lets other machines in.', '0.0.0.0')),
  PUBLIC_URL: addressOf('https:', 'http:')
    .optional()
    .meta(
      said(
        'Where people reach this server, when that is not HOST and PORT: behind a proxy. With https, cookies are sent over https only.',
        'https://flows.example.com',
      ),
    ),
});

const storage = z.object({
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .meta(said('The folder for the database, files and keys; relative to the project.', '/srv/invoicepatch')),
  DATABASE_URL: addressOf('postgres:', 'postgresql:')
    .optional()
    .meta(
      said(
        'A Postgres 14 or newer to use instead of the one that comes along.',
        'postgres://invoicepatch:password@db.example.com:5432/invoicepatch',
      ),
    ),
  REDIS_URL: addressOf('redis:', 'rediss:')
    .optional()
    .meta(
      said(
        'A Redis by which processes wake each other at once (BullMQ). It holds nothing: without it Postgres does that, and losing it loses no run.',
        'redis://127.0.0.1:6379',
      ),
    ),
});

const people = z.object({
  OWNER_EMAIL: z
    .email('must be an e-mail address')
    .optional()
    .meta(said('The log-in of the first owner, created on an empty database.', 'owner@example.com')),
  OWNER_PASSWORD: z
    .string()
    .min(8, 'must have 8 characters or more')
    .max(200, 'must have 200 characters or fewer')
    .optional()
    .meta(
      said(
        'The password of the first owner, 8 to 200 characters. Without it one is made up and shown once.',
        'correct horse battery staple',
      ),
    ),
});

const keys = z.object({
  MASTER_KEY: masterKey
    .optional()
    .meta(
      said(
        'The key that protects stored secrets, 32 bytes in base64. Without it the file master.key in DATA_DIR holds one.',
        'the output of: openssl rand -base64 32',
      ),
    ),
  EGRESS_ALLOW: egressAllow
    .default([])
    .meta(
      said(
        'Addresses that connectors may reach although they are private, as host:port, separated by commas.',
        'erp.internal:8443',
      ),
    ),
});

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
  .transform(Number);

const operation = z.object({
  HOOK_LIMIT: wholeNumber
    .default(600_000)
    .meta(said('Most deliveries a minute that one hook takes in each process; more get 429.', '6000')),
  HOOK_BODY_MB: wholeNumber
    .refine((megabytes) => megabytes <= 100, 'must be at most 100')
    .default(5)
    .meta(said('Largest body of a delivery to a hook, in megabytes; a larger one gets 413.', '25')),
  RUN_BACKLOG: wholeNumber
    .default(20_000)
    .meta(said('Most runs that may wait for their turn; then events get 429 until there are fewer.', '5000')),
  RUN_DAYS: wholeNumber
    .default(90)
    .meta(said('Days that runs which are over are kept, from the day they were accepted.', '365')),
  EVALUATION_LIMIT: z
    .string()
    .regex(/^[1-9]\d{2,4}$/, 'must be a whole number from 100 to 99999')
    .default('5000')
    .transform(Number)
    .meta(
      said(
        'The longest that one expression or rule of a run may take, in milliseconds; previews get a second.',
        '2000',
      ),
    ),
  ROLE: z
    .enum(['all', 'api', 'worker', 'scheduler'], 'must be all, api, worker or scheduler')
    .default('all')
    .meta(
      said(
        'What this process does: api takes deliveries and serves people, worker drives runs, scheduler starts runs by itself (schedule, poll, inbox), all does everything. Any number of each.',
        'worker',
      ),
    ),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug')
    .default('info')
    .meta(said('The least important thing that is still written to the log.', 'warn')),
});

const watching = z.object({
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have 16 characters or more')
    .max(200, 'must have 200 characters or fewer')
    .optional()
    .meta(
      said(
        'Who sends it as Authorization: Bearer may read /metrics. Without it only programs on this machine may.',
        'the output of: openssl rand -hex 24',
      ),
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: addressOf('http:', 'https:')
    .optional()
    .meta(
      said(
        'An OpenTelemetry collector that gets a trace of each run. Without it no traces are made.',
        'http://127.0.0.1:4318',
      ),
    ),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .max(100, 'must have 100 characters or fewer')
    .default('invoicepatch')
    .meta(said('The name under which traces are sent.', 'invoicepatch-eu')),
});

/** One schema an area; together they are everything that the environment can say. */
export const variables = z.object({
  ...web.shape,
  ...storage.shape,
  ...people.shape,
  ...keys.shape,
  ...operation.shape,
  ...watching.shape,
});
