import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateFlow } from '../flows/use-create-flow.ts';
import { PickDialog } from '../parts/pick-dialog.tsx';
import { PickList } from '../parts/pick-list.tsx';
import { useLanguage } from '../words/dates.ts';
import { chooseLanguage } from '../words/words.ts';
import { type Command, closePalette, useCommands } from './command-store.ts';
import { useMay } from './use-me.ts';

function useStanding(): readonly Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const language = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const createFlow = useCreateFlow();
  const mayBuild = useMay('builder');
  const places = (['flows', 'templates', 'connections', 'runs'] as const).map((place) => ({
    id: place,
    label: t('shell.goTo', { place: t(`shell.${place}`) }),
    act: () => navigate(`/${place}`),
  }));
  return [
    ...places,
    ...(mayBuild ? [{ id: 'new', label: t('shell.newFlow'), act: () => createFlow.blank() }] : []),
    {
      id: 'language',
      label: language === 'en' ? 'Afficher en français' : 'Use English',
      act: () => chooseLanguage(language === 'en' ? 'fr' : 'en'),
    },
    ...(
      [
        ['light', 'light'],
        ['dark', 'dark'],
        ['auto', 'system'],
      ] as const
    ).map(([scheme, word]) => ({
      id: scheme,
      label: `${t('shell.theme')}: ${t(`shell.${word}`)}`,
      act: () => setColorScheme(scheme),
    })),
  ];
}

function usePaletteKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      useCommands.setState(({ open }) => ({ open: !open }));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Ctrl K: every place and every act, by its words. */
export function CommandPalette() {
  const { t } = useTranslation();
  const { open, ofPage } = useCommands();
  const standing = useStanding();
  usePaletteKey();
  const pick = (command: Command) => {
    closePalette();
    command.act();
  };
  if (!open) return null;
  return (
    <PickDialog label={t('shell.commands')} onClose={closePalette}>
      <PickList
        items={[...ofPage, ...standing]}
        toText={(command) => command.label}
        onPick={pick}
        placeholder={t('shell.findCommand')}
        none={t('shell.noCommand')}
      />
    </PickDialog>
  );
}
