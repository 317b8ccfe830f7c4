import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from "../../engine/src/platform/database/open-database.js";
const template = `ip_template_${randomBytes(4).toString('hex')}`;
function serverUrl() {
    const url = process.env['TEST_POSTGRES_URL'];
    if (url === undefined)
        throw new Error('No Postgres for tests: set TEST_POSTGRES_URL to a server where databases may be created.');
    return url;
}
function databaseUrl(name) {
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    return url.toString();
}
async function administer(text) {
    const client = new pg.Client({ connectionString: serverUrl() });
    await client.connect();
    try {
        await client.query(text);
    }
    finally {
        await client.end();
    }
}
export async function startTestPostgres() {
    await administer(`CREATE DATABASE ${template}`);
    process.env['TEST_TEMPLATE_DATABASE'] = template;
    const database = await openDatabase({ url: databaseUrl(template), poolSize: 2 });
    await database.close();
}
export async function stopTestPostgres() {
    await administer(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
}
/** A migrated database of the caller's own. */
export async function createTestDatabase() {
    const name = `ip_test_${randomBytes(6).toString('hex')}`;
    await administer(`CREATE DATABASE ${name} TEMPLATE ${process.env['TEST_TEMPLATE_DATABASE']}`);
    return { url: databaseUrl(name), drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
//# sourceMappingURL=test-postgres.js.map