import type { NodeDescriptor } from '@invoicepatch/sdk';
import {
  IconArrowBigRightLines,
  IconArrowsSplit2,
  IconBolt,
  IconBraces,
  IconClock,
  IconCornerDownLeft,
  IconFile,
  IconHandClick,
  IconQuestionMark,
  IconRepeat,
  IconUserCheck,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react';
import { lookOf } from '../describe/node-look.ts';

const starts = {
  webhook: IconWebhook,
  manual: IconHandClick,
  schedule: IconClock,
  file: IconFile,
  poll: IconBolt,
  flow: IconArrowBigRightLines,
  platform: IconArrowBigRightLines,
} as const;

function iconOf(descriptor: NodeDescriptor | undefined) {
  switch (lookOf(descriptor)) {
    case 'trigger':
      return starts[descriptor?.start ?? 'poll'];
    case 'transform':
      return IconBraces;
    case 'rule':
      return IconArrowsSplit2;
    case 'loop':
      return IconRepeat;
    case 'control':
      return descriptor !== undefined && descriptor.ports.length > 1 ? IconUserCheck : IconCornerDownLeft;
    case 'connector':
      return IconWorld;
    case 'unknown':
      return IconQuestionMark;
  }
}

interface Props {
  readonly descriptor: NodeDescriptor | undefined;
  /** Of the system that the step acts on. */
  readonly initials?: string | undefined;
  readonly size?: number;
}

export function NodeMark({ descriptor, initials, size = 18 }: Props) {
  if (initials !== undefined && descriptor?.kind === 'action')
    return <b style={{ fontSize: size * 0.72 }}>{initials}</b>;
  const Icon = iconOf(descriptor);
  return <Icon size={size} stroke={1.5} aria-hidden />;
}
