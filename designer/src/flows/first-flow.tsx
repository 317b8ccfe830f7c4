import { FileButton, Text, Title, UnstyledButton } from '@mantine/core';
import { IconFileImport, IconPlus, IconTemplate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from '../parts/page.module.css';
import type { CreateFlow } from './use-create-flow.ts';

/** Three ways to begin, the best one first. */
export function FirstFlow({ create }: { create: CreateFlow }) {
  const { t } = useTranslation();
  const icon = { size: 28, stroke: 1.5, 'aria-hidden': true } as const;
  return (
    <>
      <Title order={2}>{t('flows.emptyTitle')}</Title>
      <Text c="dimmed" mb={24}>
        {t('flows.emptyText')}
      </Text>
      <div className={classes.cards}>
        <Link to="/templates" className={classes.card}>
          <IconTemplate {...icon} />
          <span className={classes.cardTitle}>{t('flows.fromTemplate')}</span>
          <span>{t('flows.fromTemplateText')}</span>
          <span className={classes.tag}>{t('flows.recommended')}</span>
        </Link>
        <UnstyledButton className={classes.card} disabled={create.busy} onClick={create.blank}>
          <IconPlus {...icon} />
          <span className={classes.cardTitle}>{t('flows.blank')}</span>
          <span>{t('flows.blankText')}</span>
        </UnstyledButton>
        <FileButton accept="application/json,.json" onChange={(file) => file !== null && void create.fromFile(file)}>
          {(props) => (
            <UnstyledButton className={classes.card} {...props}>
              <IconFileImport {...icon} />
              <span className={classes.cardTitle}>{t('flows.fromFile')}</span>
              <span>{t('flows.fromFileText')}</span>
            </UnstyledButton>
          )}
        </FileButton>
      </div>
    </>
  );
}
