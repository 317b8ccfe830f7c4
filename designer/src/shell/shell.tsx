import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { accountApi } from '../api/account-api.ts';
import { isProblem } from '../api/problem.ts';
import { keys } from '../api/query-keys.ts';
import { FaultPanel } from '../parts/feedback/fault-panel.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';

/** The frame of every page but sign-in: the rail at the left, the palette everywhere. */
export function Shell() {
  const { t } = useTranslation();
  const me = useQuery({ queryKey: keys.me, queryFn: accountApi.me, staleTime: 60_000 });
  if (isProblem(me.error, 401)) return null;
  if (me.error !== null && me.data === undefined) return <FaultPanel thrown={me.error} retry={() => me.refetch()} />;
  if (me.data === undefined) return null;
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('shell.skip')}
      </a>
      <Rail me={me.data} />
      <main className={classes.main} id="content" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <CommandPalette />
    </div>
  );
}
