import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What crews on Canadian sites live by: Canada, its neighbours, and UTC. */
const names = [
  'America/St_Johns America/Goose_Bay America/Halifax America/Glace_Bay America/Moncton America/Blanc-Sablon',
  'America/Toronto America/Montreal America/Thunder_Bay America/Nipigon America/Iqaluit America/Pangnirtung',
  'America/Atikokan America/Winnipeg America/Rainy_River America/Resolute America/Rankin_Inlet America/Regina',
  'America/Swift_Current America/Edmonton America/Cambridge_Bay America/Yellowknife America/Inuvik America/Creston',
  'America/Dawson_Creek America/Fort_Nelson America/Vancouver America/Whitehorse America/Dawson',
  'America/New_York America/Detroit America/Chicago America/Denver America/Phoenix America/Boise',
  'America/Los_Angeles America/Anchorage Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain',
  'Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Etc/UTC',
].flatMap((line) => line.split(' '));

const [first, last] = [Date.UTC(2007, 0, 1), Date.UTC(2050, 0, 1)];

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The packed form's numbers: base 60, with a point before the part below one. */
function fromBase60(text) {
  const negative = text.startsWith('-');
  const [whole = '', part = ''] = text.replace(/^-/, '').split('.');
  const read = (part) => [...part].reduce((value, digit) => value * 60 + digits.indexOf(digit), 0);
  const value = read(whole) + read(part) / 60 ** part.length;
  return negative ? -value : value;
}

/** `[from (epoch minutes), offset (minutes east of UTC)]` for every change in the years that matter. */
function changesOf(packed) {
  const [, , offsetText, indexText, deltaText = ''] = packed.split('|');
  const offsets = offsetText.split(' ').map(fromBase60);
  const indices = [...indexText].map((digit) => digits.indexOf(digit));
  let at = 0;
  const untils = deltaText.split(' ').map((delta) => (at += fromBase60(delta)));
  const changes = indices.map((index, nth) => [nth === 0 ? -Infinity : untils[nth - 1], -offsets[index]]);
  const before = changes.filter(([from]) => from * 60_000 <= first).at(-1);
  const within = changes.filter(([from]) => from * 60_000 > first && from * 60_000 < last);
  return [[first / 60_000, before[1]], ...within].map(([from, offset]) => [Math.round(from), Math.round(offset)]);
}

/** The text of `zone-table.generated.ts` from the zone data of the installed package. */
export function packZones() {
  const file = createRequire(import.meta.url).resolve('moment-timezone/data/packed/latest.json');
  const { version, zones, links } = JSON.parse(readFileSync(file, 'utf8'));
  const packed = new Map(zones.map((zone) => [zone.split('|', 1)[0], zone]));
  const canonical = new Map(links.map((link) => link.split('|').reverse()));
  const lines = names.map((name) => {
    const zone = packed.get(name) ?? packed.get(canonical.get(name));
    if (zone === undefined) throw new Error(`The zone data has no ${name}.`);
    const starts = changesOf(zone);
    const text = starts.map(([from, offset], nth) => `${nth === 0 ? from : from - starts[nth - 1][0]}:${offset}`);
    return `  '${name}': '${text.join(' ')}',`;
  });
  return [
    '/** Made by `node nodes/billing-rules/zone-data/write-zones.mjs`; do not edit. Minutes: `from:offset +delta:offset …`. */',
    `export const zoneVersion = '${version}';`,
    'export const zoneTable: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
