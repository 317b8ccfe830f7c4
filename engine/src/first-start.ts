import { fileURLToPath } from 'node:url';
import type { RunningApp } from './create-app.ts';
import { tellDemo } from './demo/demo-result.ts';
import { runDemo } from './demo/run-demo.ts';
import { ensureOwner } from './identity/ensure-owner.ts';
import { People } from './identity/people.ts';
import { Tenants } from './identity/tenants.ts';

const templatesDir = fileURLToPath(new URL('../../templates', import.meta.url));
const demoTenant = { name: 'Maple Ridge Staffing (demo)', slug: 'demo' };

interface Owner {
  readonly email: string;
  readonly password: string;
}

/** On an empty database somebody must be able to log in. `undefined` when somebody can already. */
async function makeOwner({ nest, platform }: RunningApp): Promise<Owner | undefined> {
  const { ownerEmail: email, ownerPassword: password } = platform.config;
  const parts = { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) };
  const owner = await ensureOwner(parts, { email, password, tenant: demoTenant });
  return owner.made ? { email: owner.email, password: owner.password ?? password ?? '' } : undefined;
}

function tellOwner(
  { email, password }: Owner,
  { ownerPassword }: { readonly ownerPassword: string | undefined },
): string {
  const shown = ownerPassword === undefined ? `${password}   (shown this once)` : 'the OWNER_PASSWORD that was set';
  return `Log in     ${email}\nPassword   ${shown}`;
}

/** Does the main job once on sample data. A demo that fails is told, and the engine goes on. */
async function showDemo(app: RunningApp, owner: Owner, shownUrl: string): Promise<string> {
  try {
    return tellDemo(await runDemo({ origin: app.url, ...owner, templatesDir }), shownUrl);
  } catch (cause) {
    app.platform.log.error('demo.failed', { cause });
    return 'The demo did not run: see the line demo.failed in the log. Everything else works.';
  }
}

/** What a first start says: the log-in and what the demo did; nothing on later starts. */
export async function greetFirstTime(app: RunningApp, shownUrl: string): Promise<string | undefined> {
  const owner = await makeOwner(app);
  if (owner === undefined) return undefined;
  const demo = await showDemo(app, owner, shownUrl);
  return `${tellOwner(owner, app.platform.config)}\n\n${demo}`;
}
