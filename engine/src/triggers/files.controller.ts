import { Readable } from 'node:stream';
import { Fault } from '@invoicepatch/sdk';
import { Controller, Inject, Post, Req } from '@nestjs/common';
import type { FileStore, StoredFile } from '../platform/files/file-store.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { FILES } from '../platform/nest/tokens.ts';
import { Who } from '../platform/nest/who.ts';
import { parseFileNameHeader } from './file-name.ts';

interface Upload {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

function headerOf({ headers }: Upload, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

@Controller('api/v1/files')
export class FilesController {
  readonly #files: FileStore;

  constructor(@Inject(FILES) files: FileStore) {
    this.#files = files;
  }

  @Post()
  @Needs('builder')
  async put(@Who() { tenantId }: Principal, @Req() upload: Upload): Promise<StoredFile> {
    const name = parseFileNameHeader(headerOf(upload, 'x-file-name'));
    if (name === undefined) {
      throw new Fault('invalid', 'file.no-name', 'The header X-File-Name is missing: send the file name, URI-encoded.');
    }
    const empty = new Fault('invalid', 'file.empty', 'The file is empty. Send it again with its content.');
    if (!(upload.body instanceof Readable)) throw empty;
    const mediaType = headerOf(upload, 'content-type') ?? 'application/octet-stream';
    const file = await this.#files.put({ tenantId, name, mediaType, content: upload.body });
    if (file.sizeBytes === 0) throw empty;
    return file;
  }
}
