import type { Language } from '../type/show.ts';

type Facts = Readonly<Record<string, string | undefined>>;
type Sentence = (facts: Facts) => string;

const meant = (name: string | undefined) => (name === undefined ? '' : ` Did you mean "${name}"?`);
const pense = (name: string | undefined) => (name === undefined ? '' : ` Vouliez-vous dire « ${name} »?`);

const english = {
  syntax: ({ reason }) => `The expression can't be read: ${reason}`,
  unknownField: ({ name, near, of }) =>
    `There is no field "${name}" in ${of}.${near === undefined ? ' Choose one of its fields.' : meant(near)}`,
  notInSample: ({ name, near }) =>
    `The sample has no field "${name}".${near === undefined ? ' Correct the name, or add the field to the sample.' : meant(near)}`,
  neverThere: ({ name, of }) => `"${name}" gives nothing: what it is read from is ${of}, which has no fields.`,
  wrongOperand: ({ operator, expected, found }) =>
    `"${operator}" needs ${expected} and gets ${found}. Convert it, or use another field.`,
  maybeWrongOperand: ({ operator, expected, found }) =>
    `"${operator}" needs ${expected} and may get ${found}: then the step fails. Convert it first.`,
  mixedOperands: ({ operator, left, right }) =>
    `"${operator}" can't compare ${left} with ${right}. Convert one of them, with $number or $string.`,
  neverEqual: ({ operator, left, right, near }) =>
    `${left} is never equal to ${right}, so "${operator}" always gives the same.${meant(near)}`,
  wrongArgument: ({ name, index, expected, found }) =>
    `${name} takes ${expected} as argument ${index} and gets ${found}. Convert it, or use another field.`,
  maybeWrongArgument: ({ name, index, expected, found }) =>
    `${name} takes ${expected} as argument ${index} and may get ${found}: then the step fails.`,
  argumentCount: ({ name, expected, found }) => `${name} takes ${expected} and is given ${found}. Add or remove some.`,
  unknownFunction: ({ name, near }) =>
    `There is no function ${name}.${near === undefined ? ' Choose one of the list.' : meant(near)}`,
  notCallable: ({ name, found }) => `${name} can't be called: it is ${found}, not a function.`,
  unknownVariable: ({ name, near }) =>
    `There is no variable ${name} here.${near === undefined ? ' Bind it with := first.' : meant(near)}`,
  unknownReference: ({ name, near, known }) =>
    `$nodes.${name} names no node before this one.${near === undefined ? ` Before it come: ${known}.` : meant(near)}`,
  missingField: ({ name }) => `"${name}" is needed and not given. Add it to the object.`,
  maybeMissing: ({ name }) =>
    `"${name}" is needed, and what is given may be nothing. Give a value for that case with ?? or ?:.`,
  nothing: () => 'The expression always gives nothing. Correct it, or remove it.',
  wrongType: ({ name, expected, found }) => `${name} must be ${expected} and is ${found}.`,
  maybeWrongType: ({ name, expected, found }) => `${name} must be ${expected} and may be ${found}.`,
  extraField: ({ name, near }) =>
    `"${name}" is no field of what the step takes.${near === undefined ? ' Remove it.' : meant(near)}`,
  oneOrList: ({ name }) => `${name} must be a list, and JSONata unwraps a list of one. Put it in [ ].`,
} satisfies Readonly<Record<string, Sentence>>;

const french: Readonly<Record<keyof typeof english, Sentence>> = {
  syntax: ({ reason }) => `L’expression ne peut pas être lue : ${reason}`,
  unknownField: ({ name, near, of }) =>
    `Il n’y a pas de champ « ${name} » dans ${of}.${near === undefined ? ' Choisissez l’un de ses champs.' : pense(near)}`,
  notInSample: ({ name, near }) =>
    `L’exemple n’a pas de champ « ${name} ».${near === undefined ? ' Corrigez le nom ou ajoutez le champ à l’exemple.' : pense(near)}`,
  neverThere: ({ name, of }) => `« ${name} » ne donne rien : il est lu dans ${of}, qui n’a pas de champs.`,
  wrongOperand: ({ operator, expected, found }) =>
    `« ${operator} » demande ${expected} et reçoit ${found}. Convertissez-le ou utilisez un autre champ.`,
  maybeWrongOperand: ({ operator, expected, found }) =>
    `« ${operator} » demande ${expected} et peut recevoir ${found} : l’étape échoue alors. Convertissez-le d’abord.`,
  mixedOperands: ({ operator, left, right }) =>
    `« ${operator} » ne peut pas comparer ${left} et ${right}. Convertissez l’un d’eux avec $number ou $string.`,
  neverEqual: ({ operator, left, right, near }) =>
    `${left} n’est jamais égal à ${right} : « ${operator} » donne toujours la même réponse.${pense(near)}`,
  wrongArgument: ({ name, index, expected, found }) =>
    `${name} prend ${expected} comme argument ${index} et reçoit ${found}. Convertissez-le ou utilisez un autre champ.`,
  maybeWrongArgument: ({ name, index, expected, found }) =>
    `${name} prend ${expected} comme argument ${index} et peut recevoir ${found} : l’étape échoue alors.`,
  argumentCount: ({ name, expected, found }) =>
    `${name} prend ${expected} et en reçoit ${found}. Ajoutez-en ou retirez-en.`,
  unknownFunction: ({ name, near }) =>
    `Il n’y a pas de fonction ${name}.${near === undefined ? ' Choisissez-en une dans la liste.' : pense(near)}`,
  notCallable: ({ name, found }) => `${name} ne peut pas être appelé : c’est ${found}, pas une fonction.`,
  unknownVariable: ({ name, near }) =>
    `Il n’y a pas de variable ${name} ici.${near === undefined ? ' Liez-la d’abord avec :=.' : pense(near)}`,
  unknownReference: ({ name, near, known }) =>
    `$nodes.${name} ne nomme aucune étape avant celle-ci.${near === undefined ? ` Avant elle viennent : ${known}.` : pense(near)}`,
  missingField: ({ name }) => `« ${name} » est requis et n’est pas donné. Ajoutez-le à l’objet.`,
  maybeMissing: ({ name }) =>
    `« ${name} » est requis, et ce qui est donné peut être rien. Donnez une valeur pour ce cas avec ?? ou ?:.`,
  nothing: () => 'L’expression ne donne jamais rien. Corrigez-la ou retirez-la.',
  wrongType: ({ name, expected, found }) => `${name} doit être ${expected} et est ${found}.`,
  maybeWrongType: ({ name, expected, found }) => `${name} doit être ${expected} et peut être ${found}.`,
  extraField: ({ name, near }) =>
    `« ${name} » n’est pas un champ de ce que l’étape prend.${near === undefined ? ' Retirez-le.' : pense(near)}`,
  oneOrList: ({ name }) =>
    `${name} doit être une liste, et JSONata déballe une liste d’un seul élément. Mettez-le entre [ ].`,
};

export type SentenceName = keyof typeof english;

export function say(name: SentenceName, language: Language, facts: Facts = {}): string {
  return (language === 'fr' ? french : english)[name](facts);
}

const kindWords: Readonly<Record<string, readonly [en: string, fr: string]>> = {
  string: ['text', 'du texte'],
  number: ['a number', 'un nombre'],
  boolean: ['true or false', 'vrai ou faux'],
  object: ['an object', 'un objet'],
  array: ['a list', 'une liste'],
  function: ['a function', 'une fonction'],
  'list-number': ['a list of numbers', 'une liste de nombres'],
  'list-string': ['a list of texts', 'une liste de textes'],
  'list-object': ['a list of objects', 'une liste d’objets'],
  'list-any': ['a list', 'une liste'],
  integer: ['a whole number', 'un nombre entier'],
  comparable: ['numbers or texts', 'des nombres ou des textes'],
  fewer: ['fewer arguments', 'moins d’arguments'],
};

/** Kinds in words: `string number` reads "text or a number". */
export function sayKinds(kinds: string, language: Language): string {
  const words = kinds.split(' ').flatMap((kind) => kindWords[kind]?.[language === 'fr' ? 1 : 0] ?? []);
  return words.join(language === 'fr' ? ' ou ' : ' or ');
}

/** `1-2` reads "1 to 2 arguments". */
export function sayCount(range: string, language: Language): string {
  const [min, max] = range.split('-');
  const between = language === 'fr' ? 'à' : 'to';
  return `${min === max ? max : `${min} ${between} ${max}`} argument${max === '1' ? '' : 's'}`;
}
