import { checkNumber } from '../registration/numbers.ts';
import type { SlipFile } from './slip.ts';

/** Something for a person to look at before a file is sent. `slip` counts from 0; without one it is the file itself. */
export interface SlipConcern {
  readonly slip?: number;
  readonly what: string;
  readonly en: string;
  readonly fr: string;
}

function concern(what: string, en: string, fr: string): SlipConcern {
  return { what, en, fr };
}

function ofAccount(account: string | undefined): SlipConcern[] {
  if (account === undefined) {
    return [concern('account-missing', 'The business number is missing.', 'Le numéro d’entreprise manque.')];
  }
  if (checkNumber('bn', account) === 'valid' && account.length === 15) return [];
  return [
    concern(
      'account-invalid',
      `${account} is no valid account of 15 characters.`,
      `${account} n’est pas un compte valide de 15 caractères.`,
    ),
  ];
}

function ofSin(sin: string | undefined): SlipConcern[] {
  if (sin === undefined) {
    return [concern('sin-missing', 'The social insurance number is missing.', 'Le numéro d’assurance sociale manque.')];
  }
  if (checkNumber('sin', sin) === 'valid') return [];
  return [
    concern(
      'sin-invalid',
      'The social insurance number fails its check digit.',
      'Le numéro d’assurance sociale échoue à son chiffre de contrôle.',
    ),
  ];
}

function ofFile({ transmitter, payer }: SlipFile, program: 'RZ' | 'RP'): SlipConcern[] {
  const reference = /^[A-Za-z0-9]{1,8}$/.test(transmitter.reference)
    ? []
    : [
        concern(
          'reference-invalid',
          'The reference of the file has 1 to 8 letters and digits, nothing else.',
          'La référence du fichier compte de 1 à 8 lettres et chiffres, rien d’autre.',
        ),
      ];
  const account = checkNumber('bn', payer.account) === 'valid' && payer.account.slice(9, 11) === program;
  const payerAccount = account
    ? []
    : [
        concern(
          'payer-account-invalid',
          `The payer files under an ${program} account, which ${payer.account} is not.`,
          `Le payeur produit sous un compte ${program}, ce que ${payer.account} n’est pas.`,
        ),
      ];
  return [...reference, ...payerAccount];
}

/** Missing and wrong numbers, before they are replaced by zeros in the file. */
export function reviewSlips(file: SlipFile, program: 'RZ' | 'RP'): readonly SlipConcern[] {
  const ofSlips = file.slips.flatMap(({ recipient, account }, slip) => {
    const found = recipient.kind === 'individual' ? ofSin(recipient.sin) : ofAccount(account);
    return found.map((each) => ({ slip, ...each }));
  });
  return [...ofFile(file, program), ...ofSlips];
}

/** What no check here can vouch for; shown wherever a file is offered. */
export const notChecked = {
  en: [
    "The file was not validated against the Canada Revenue Agency's schemas, which were not at hand. Validate it before filing.",
    'Whether tax counts towards the 500.00 of a T5018 is disputed; slips on which the readings differ are listed.',
    'A well-formed number proves nothing: whether it belongs to the recipient was not looked up.',
  ],
  fr: [
    'Le fichier n’a pas été validé selon les schémas de l’Agence du revenu du Canada, qui n’étaient pas disponibles. Validez-le avant de le produire.',
    'On ne s’accorde pas si les taxes comptent dans les 500,00 $ du T5018; les feuillets où les lectures diffèrent sont énumérés.',
    'Un numéro bien formé ne prouve rien : on n’a pas vérifié s’il appartient au bénéficiaire.',
  ],
} as const;
