import { z } from '@invoicepatch/sdk';
import type { Route } from '../route-list.ts';

type Schema = Readonly<Record<string, unknown>>;

/** What can't be said in JSON Schema (a transformed value) is left open: the description never refuses to be written. */
function toSchema(schema: z.ZodType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'openapi-3.0' });
  return rest;
}

function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

export function toTemplatePath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function queryParameters(query: z.ZodType | undefined): readonly Schema[] {
  if (!(query instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: toSchema(schema),
  }));
}

function security(route: Route): readonly Schema[] {
  return route.access?.kind === 'open' ? [] : [{ bearer: [] }, { session: [] }];
}

function describe(route: Route): Schema {
  const role = route.access?.kind === 'role' ? route.access.role : undefined;
  const inPath = namesIn(route.path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    operationId: route.name,
    summary: role === undefined ? 'Needs no log-in.' : `Needs the role ${role} or a stronger one.`,
    ...(role === undefined ? {} : { 'x-role': role }),
    security: security(route),
    parameters: [...inPath, ...queryParameters(route.query)],
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body) } } } }),
    responses: {
      '2XX': { description: 'Done.' },
      default: {
        description: 'A problem.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const problem: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, and what to do.' },
    code: { type: 'string', description: 'Stable; listed in docs/errors.md.' },
    requestId: { type: 'string' },
    errors: { type: 'array', items: { type: 'object' } },
    details: { type: 'object' },
  },
};

/** OpenAPI 3.0 of exactly the routes that exist. */
export function toOpenApi(routes: readonly Route[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const path = toTemplatePath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'InvoicePatch', version: '1' },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'invoicepatch_session' },
      },
    },
  };
}
