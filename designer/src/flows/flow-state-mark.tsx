import { IconCircleCheck, IconEdit, IconGitBranch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowState } from '../api/wire.ts';
import classes from '../parts/status-mark.module.css';

const marks = {
  draft: { icon: IconEdit, tone: 'quiet' },
  published: { icon: IconCircleCheck, tone: 'good' },
  'draft-ahead': { icon: IconGitBranch, tone: 'wait' },
} as const;

export function FlowStateMark({ flow }: { flow: { readonly state: FlowState; readonly version: number | null } }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = marks[flow.state];
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={18} stroke={1.5} className={classes.icon} data-tone={tone} aria-hidden />
      {t(`flows.${flow.state}`, { version: flow.version })}
    </span>
  );
}
