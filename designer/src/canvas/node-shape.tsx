import type { Look } from '../describe/node-look.ts';
import classes from './canvas.module.css';

/** Outlines of 220 × 56, one for each kind, so that a grey picture still tells them apart. */
const outlines: Record<Exclude<Look, 'loop'>, string> = {
  trigger: 'M28 1H211a8 8 0 0 1 8 8V47a8 8 0 0 1-8 8H28A27 27 0 0 1 28 1Z',
  transform: 'M9 1H211a8 8 0 0 1 8 8V19a9 9 0 0 0 0 18V47a8 8 0 0 1-8 8H9a8 8 0 0 1-8-8V9a8 8 0 0 1 8-8Z',
  rule: 'M13 1H207L219 13V43L207 55H13L1 43V13Z',
  connector: 'M1 1H219V55H1Z',
  control: 'M28 1H192a27 27 0 0 1 0 54H28a27 27 0 0 1 0-54Z',
  unknown: 'M1 1H219V55H1Z',
};

export function NodeShape({ look, band }: { look: Look; band: string | undefined }) {
  if (look === 'loop') return null;
  return (
    <svg className={classes.shape} width={220} height={56} viewBox="0 0 220 56" aria-hidden="true" data-look={look}>
      <path d={outlines[look]} />
      {look === 'connector' && (
        <rect
          x={0}
          y={0}
          width={4}
          height={56}
          className={classes.band}
          style={band === undefined ? undefined : { fill: band }}
        />
      )}
    </svg>
  );
}
