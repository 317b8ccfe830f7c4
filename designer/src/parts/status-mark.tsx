import {
  IconAlertCircle,
  IconArrowBackUp,
  IconArrowRampRight,
  IconArrowsSplit2,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconCircleMinus,
  IconClock,
  IconHelpCircle,
  IconUserExclamation,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RunStatus, StepStatus } from '../api/wire.ts';
import classes from './status-mark.module.css';

type Status = RunStatus | StepStatus;

const marks: Record<Status, { icon: typeof IconClock; tone: string }> = {
  queued: { icon: IconCircleDashed, tone: 'quiet' },
  pending: { icon: IconCircleDashed, tone: 'quiet' },
  running: { icon: IconCircleDot, tone: 'wait' },
  waiting: { icon: IconClock, tone: 'wait' },
  'needs-person': { icon: IconUserExclamation, tone: 'person' },
  doubtful: { icon: IconHelpCircle, tone: 'person' },
  succeeded: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconAlertCircle, tone: 'bad' },
  cancelled: { icon: IconCircleMinus, tone: 'quiet' },
  skipped: { icon: IconArrowsSplit2, tone: 'quiet' },
  handled: { icon: IconArrowRampRight, tone: 'quiet' },
  undone: { icon: IconArrowBackUp, tone: 'quiet' },
};

export function StatusIcon({ status, size = 18 }: { status: Status; size?: number }) {
  const { icon: Icon, tone } = marks[status];
  return <Icon size={size} stroke={1.75} className={classes.icon} data-tone={tone} aria-hidden />;
}

/** A state as icon, word and colour, so that it can be told without any one of them. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <span className={classes.mark} data-tone={marks[status].tone}>
      <StatusIcon status={status} />
      {t(`status.${status}`)}
    </span>
  );
}
