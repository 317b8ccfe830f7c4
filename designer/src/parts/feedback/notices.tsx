import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './notices.module.css';
import { dismiss, useNotices } from './tell.ts';

/** What was told lately, read out as it comes. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices((state) => state.notices);
  return (
    <div className={classes.notices} role="status" aria-live="polite">
      {notices.map(({ id, title, text, tone }) => (
        <div key={id} className={classes.notice} data-tone={tone}>
          {tone === 'bad' ? (
            <IconAlertTriangle size={18} stroke={1.5} aria-hidden />
          ) : (
            <IconCircleCheck size={18} stroke={1.5} aria-hidden />
          )}
          <div>
            {title !== undefined && <b>{title}</b>}
            <div>{text}</div>
          </div>
          <CloseButton size="sm" aria-label={t('shell.close')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
