import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly id: string;
  /** As its sender called it: shown to people, never used as a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface PutFile {
  readonly tenantId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Readable;
}

/** Files that a tenant handed in. */
export interface FileStore {
  /** Reads to the end or throws `file.too-large`; the same content of the same tenant gives the same file. */
  put(file: PutFile): Promise<StoredFile>;
  /** A fault `file.not-found` when this tenant has no such file. */
  get(tenantId: string, id: string): Promise<StoredFile>;
  /** Where the engine finds the content: for the sandbox's reader, never for a response. */
  path(tenantId: string, id: string): Promise<string>;
}
