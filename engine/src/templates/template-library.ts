import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, flowDocument, type Template, templateManifest, type z } from '@invoicepatch/sdk';

async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Fault('bug', 'template.unreadable', `The template file ${path} can't be used.`, {
      details: { path },
      cause,
    });
  }
}

async function readTemplate(folder: string, slug: string): Promise<Template> {
  const manifest = await readJson(join(folder, slug, 'template.json'), templateManifest);
  if (manifest.slug !== slug) {
    const message = `The template in the folder ${slug} calls itself ${manifest.slug}; the two must agree.`;
    throw new Fault('bug', 'template.unreadable', message, { details: { slug } });
  }
  return { ...manifest, document: await readJson(join(folder, slug, 'flow.json'), flowDocument) };
}

/** The templates that come along, each in a folder of its own. */
export class TemplateLibrary {
  readonly #templates: ReadonlyMap<string, Template>;

  constructor(templates: readonly Template[]) {
    this.#templates = new Map(templates.map((template) => [template.slug, template]));
  }

  static async open(folder: string): Promise<TemplateLibrary> {
    const entries = await readdir(folder, { withFileTypes: true });
    const slugs = entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
    return new TemplateLibrary(await Promise.all(slugs.sort().map((slug) => readTemplate(folder, slug))));
  }

  list(): readonly Template[] {
    return [...this.#templates.values()];
  }

  get(slug: string): Template {
    const found = this.#templates.get(slug);
    if (found !== undefined) return found;
    throw new Fault('missing', 'template.not-found', `There is no template called ${slug}.`, { details: { slug } });
  }
}
