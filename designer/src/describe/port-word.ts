import type { TFunction } from 'i18next';

/** A way out in words; a name we do not know is shown as it is. */
export function toPortWord(port: string, t: TFunction): string {
  switch (port) {
    case 'out':
    case 'true':
    case 'false':
    case 'approved':
    case 'rejected':
    case 'expired':
    case 'error':
    case 'undo':
      return t(`ports.${port}`);
    default:
      return port;
  }
}
