/** Each text with its English and its French, side by side so that neither is forgotten. */
export type Pairs = Readonly<Record<string, readonly [english: string, french: string]>>;

export type Texts<Areas extends Readonly<Record<string, Pairs>>> = {
  [Area in keyof Areas]: { [Key in keyof Areas[Area]]: string };
};

export function pick(areas: Readonly<Record<string, Pairs>>, language: 0 | 1): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(areas).map(([area, pairs]) => [
      area,
      Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair[language]])),
    ]),
  );
}
