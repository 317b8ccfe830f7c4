import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CATALOG, type Catalog } from '../../engine/src/catalog/catalog.ts';
import { Connections } from '../../engine/src/connections/connections.ts';
import { HealthCheck } from '../../engine/src/connections/health-check.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import { SimulatedCompanies } from '../../engine/src/simulators/simulated-companies.ts';
import { SimulatorDesk } from '../../engine/src/simulators/simulator-desk.ts';
import { type BareEngine, startBareEngine } from '../support/engine.ts';

let engine: BareEngine;
let tenantId = '';

beforeAll(async () => {
  engine = await startBareEngine();
  tenantId = (await engine.app.nest.get(Tenants).create({ name: 'Maple', slug: 'maple' })).id;
}, 60_000);

afterAll(() => engine.stop());

test('every system with a simulator can be connected to, tried, and troubled, without a complaint', async () => {
  const { nest } = engine.app;
  const health = nest.get(HealthCheck, { strict: false });
  const connectors = nest.get<Catalog>(CATALOG, { strict: false }).listConnectors();
  const simulated = connectors.filter(({ simulator, auth }) => simulator !== undefined && auth?.probe !== undefined);

  for (const { id: simulator, auth } of simulated) {
    const { id } = await nest
      .get(Connections, { strict: false })
      .createSimulated({ tenantId, createdBy: undefined, auth: auth?.id ?? '', name: simulator });
    const [company] = await nest.get(SimulatedCompanies, { strict: false }).list(tenantId, simulator);
    const key = { tenantId, simulator, companyId: company?.id ?? '' };

    expect(await health.check(tenantId, id)).toEqual({ health: 'good', note: '' });
    await nest
      .get(SimulatedCompanies, { strict: false })
      .setWeather(key, { failNext: { status: 503, times: 1, after: false } });
    expect(await health.check(tenantId, id)).toMatchObject({ health: 'unreachable' });
    expect(await health.check(tenantId, id)).toEqual({ health: 'good', note: '' });
  }

  expect(simulated.length).toBeGreaterThan(0);
  expect(nest.get(SimulatorDesk, { strict: false }).complaints).toEqual([]);
});
