import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { designer, kinds, ports, summaries } from './designer.ts';
import { connections, flows, templates } from './flows.ts';
import { isLanguage, type Language } from './language.ts';
import { again, compare, look, tests } from './looking.ts';
import { pick, type Texts } from './pairs.ts';
import { policy } from './policy.ts';
import { runs, status } from './runs.ts';
import { faults, shell } from './shell.ts';

export const areas = {
  shell,
  faults,
  flows,
  connections,
  templates,
  runs,
  status,
  look,
  again,
  compare,
  tests,
  designer,
  policy,
  ports,
  kinds,
  summaries,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts<typeof areas> };
  }
}

const memory = 'invoicepatch.language';

function firstLanguage(): Language {
  const chosen = localStorage.getItem(memory);
  if (isLanguage(chosen)) return chosen;
  return navigator.language.startsWith('fr') ? 'fr' : 'en';
}

export async function startWords(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'fr' ? 'fr-CA' : 'en-CA';
  });
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
    resources: { en: { translation: pick(areas, 0) }, fr: { translation: pick(areas, 1) } },
  });
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(memory, language);
  await i18next.changeLanguage(language);
}
