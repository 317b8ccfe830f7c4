const pad = (number, width = 2) => String(number).padStart(width, '0');

/** Ten fields of a work order. */
const workOrderMapping = `{
  "externalId": id, "docNumber": number, "customerName": customer.name, "customerEmail": customer.email,
  "city": customer.billing.city & ", " & customer.billing.state,
  "technician": assignee.firstName & " " & assignee.lastName,
  "hours": schedule.minutes / 60, "total": totals.labor + totals.parts + totals.tax,
  "po": custom[key = "po"].value, "urgent": priority >= 2 ? "yes" : "no"
}`;

/** An invoice from approved hours: grouped by rate, rounded, taxed, dated. */
const invoiceMapping = `(
  $approved := entries[status = "APPROVED" and billable];
  $groups := $approved{ $string(rate): {
    "rate": $[0].rate, "minutes": $sum(minutes), "taxMinutes": $sum($[taxable].minutes),
    "services": $join($distinct(service.name), ", ")
  }};
  $lines := $map($each($groups, function($v) { $v }), function($g, $i) {(
    $qty := $round($g.minutes / 60, 2);
    {
      "Id": $string($i + 1), "LineNum": $i + 1,
      "Description": $g.services & " @ " & $string($g.rate) & "/h",
      "Amount": $round($qty * $g.rate, 2), "DetailType": "SalesItemLineDetail",
      "SalesItemLineDetail": { "Qty": $qty, "UnitPrice": $g.rate, "TaxCodeRef": { "value": $g.taxMinutes > 0 ? "TAX" : "NON" } }
    }
  )});
  $subtotal := $round($sum($lines.Amount), 2);
  $taxable := $sum($approved[taxable].(minutes / 60 * rate));
  $tax := $round($taxable * taxRate, 2);
  {
    "DocNumber": invoiceNo,
    "TxnDate": $fromMillis(issuedAt, "[Y0001]-[M01]-[D01]"),
    "DueDate": $fromMillis(issuedAt + termsDays * 86400000, "[Y0001]-[M01]-[D01]"),
    "CurrencyRef": { "value": currency },
    "CustomerRef": { "value": customer.qboId, "name": customer.name },
    "BillEmail": { "Address": customer.email },
    "BillAddr": { "Line1": customer.billing.line1, "City": customer.billing.city, "CountrySubDivisionCode": customer.billing.state, "PostalCode": customer.billing.zip },
    "PrivateNote": "Work order " & workOrder.number & " / PO " & workOrder.po,
    "Line": $append($lines, [{ "DetailType": "SubTotalLineDetail", "Amount": $subtotal }]),
    "TxnTaxDetail": { "TotalTax": $tax }, "TotalAmt": $round($subtotal + $tax, 2)
  }
)`;

/** One invoice line for each of many approved entries. */
const linesMapping = `{
  "DocNumber": invoiceNo,
  "Line": entries[status = "APPROVED"].{
    "Id": id,
    "Description": service.name & " - " & user.name & " (" & $substring(date, 0, 10) & ")",
    "Amount": $round(minutes / 60 * rate, 2), "DetailType": "SalesItemLineDetail",
    "SalesItemLineDetail": {
      "ItemRef": { "value": service.id, "name": service.name }, "Qty": $round(minutes / 60, 2), "UnitPrice": rate,
      "TaxCodeRef": { "value": taxable ? "TAX" : "NON" }, "ServiceDate": $substring(date, 0, 10)
    }
  },
  "TotalAmt": $round($sum(entries[status = "APPROVED"].(minutes / 60 * rate)), 2)
}`;

function workOrder(at) {
  return {
    id: `wo_${pad(at, 6)}`,
    number: `WO-${10_000 + at}`,
    status: 'COMPLETED',
    priority: at % 3,
    title: 'Replace roof-top unit filter bank',
    description: 'Quarterly maintenance visit '.repeat(20),
    customer: {
      id: `c_${at % 97}`,
      name: `Acme Facilities ${at % 97}`,
      email: 'ap@acme.example',
      billing: { line1: '12 Market St', city: 'Springfield', state: 'IL', zip: '62701', country: 'US' },
    },
    assignee: { id: 'u_7', firstName: 'Dana', lastName: 'Reyes', role: 'Technician' },
    schedule: { start: `2026-03-0${1 + (at % 9)}T08:30:00.000Z`, end: '2026-03-09T11:00:00.000Z', minutes: 150 },
    tags: ['hvac', 'pm', 'roof'],
    custom: [
      { key: 'po', value: `PO-${5_000 + at}` },
      { key: 'dept', value: 'OPS' },
    ],
    totals: { labor: 180.5, parts: 64.25, tax: 20.19 },
    notes: Array.from({ length: 4 }, (_, note) => ({
      by: 'u_7',
      text: `Checked belt tension ${note}. ${'x'.repeat(120)}`,
    })),
  };
}

function timeEntry(at) {
  return {
    id: `te_${pad(at, 6)}`,
    status: at % 11 === 10 ? 'DRAFT' : 'APPROVED',
    date: `2026-03-${pad(1 + (at % 28))}T09:00:00.000Z`,
    minutes: 30 + ((at * 7) % 240),
    rate: [85, 95, 110, 135.5][at % 4],
    taxable: at % 3 !== 0,
    billable: true,
    service: { id: String(10 + (at % 5)), name: ['Install', 'Repair', 'Inspect', 'Consult', 'Travel'][at % 5] },
    user: { id: `u_${at % 12}`, name: `Tech ${at % 12}` },
    note: `Unit ${at} serviced`,
  };
}

function approvedHours(count, seed) {
  return {
    invoiceNo: `INV-${2_000 + seed}`,
    issuedAt: 1_772_442_000_000 + seed * 60_000,
    termsDays: 30,
    currency: 'USD',
    taxRate: 0.0825,
    customer: {
      qboId: String(58 + (seed % 10)),
      name: 'Acme Facilities',
      email: 'ap@acme.example',
      billing: { line1: '12 Market St', city: 'Springfield', state: 'IL', zip: '62701' },
    },
    workOrder: { number: 'WO-10001', po: 'PO-5001' },
    entries: Array.from({ length: count }, (_, at) => timeEntry(at + seed)),
  };
}

/** The mappings that the transform stage is measured with. */
export const mappings = {
  a: { expression: workOrderMapping, input: workOrder, inputs: 64, batch: 1_000 },
  b: { expression: invoiceMapping, input: (seed) => approvedHours(10, seed), inputs: 64, batch: 100 },
  c: { expression: linesMapping, input: (seed) => approvedHours(1_000, seed), inputs: 4, batch: 1 },
};
