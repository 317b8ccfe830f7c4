import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { listFolder } from './list-folder.ts';

const notPages = /^\/(?:assets|api|hooks|callbacks|simulators|health|metrics)(?:\/|$)/;

const missingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>InvoicePatch</title>
<h1>InvoicePatch is running</h1><p>The designer is not built here. Run <code>npm run build</code> and reload.
The API answers: <a href="/api/openapi.json">its description</a>.</p></html>\n`;

/** Names with a hash never change their content; everything else is asked for again each time. */
function send(reply: FastifyReply, file: string): FastifyReply {
  const hashed = file.startsWith('assets/');
  reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  return reply.sendFile(file);
}

/** Serves the built designer. Addresses that are no file are the designer's own pages. */
export async function serveDesigner(server: FastifyInstance, folder: string): Promise<void> {
  const files = new Set(listFolder(folder));
  const built = existsSync(join(folder, 'index.html'));
  if (built) await server.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  server.get('/*', (request, reply) => {
    const path = decodeURIComponent(request.url.split('?', 1)[0] ?? '/');
    const file = path.slice(1);
    if (files.has(file)) return send(reply, file);
    if (notPages.test(path)) return reply.callNotFound();
    if (!built) return reply.type('text/html; charset=utf-8').send(missingPage);
    return send(reply, 'index.html');
  });
}
