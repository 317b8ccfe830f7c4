import { UnstyledButton } from '@mantine/core';
import { IconArrowsRight, IconCommand, IconLayoutGrid, IconPlugConnected, IconTimeline } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { Me } from '../api/wire.ts';
import { AccountMenu } from './account-menu.tsx';
import { openPalette } from './command-store.ts';
import classes from './shell.module.css';

const places = [
  { to: '/flows', word: 'shell.flows', icon: IconArrowsRight },
  { to: '/templates', word: 'shell.templates', icon: IconLayoutGrid },
  { to: '/connections', word: 'shell.connections', icon: IconPlugConnected },
  { to: '/runs', word: 'shell.runs', icon: IconTimeline },
] as const;

export function Rail({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.rail} aria-label={t('shell.mainNavigation')}>
      <NavLink to="/flows" className={classes.brand ?? ''} aria-label={t('shell.product')}>
        <img src="/icon.svg" alt="" width={24} height={24} />
      </NavLink>
      {places.map(({ to, word, icon: Icon }) => (
        <NavLink key={to} to={to} className={classes.place ?? ''}>
          <Icon size={20} stroke={1.5} aria-hidden />
          <span>{t(word)}</span>
        </NavLink>
      ))}
      <div className={classes.spring} />
      <UnstyledButton className={classes.place} onClick={openPalette} title="Ctrl K / ⌘ K">
        <IconCommand size={20} stroke={1.5} aria-hidden />
        <span>{t('shell.commands')}</span>
      </UnstyledButton>
      <AccountMenu me={me} />
    </nav>
  );
}
