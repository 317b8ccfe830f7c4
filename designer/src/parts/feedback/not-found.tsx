import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from './empty.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty title={t('faults.notFoundTitle')} text={t('faults.notFound')}>
      <Button component={Link} to="/flows">
        {t('faults.toFlows')}
      </Button>
    </Empty>
  );
}
