import { Button } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { templateApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import { useCreateFlow } from '../flows/use-create-flow.ts';
import { Empty } from '../parts/feedback/empty.tsx';
import { Loaded } from '../parts/feedback/loaded.tsx';
import classes from '../parts/page.module.css';
import { Page } from '../parts/page.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { useLanguage } from '../words/dates.ts';

export function TemplateList() {
  const { t } = useTranslation();
  const language = useLanguage();
  const create = useCreateFlow();
  const templates = useQuery({ queryKey: keys.templates, queryFn: templateApi.list });
  usePageTitle(t('templates.title'));
  return (
    <Page title={t('templates.title')}>
      <Loaded query={templates}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('templates.emptyTitle')} text={t('templates.emptyText')}>
              <Button onClick={create.blank}>{t('shell.newFlow')}</Button>
            </Empty>
          ) : (
            <div className={classes.cards}>
              {items.map((template) => (
                <Link key={template.slug} to={`/templates/${template.slug}`} className={classes.card}>
                  <IconTemplate size={28} stroke={1.5} aria-hidden />
                  <span className={classes.cardTitle}>{template.title[language]}</span>
                  <span>{template.summary[language]}</span>
                  <span className={classes.quiet}>
                    {t('templates.needs')}:{' '}
                    {Object.values(template.connections)
                      .map(({ title }) => title[language])
                      .join(', ') || t('templates.nothing')}
                  </span>
                </Link>
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
