import { ActionIcon, Button, Group, Modal, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import type { StoredTest, TestResult } from '../../api/looking-wire.ts';
import { keys } from '../../api/query-keys.ts';
import { runApi } from '../../api/run-api.ts';
import { Empty } from '../../parts/feedback/empty.tsx';
import { Loaded } from '../../parts/feedback/loaded.tsx';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { useDocument, useEditor, useWorkplace } from '../use-editor.ts';
import { TestForm } from './test-form.tsx';
import classes from './tests.module.css';

function Verdict({ result }: { result: TestResult | undefined }) {
  const { t } = useTranslation();
  const size = { size: 18, stroke: 1.5, 'aria-hidden': true };
  if (result === undefined)
    return (
      <span className={classes.verdict}>
        <IconCircleDashed {...size} /> {t('tests.notRun')}
      </span>
    );
  return (
    <span className={classes.verdict} data-passed={result.passed}>
      {result.passed ? <IconCircleCheck {...size} /> : <IconCircleX {...size} />}{' '}
      {result.passed ? t('tests.passed') : t('tests.failed')}
    </span>
  );
}

interface RowProps {
  readonly test: StoredTest;
  readonly result: TestResult | undefined;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function TestRow({ test, result, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation();
  const mayEdit = useEditor((state) => state.mayEdit);
  return (
    <li>
      <div className={classes.row}>
        <Verdict result={result} />
        <b>{test.name}</b>
        {mayEdit && (
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={t('tests.edit', { name: test.name })}
              onClick={onEdit}
            >
              <IconPencil size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={t('tests.remove', { name: test.name })}
              onClick={onRemove}
            >
              <IconTrash size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
          </>
        )}
      </div>
      {result !== undefined && result.findings.length > 0 && (
        <ul className={classes.findings}>
          {result.findings.slice(0, 10).map(({ step, path, message }) => (
            <li key={`${step} ${path} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** The newest run that did what it should, as a test. */
async function addFromRun(flowId: string): Promise<StoredTest | undefined> {
  const { items } = await runApi.list({ flowId, status: 'succeeded' });
  const [newest] = items;
  return newest === undefined ? undefined : flowApi.addTest(flowId, await runApi.testCase(newest.id));
}

function useTests(flowId: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const document = useDocument();
  const reload = () => queries.invalidateQueries({ queryKey: keys.tests(flowId) });
  const onError = (thrown: unknown) => tellFault(thrown, t);
  const list = useQuery({ queryKey: keys.tests(flowId), queryFn: () => flowApi.tests(flowId), staleTime: 0 });
  const run = useMutation({ mutationFn: () => flowApi.runTests(flowId, document), onError });
  const add = useMutation({
    mutationFn: () => addFromRun(flowId),
    onSuccess: (test) => {
      tell(test === undefined ? t('tests.noRun') : t('tests.added', { name: test.name }));
      return reload();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => flowApi.removeTest(flowId, id),
    onSuccess: reload,
    onError,
  });
  return { list, run, add, remove, reload };
}

function Summary({ results }: { results: readonly TestResult[] | undefined }) {
  const { t } = useTranslation();
  const red = results?.filter(({ passed }) => !passed).length ?? 0;
  return (
    <Text role="status" fw={600}>
      {results === undefined ? '' : red === 0 ? t('tests.allGreen') : t('tests.someRed', { count: red })}
    </Text>
  );
}

export function TestsDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const { id } = useEditor((state) => state.flow);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { list, run, add, remove, reload } = useTests(id);
  const [open, setOpen] = useState<StoredTest | 'new'>();
  const results = run.data?.results;
  const fromRun = (
    <Button variant="default" loading={add.isPending} onClick={() => add.mutate()}>
      {t('tests.fromRun')}
    </Button>
  );
  const done = async () => {
    await reload();
    setOpen(undefined);
  };
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('tests.title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {open !== undefined && <TestForm flowId={id} test={open} onDone={done} />}
      {open === undefined && (
        <Loaded query={list}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('tests.emptyTitle')} text={t('tests.emptyText')}>
                {mayEdit && fromRun}
              </Empty>
            ) : (
              <>
                <Text c="dimmed">{t('tests.intro')}</Text>
                <Group my={12} gap={8}>
                  <Button loading={run.isPending} onClick={() => run.mutate()}>
                    {t('tests.run')}
                  </Button>
                  {mayEdit && fromRun}
                  {mayEdit && (
                    <Button variant="default" onClick={() => setOpen('new')}>
                      {t('tests.write')}
                    </Button>
                  )}
                  <Summary results={results} />
                </Group>
                <ul className={classes.tests}>
                  {items.map((test) => (
                    <TestRow
                      key={test.id}
                      test={test}
                      result={results?.find((result) => result.id === test.id)}
                      onEdit={() => setOpen(test)}
                      onRemove={() => remove.mutate(test.id)}
                    />
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      )}
    </Modal>
  );
}
