import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FaultPanel } from './fault-panel.tsx';
import { useLate } from './use-late.ts';

interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** What came from the engine, or its place while it comes, or why it did not come. */
export function Loaded<Data>({ query, children }: { query: Query<Data>; children: (data: Data) => ReactNode }) {
  const late = useLate(query.data === undefined && query.error === null);
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <FaultPanel thrown={query.error} retry={() => query.refetch()} />;
  return late ? <Rows /> : null;
}

function Rows() {
  const { t } = useTranslation();
  return (
    <Stack gap={8} py={8} role="status" aria-label={t('shell.loading')}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <Skeleton key={row} height={32} radius="sm" />
      ))}
    </Stack>
  );
}
