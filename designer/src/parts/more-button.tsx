import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './page.module.css';

export function MoreButton({ list }: { list: { hasMore: boolean; loadingMore: boolean; loadMore: () => void } }) {
  const { t } = useTranslation();
  if (!list.hasMore) return null;
  return (
    <div className={classes.more}>
      <Button variant="default" loading={list.loadingMore} onClick={list.loadMore}>
        {t('shell.loadMore')}
      </Button>
    </div>
  );
}
