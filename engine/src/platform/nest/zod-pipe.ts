import { Fault, z } from '@invoicepatch/sdk';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';

function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
}

/** `lines[2].amount` */
function toPath(path: readonly PropertyKey[], start: string): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, start);
}

/** Parses a body, a query or a parameter; unknown fields are refused. The API's description reads `schema`. */
export class ZodPipe implements PipeTransform {
  readonly schema: z.ZodType;

  constructor(schema: z.ZodType) {
    this.schema = strict(schema);
  }

  transform(value: unknown, place?: Pick<ArgumentMetadata, 'data'>): unknown {
    const parsed = this.schema.safeParse(value ?? (place?.data === undefined ? {} : value));
    if (parsed.success) return parsed.data;
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: toPath(path, place?.data ?? ''), message }));
    const first = errors[0];
    const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
    throw new Fault(
      'invalid',
      'request.invalid',
      `The request is not as described${where}: ${first?.message ?? 'unknown problem'}`,
      {
        details: { errors },
      },
    );
  }
}
