import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, flowDocument, type Template, templateManifest, z } from '@invoicepatch/sdk';
import { mostTests, type TestCase, testCase } from '../flows/tests/test-case.ts';

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

const testsFile = z.array(testCase).max(mostTests);

/** A template and the tests that every flow made from it begins with. */
export interface TestedTemplate {
  readonly template: Template;
  readonly tests: readonly TestCase[];
}

async function readTemplate(folder: string, slug: string): Promise<TestedTemplate> {
  const manifest = await readJson(join(folder, slug, 'template.json'), templateManifest);
  if (manifest.slug !== slug) {
    const message = `The template in the folder ${slug} calls itself ${manifest.slug}; the two must agree.`;
    throw new Fault('bug', 'template.unreadable', message, { details: { slug } });
  }
  const tests = join(folder, slug, 'tests.json');
  return {
    template: { ...manifest, document: await readJson(join(folder, slug, 'flow.json'), flowDocument) },
    tests: existsSync(tests) ? await readJson(tests, testsFile) : [],
  };
}

/** The templates that come along, each in a folder of its own. */
export class TemplateLibrary {
  readonly #templates: ReadonlyMap<string, TestedTemplate>;

  constructor(templates: readonly TestedTemplate[]) {
    this.#templates = new Map(templates.map((each) => [each.template.slug, each]));
  }

  static async open(folder: string): Promise<TemplateLibrary> {
    const entries = await readdir(folder, { withFileTypes: true });
    const slugs = entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
    return new TemplateLibrary(await Promise.all(slugs.sort().map((slug) => readTemplate(folder, slug))));
  }

  list(): readonly Template[] {
    return [...this.#templates.values()].map(({ template }) => template);
  }

  get(slug: string): Template {
    return this.#find(slug).template;
  }

  tests(slug: string): readonly TestCase[] {
    return this.#find(slug).tests;
  }

  #find(slug: string): TestedTemplate {
    const found = this.#templates.get(slug);
    if (found !== undefined) return found;
    throw new Fault('missing', 'template.not-found', `There is no template called ${slug}.`, { details: { slug } });
  }
}
