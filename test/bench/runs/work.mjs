/** A work order of ten lines, about 2.2 KB: what a field system sends. The total is always above 1,000. */
export function workOrder(id, lines = 10) {
  return {
    id,
    number: `WO-${id}`,
    type: 'CORRECTIVE',
    status: 'RELEASED',
    priority: 2,
    createdAt: '2026-01-15T08:30:00Z',
    dueAt: '2026-01-20T17:00:00Z',
    customer: {
      id: 'C-1001',
      name: 'Acme Facility Services',
      email: 'OPS@ACME.EXAMPLE',
      city: 'Utrecht',
      country: 'NL',
    },
    asset: { id: 'A-77', serial: 'SN-2231-88', model: 'HX-200' },
    lines: Array.from({ length: lines }, (_, at) => ({
      line: at + 1,
      sku: `SKU-${(at * 7919) % 100_000}`,
      description: `Replace filter cartridge type ${at} and test the seal`,
      qty: (at % 4) + 1,
      unitPrice: 42.5 + at,
      unit: 'EA',
      taxCode: 'VAT21',
      location: `PLANT-1/HALL-${at % 3}/RACK-${at}`,
    })),
  };
}

/** Ten fields of it. */
export const mapping = `{ "id": id, "externalRef": "ERP-" & number, "kind": $lowercase(type), "urgent": priority <= 2,
  "customer": customer.name & " (" & customer.country & ")", "email": $lowercase(customer.email),
  "assetKey": asset.id & "/" & asset.serial, "due": $substring(dueAt, 0, 10), "lineCount": $count(lines),
  "total": $sum(lines.(qty * unitPrice)) }`;

/** Webhook, mapping, rule, and a POST of what was mapped. */
export function postingFlow(sink) {
  return {
    format: 1,
    nodes: [
      { id: 'hook', type: 'core.webhook@1' },
      { id: 'map', type: 'core.transform@1', config: { expression: mapping } },
      { id: 'big', type: 'core.rule@1', config: { logic: { '>': [{ var: 'total' }, 1_000] } } },
      { id: 'post', type: 'core.http-request-with-key@1', config: { url: sink }, input: '{ "body": $ }' },
    ],
    edges: [
      { from: 'hook', to: 'map' },
      { from: 'map', to: 'big' },
      { from: 'big', port: 'true', to: 'post' },
    ],
  };
}

/** Maps many orders in one run and answers with how many there were. */
export const listFlow = {
  format: 1,
  nodes: [
    { id: 'hook', type: 'core.webhook@1', config: { answer: 'when-responded', timeoutSeconds: 30 } },
    { id: 'map', type: 'core.transform@1', config: { expression: `records.(${mapping})` } },
    { id: 'answer', type: 'core.respond@1', input: '{ "body": { "count": $count($), "last": $[-1].total } }' },
  ],
  edges: [
    { from: 'hook', to: 'map' },
    { from: 'map', to: 'answer' },
  ],
};
