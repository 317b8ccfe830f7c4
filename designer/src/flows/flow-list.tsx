import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDots, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { connectionApi } from '../api/connection-api.ts';
import { flowApi } from '../api/flow-api.ts';
import { keys } from '../api/query-keys.ts';
import type { FlowSummary } from '../api/wire.ts';
import { NodeMark } from '../canvas/node-mark.tsx';
import { Confirm } from '../parts/feedback/confirm.tsx';
import { Empty } from '../parts/feedback/empty.tsx';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { tellFault } from '../parts/feedback/tell.ts';
import { MoreButton } from '../parts/more-button.tsx';
import classes from '../parts/page.module.css';
import { Page } from '../parts/page.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { usePages } from '../parts/use-pages.ts';
import { useMay } from '../shell/use-me.ts';
import { FirstFlow } from './first-flow.tsx';
import { FlowStateMark } from './flow-state-mark.tsx';
import { NewFlow } from './new-flow.tsx';
import { useCreateFlow } from './use-create-flow.ts';

function DeleteFlow({ flow, onClose }: { flow: FlowSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => flowApi.remove(flow.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.flows }),
    onError: (thrown) => tellFault(thrown, t),
    onSettled: onClose,
  });
  return (
    <Confirm
      title={t('flows.deleteTitle', { name: flow.name })}
      text={t('flows.deleteText')}
      act={t('shell.delete')}
      busy={remove.isPending}
      onAct={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

function FlowMenu({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('shell.more')}: ${flow.name}`}>
            <IconDots size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/runs?flowId=${flow.id}`}>
            {t('shell.runs')}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => setDeleting(true)}>
            {t('shell.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deleting && <DeleteFlow flow={flow} onClose={() => setDeleting(false)} />}
    </>
  );
}

function FlowTable({ flows }: { flows: readonly FlowSummary[] }) {
  const { t } = useTranslation();
  const mayEdit = useMay('builder');
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: connectionApi.catalog, staleTime: 60_000 });
  const triggerOf = (type: string | null) => catalog.data?.nodes.find((node) => node.type === type);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('flows.columnName')}</th>
            <th scope="col">{t('flows.columnState')}</th>
            <th scope="col">{t('flows.columnLastRun')}</th>
            <th scope="col" className={classes.optional}>
              {t('flows.columnUpdated')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('shell.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <tr key={flow.id}>
              <td>
                <span className={classes.withIcon} title={triggerOf(flow.trigger)?.title ?? t('flows.noTrigger')}>
                  <NodeMark descriptor={triggerOf(flow.trigger)} />
                  <Link className={classes.name} to={`/flows/${flow.id}`}>
                    {flow.name}
                  </Link>
                </span>
              </td>
              <td>
                <FlowStateMark flow={flow} />
              </td>
              <td>
                {flow.lastRun === null ? (
                  <span className={classes.quiet}>{t('flows.never')}</span>
                ) : (
                  <Link to={`/runs/${flow.lastRun.id}`}>
                    <StatusMark status={flow.lastRun.status} />
                  </Link>
                )}
              </td>
              <td className={classes.optional}>
                <TimeText iso={flow.updatedAt} />
              </td>
              <td className={classes.number}>{mayEdit && <FlowMenu flow={flow} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is typed goes into the address a little later, so that the list can be sent to a colleague. */
function useSearch() {
  const [query, setQuery] = useSearchParams();
  const [text, setText] = useState(query.get('search') ?? '');
  const [search] = useDebouncedValue(text, 250);
  useEffect(() => {
    setQuery(search === '' ? {} : { search }, { replace: true });
  }, [search, setQuery]);
  return { text, setText, search };
}

export function FlowList() {
  const { t } = useTranslation();
  const { text, setText, search } = useSearch();
  const create = useCreateFlow();
  const mayEdit = useMay('builder');
  const flows = usePages({ key: [...keys.flows, search], load: (cursor) => flowApi.list(search, cursor) });
  usePageTitle(t('flows.title'));
  const isFirst = flows.data?.length === 0 && search === '';
  const action = mayEdit && !isFirst && <NewFlow create={create} />;
  const filters = isFirst ? undefined : (
    <TextInput
      w={320}
      maw="100%"
      leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
      aria-label={t('flows.searchLabel')}
      placeholder={t('flows.searchLabel')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
  return (
    <Page title={t('flows.title')} action={action} filters={filters}>
      <Loaded query={flows}>
        {(items) => {
          if (isFirst) return <FirstFlow create={create} />;
          if (items.length > 0) return <FlowTable flows={items} />;
          return (
            <Empty title={t('flows.noneFound', { search })} text="">
              <Button variant="default" onClick={() => setText('')}>
                {t('flows.clearSearch')}
              </Button>
            </Empty>
          );
        }}
      </Loaded>
      <MoreButton list={flows} />
    </Page>
  );
}
