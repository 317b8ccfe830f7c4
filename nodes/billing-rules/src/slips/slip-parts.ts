import {
  missingNumbers,
  type Slip,
  type SlipAddress,
  type SlipContact,
  type SlipPayer,
  type SlipRecipient,
  type Transmitter,
} from './slip.ts';
import { type Element, element } from './xml.ts';

/** A name over as many lines of 30 characters as it needs, broken between words where that is possible. */
export function nameLines(name: string, most: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of name.trim().split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= 30) lines[lines.length - 1] = longer;
    else if (last === '') lines[lines.length - 1] = word.slice(0, 30);
    else lines.push(word.slice(0, 30));
  }
  return lines.slice(0, most);
}

function namedLines(name: string, most: number): readonly (Element | undefined)[] {
  return nameLines(name, most).map((line, at) => element(`l${at + 1}_nm`, line));
}

export function addressOf(name: string, address: SlipAddress | undefined): Element | undefined {
  if (address === undefined) return undefined;
  return element(name, [
    element('addr_l1_txt', address.line1?.slice(0, 30)),
    element('addr_l2_txt', address.line2?.slice(0, 30)),
    element('cty_nm', address.city?.slice(0, 28)),
    element('prov_cd', address.province),
    element('cntry_cd', address.country),
    element('pstl_cd', address.postalCode?.replaceAll(/\s/g, '').slice(0, 10)),
  ]);
}

export function contactOf(contact: SlipContact, withEmail: boolean): Element | undefined {
  return element('CNTC', [
    element('cntc_nm', contact.name.slice(0, 22)),
    element('cntc_area_cd', contact.areaCode),
    element('cntc_phn_nbr', contact.phone),
    element('cntc_extn_nbr', contact.extension),
    element('cntc_email_area', withEmail ? contact.email : undefined),
    element('sec_cntc_email_area', withEmail ? contact.secondEmail : undefined),
  ]);
}

export function transmitterOf(from: Transmitter): Element | undefined {
  return element('T619', [
    element('TransmitterAccountNumber', [element(from.account.kind, from.account.number)]),
    element(
      'TransmitterRepID',
      from.representative === undefined ? undefined : [element('RepID', from.representative)],
    ),
    element('sbmt_ref_id', from.reference),
    element('summ_cnt', '1'),
    element('lang_cd', from.language),
    element('TransmitterName', namedLines(from.name, 1)),
    element('TransmitterCountryCode', from.country),
    contactOf(from.contact, true),
  ]);
}

export function payerNameOf(payer: SlipPayer): Element | undefined {
  return element('PAYR_NM', namedLines(payer.name, 3));
}

export function personOf(recipient: SlipRecipient): Element | undefined {
  if (recipient.kind !== 'individual') return undefined;
  return element('RCPNT_NM', [
    element('snm', recipient.surname.slice(0, 20)),
    element('gvn_nm', recipient.givenName?.slice(0, 12)),
    element('init', recipient.initial?.slice(0, 1)),
  ]);
}

export function firmOf(name: string, recipient: SlipRecipient): Element | undefined {
  return recipient.kind === 'individual' ? undefined : element(name, namedLines(recipient.name, 2));
}

export function numbersOf({ recipient, account }: Slip): readonly (Element | undefined)[] {
  const sin = recipient.kind === 'individual' ? recipient.sin : undefined;
  return [element('sin', sin ?? missingNumbers.sin), element('rcpnt_bn', account ?? missingNumbers.account)];
}
