import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { accountApi } from '../api/account-api.ts';
import type { Me } from '../api/wire.ts';
import { tellFault } from '../parts/feedback/tell.ts';
import { useLanguage } from '../words/dates.ts';
import { chooseLanguage } from '../words/words.ts';
import classes from './shell.module.css';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1))
    .join('')
    .toUpperCase();

function Choice({ chosen, onChoose, children }: { chosen: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={chosen}
      onClick={onChoose}
      rightSection={chosen ? <IconCheck size={16} stroke={1.5} aria-hidden /> : undefined}
    >
      {children}
    </Menu.Item>
  );
}

export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.place}>
          <span className={classes.avatar} aria-hidden>
            {initials(me.name)}
          </span>
          <span className="visually-hidden">{t('shell.account', { name: me.name })}</span>
          <span className={classes.tenant}>{me.tenant.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Tenants me={me} />
        <Looks />
        <Menu.Divider />
        <SignOut />
      </Menu.Dropdown>
    </Menu>
  );
}

function Tenants({ me }: { me: Me }) {
  const { t } = useTranslation();
  const toTenant = async (id: string) => {
    try {
      await accountApi.switchTenant(id);
      window.location.assign('/flows');
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
  return (
    <>
      <Menu.Label>
        {me.name} · {me.email}
      </Menu.Label>
      {me.tenants.map((tenant) => (
        <Choice key={tenant.id} chosen={tenant.id === me.tenant.id} onChoose={() => toTenant(tenant.id)}>
          {tenant.name}
        </Choice>
      ))}
    </>
  );
}

function Looks() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    ['light', t('shell.light')],
    ['dark', t('shell.dark')],
    ['auto', t('shell.system')],
  ] as const;
  return (
    <>
      <Menu.Label>{t('shell.language')}</Menu.Label>
      <Choice chosen={language === 'en'} onChoose={() => chooseLanguage('en')}>
        <span lang="en-CA">English</span>
      </Choice>
      <Choice chosen={language === 'fr'} onChoose={() => chooseLanguage('fr')}>
        <span lang="fr-CA">Français</span>
      </Choice>
      <Menu.Label>{t('shell.theme')}</Menu.Label>
      {schemes.map(([scheme, word]) => (
        <Choice key={scheme} chosen={colorScheme === scheme} onChoose={() => setColorScheme(scheme)}>
          {word}
        </Choice>
      ))}
    </>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    try {
      await accountApi.signOut();
      queries.clear();
      await navigate('/sign-in');
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
  return (
    <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />} onClick={signOut}>
      {t('shell.signOut')}
    </Menu.Item>
  );
}
