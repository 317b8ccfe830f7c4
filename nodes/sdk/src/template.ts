import { z } from 'zod';
import { flowDocument } from './flow-document.ts';
import { json } from './json.ts';

const wording = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });

/** `template.json` of a folder in `templates/`: a flow with its parameters, ready to import. */
export const templateManifest = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]{3,80}$/),
  version: z.number().int().positive(),
  title: wording,
  summary: wording,
  /** Systems it needs: name of the placeholder in the flow's `connection` fields → auth id. */
  connections: z.record(z.string(), z.strictObject({ auth: z.string(), title: wording })),
  /** What the importer is asked for; the flow's `parameters` hold the defaults. */
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      title: wording,
      help: wording,
      type: z.enum(['text', 'number', 'json']),
      default: json,
    }),
  ),
});
export type TemplateManifest = z.output<typeof templateManifest>;

/** A template as the API shows it. */
export const template = templateManifest.extend({ document: flowDocument });
export type Template = z.output<typeof template>;
