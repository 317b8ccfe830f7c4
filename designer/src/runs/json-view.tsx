import type { Json } from '@invoicepatch/sdk';
import { Button, CopyButton, Group, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './runs.module.css';

const shownAtOnce = 100;

function Leaf({ value }: { value: string | number | boolean | null }) {
  return (
    <span className={classes.leaf} data-kind={typeof value}>
      {JSON.stringify(value)}
    </span>
  );
}

/** The first few plain values of something closed, so that one of many is recognized without opening it. */
function digestOf(value: readonly Json[] | Readonly<Record<string, Json>>): string {
  const plain = Object.values(value).filter((item) => typeof item === 'string' || typeof item === 'number');
  const words = plain.slice(0, 4).join(' · ');
  return words.length > 72 ? `${words.slice(0, 71)}…` : words;
}

function Branch({ name, value, depth }: { name: string; value: Json; depth: number }) {
  const [limit, setLimit] = useState(shownAtOnce);
  const { t } = useTranslation();
  if (value === null || typeof value !== 'object') {
    return (
      <div className={classes.branch}>
        <span className={classes.key}>{name}</span> <Leaf value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details className={classes.branch} open={depth < 2}>
      <summary>
        <span className={classes.key}>{name}</span> <span className={classes.quiet}>{size}</span>{' '}
        <span className={classes.digest}>{digestOf(value)}</span>
      </summary>
      {entries.slice(0, limit).map(([key, item]) => (
        <Branch key={key} name={key} value={item} depth={depth + 1} />
      ))}
      {entries.length > limit && (
        <Button size="compact-xs" variant="subtle" onClick={() => setLimit(limit + shownAtOnce)}>
          {t('shell.loadMore')} ({entries.length - limit})
        </Button>
      )}
    </details>
  );
}

/** Data as a tree that opens, or as the text it is. */
export function JsonView({ value }: { value: Json | undefined }) {
  const { t } = useTranslation();
  const [shape, setShape] = useState('tree');
  if (value === undefined || value === null) return <p className={classes.hint}>{t('runs.noData')}</p>;
  const text = JSON.stringify(value, null, 2);
  return (
    <div className={classes.json}>
      <Group gap={8} mb={8}>
        <SegmentedControl
          size="xs"
          value={shape}
          onChange={setShape}
          data={[
            { value: 'tree', label: t('runs.tree') },
            { value: 'raw', label: t('runs.raw') },
          ]}
        />
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? t('shell.copied') : t('shell.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {shape === 'raw' ? (
        <pre className={classes.raw}>{text}</pre>
      ) : (
        <div className={classes.tree}>
          {typeof value === 'object' ? (
            Object.entries(value).map(([key, item]) => <Branch key={key} name={key} value={item} depth={1} />)
          ) : (
            <Leaf value={value} />
          )}
        </div>
      )}
    </div>
  );
}
