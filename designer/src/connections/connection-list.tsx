import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconDots,
  IconPlugConnectedX,
  IconPlus,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionApi, consentApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Catalog, CatalogConnector, Connection, Health } from '../api/wire.ts';
import { Confirm } from '../parts/feedback/confirm.tsx';
import { Empty } from '../parts/feedback/empty.tsx';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { tell, tellFault } from '../parts/feedback/tell.ts';
import classes from '../parts/page.module.css';
import { Page } from '../parts/page.tsx';
import marks from '../parts/status-mark.module.css';
import { usePageTitle } from '../parts/use-page-title.ts';
import { useMay } from '../shell/use-me.ts';
import { ConsentPanel } from './consent-panel.tsx';
import { NewConnection } from './new-connection.tsx';

const healthMarks = {
  unknown: { icon: IconCircleDashed, tone: 'quiet' },
  good: { icon: IconCircleCheck, tone: 'good' },
  refused: { icon: IconAlertTriangle, tone: 'bad' },
  unreachable: { icon: IconPlugConnectedX, tone: 'bad' },
} as const;

function HealthMark({ health, note }: { health: Health; note: string | null }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = healthMarks[health];
  return (
    <span className={marks.mark} data-tone={tone} title={note ?? undefined}>
      <Icon size={18} stroke={1.5} className={marks.icon} data-tone={tone} aria-hidden />
      {t(`connections.${health}`)}
    </span>
  );
}

export function environmentWord(environment: string, t: ReturnType<typeof useTranslation>['t']): string {
  switch (environment) {
    case 'production':
    case 'sandbox':
    case 'simulator':
      return t(`connections.${environment}`);
    default:
      return environment;
  }
}

function Rename({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(connection.name);
  const rename = useMutation({
    mutationFn: () => connectionApi.rename(connection.id, name),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.connections }),
    onError: (thrown) => tellFault(thrown, t),
    onSettled: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={t('shell.rename')} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <Stack>
        <TextInput label={t('shell.name')} value={name} onChange={(event) => setName(event.target.value)} />
        <Button disabled={name.trim() === ''} loading={rename.isPending} onClick={() => rename.mutate()}>
          {t('shell.save')}
        </Button>
      </Stack>
    </Modal>
  );
}

function Delete({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => connectionApi.remove(connection.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.connections }),
    onError: (thrown) => tellFault(thrown, t),
    onSettled: onClose,
  });
  return (
    <Confirm
      title={t('connections.deleteTitle', { name: connection.name })}
      text={t('connections.deleteText')}
      act={t('shell.delete')}
      busy={remove.isPending}
      onAct={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

function useTest(connection: Connection): () => Promise<void> {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return async () => {
    try {
      const { health } = await connectionApi.test(connection.id);
      tell(t('connections.tested', { name: connection.name, health: t(`connections.${health}`) }));
      await queries.invalidateQueries({ queryKey: keys.connections });
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
}

function Reconnect({ connection, system, onClose }: { connection: Connection; system: string; onClose: () => void }) {
  const { t } = useTranslation();
  const ask = () => consentApi.beginAgain(connection.id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('connections.reconnectTitle', { name: connection.name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <ConsentPanel system={system} ask={ask} onDone={onClose} />
    </Modal>
  );
}

function Acts({ connection, connector }: { connection: Connection; connector: CatalogConnector | undefined }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<'rename' | 'delete' | 'reconnect'>();
  const test = useTest(connection);
  const auth = connector?.auth;
  const close = () => setDoing(undefined);
  const remove = () => {
    const flows = connection.usedBy.map((flow) => flow.name).join(', ');
    if (flows === '') setDoing('delete');
    else tell(t('connections.inUse', { name: connection.name, flows }));
  };
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={test}>
        {t('connections.test')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('shell.more')}: ${connection.name}`}>
            <IconDots size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {auth?.consent != null && (
            <Menu.Item onClick={() => setDoing('reconnect')}>{t('connections.reconnect')}</Menu.Item>
          )}
          <Menu.Item onClick={() => setDoing('rename')}>{t('shell.rename')}</Menu.Item>
          <Menu.Item color="red" onClick={remove}>
            {t('shell.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {doing === 'reconnect' && (
        <Reconnect connection={connection} system={auth?.title ?? connection.auth} onClose={close} />
      )}
      {doing === 'rename' && <Rename connection={connection} onClose={close} />}
      {doing === 'delete' && <Delete connection={connection} onClose={close} />}
    </Group>
  );
}

function ConnectionTable({
  connections,
  catalog,
  mayChange,
}: {
  connections: readonly Connection[];
  catalog: Catalog | undefined;
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  const connectorOf = (auth: string) => catalog?.connectors.find((connector) => connector.auth?.id === auth);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('shell.name')}</th>
            <th scope="col" className={classes.optional}>
              {t('connections.columnSystem')}
            </th>
            <th scope="col" className={classes.optional}>
              {t('connections.columnEnvironment')}
            </th>
            <th scope="col">{t('connections.columnHealth')}</th>
            <th scope="col" className={classes.optional}>
              {t('connections.columnUsedBy')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('shell.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((connection) => (
            <tr key={connection.id}>
              <td style={{ fontWeight: 600 }}>{connection.name}</td>
              <td className={classes.optional}>{connectorOf(connection.auth)?.title ?? connection.auth}</td>
              <td className={classes.optional}>{environmentWord(connection.environment, t)}</td>
              <td>
                <HealthMark health={connection.health} note={connection.healthNote} />
              </td>
              <td className={classes.optional} title={connection.usedBy.map((flow) => flow.name).join(', ')}>
                {connection.usedBy.length === 0
                  ? t('connections.nobody')
                  : t('connections.usedBy', { count: connection.usedBy.length })}
              </td>
              <td className={classes.number}>
                {mayChange && <Acts connection={connection} connector={connectorOf(connection.auth)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ConnectionList() {
  const { t } = useTranslation();
  const mayChange = useMay('admin');
  const [adding, setAdding] = useState(false);
  const connections = useQuery({ queryKey: keys.connections, queryFn: connectionApi.list });
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: connectionApi.catalog, staleTime: 60_000 });
  usePageTitle(t('connections.title'));
  const add = mayChange && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setAdding(true)}>
      {t('connections.new')}
    </Button>
  );
  const isEmpty = connections.data?.items.length === 0;
  return (
    <Page title={t('connections.title')} action={isEmpty ? undefined : add}>
      <Loaded query={connections}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('connections.emptyTitle')} text={t('connections.emptyText')}>
              {add}
            </Empty>
          ) : (
            <ConnectionTable connections={items} catalog={catalog.data} mayChange={mayChange} />
          )
        }
      </Loaded>
      {adding && catalog.data !== undefined && (
        <NewConnection catalog={catalog.data} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
}
