export type Language = 'en' | 'fr';

export function isLanguage(text: string | null): text is Language {
  return text === 'en' || text === 'fr';
}
