import type { z } from '@invoicepatch/sdk';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS, type Access } from './needs.ts';
import { ZodPipe } from './zod-pipe.ts';

export interface Route {
  readonly method: string;
  /** `/api/v1/flows/:id` */
  readonly path: string;
  /** `undefined` for a route that forgot to say it: the engine does not start with one. */
  readonly access: Access | undefined;
  readonly body: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  /** `FlowsController.publish` */
  readonly name: string;
}

type Argument = { readonly pipes?: readonly unknown[]; readonly data?: unknown };

// Nest's numbers for what a parameter is made of.
const bodyArgument = '3:';
const queryArgument = '4:';

function join(...parts: readonly string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [''];
}

function schemaOf(args: Readonly<Record<string, Argument>>, kind: string): z.ZodType | undefined {
  for (const [key, argument] of Object.entries(args)) {
    const pipe = argument.pipes?.find((each) => each instanceof ZodPipe);
    if (key.startsWith(kind) && argument.data === undefined && pipe instanceof ZodPipe) return pipe.schema;
  }
  return undefined;
}

/** Every route of every controller, read from the code itself. */
export class RouteList {
  readonly #discovery: DiscoveryService;
  readonly #scanner: MetadataScanner;

  constructor(discovery: DiscoveryService, scanner: MetadataScanner) {
    this.#discovery = discovery;
    this.#scanner = scanner;
  }

  list(): readonly Route[] {
    return this.#discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? this.#routesOf(metatype) : []));
  }

  #routesOf(controller: { readonly name: string; readonly prototype?: object }): readonly Route[] {
    const prototype = controller.prototype ?? {};
    return this.#scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const args = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {};
      const shared = {
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) ?? RequestMethod.GET] ?? 'GET',
        access: Reflect.getMetadata(ACCESS, handler),
        body: schemaOf(args, bodyArgument),
        query: schemaOf(args, queryArgument),
        name: `${controller.name}.${name}`,
      };
      return texts(Reflect.getMetadata(PATH_METADATA, controller)).flatMap((start) =>
        texts(Reflect.getMetadata(PATH_METADATA, handler)).map((end) => ({ ...shared, path: join(start, end) })),
      );
    });
  }
}

/** Fails closed: a route that says neither `@Needs` nor `@Open` stops the start. */
export function refuseSilentRoutes(routes: readonly Route[]): void {
  const silent = routes
    .filter(({ access }) => access === undefined)
    .map(({ method, path, name }) => `${method} ${path} (${name})`);
  if (silent.length > 0) throw new Error(`These routes say neither @Needs(role) nor @Open(): ${silent.join(', ')}`);
}
