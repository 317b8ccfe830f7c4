import type { Json } from '@invoicepatch/sdk';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallDifference, Difference, RunComparison, StepDifference } from '../../api/looking-wire.ts';
import { nameOf } from '../../describe/node-look.ts';
import { toPortWord } from '../../describe/port-word.ts';
import { findNode } from '../../document/graph.ts';
import { toNodeId } from '../../document/step-path.ts';
import { useLanguage } from '../../words/dates.ts';
import { useDocument, useWorkplace } from '../use-editor.ts';
import classes from './compare.module.css';
import { Pictures } from './pictures.tsx';

function useStepNames(): (step: string) => string {
  const { descriptors } = useWorkplace();
  const language = useLanguage();
  const document = useDocument();
  return (step) => {
    const node = findNode(document, toNodeId(step));
    const items = [...step.matchAll(/\[(\d+)\]/g)].map(([, index]) => `${Number(index) + 1}`);
    const name = node === undefined ? step : nameOf(node, descriptors.get(node.type), language);
    return items.length === 0 || node === undefined ? name : `${name} (${items.join('.')})`;
  };
}

function Value({ value }: { value: Json | undefined }) {
  if (value === undefined) return <span className={classes.quiet}>–</span>;
  return <code>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code>;
}

interface SidesRow {
  readonly place: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

const toRow = ({ path, before, after }: Difference): SidesRow => ({ place: path, before, after });

/** Then on the left, with the draft on the right. */
function Sides({ label, rows }: { label: string; rows: readonly SidesRow[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.sides} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('compare.place')}</th>
          <th scope="col">{t('compare.before')}</th>
          <th scope="col">{t('compare.after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ place, before, after }) => (
          <tr key={place}>
            <th scope="row">{place === '' ? t('compare.whole') : place}</th>
            <td data-side="before">
              <Value value={before} />
            </td>
            <td data-side="after">
              <Value value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CallBlock({ call }: { call: CallDifference }) {
  const { t } = useTranslation();
  const nameStep = useStepNames();
  const words = { new: 'compare.callNew', changed: 'compare.callChanged', gone: 'compare.callGone' } as const;
  const whole = [{ place: '', before: call.before ?? undefined, after: call.after ?? undefined }];
  return (
    <article className={classes.block}>
      <h4>
        {nameStep(call.step)} <span data-change={call.change}>{t(words[call.change])}</span>
      </h4>
      <Sides label={nameStep(call.step)} rows={call.input.length > 0 ? call.input.map(toRow) : whole} />
      {call.assumed && <p className={classes.quiet}>{t('compare.assumed')}</p>}
    </article>
  );
}

function StepBlock({ step }: { step: StepDifference }) {
  const { t } = useTranslation();
  const nameStep = useStepNames();
  const word = (side: StepDifference['before']) => {
    if (side === null) return undefined;
    const port = side.port === null || side.port === 'out' ? '' : ` · ${toPortWord(side.port, t)}`;
    return `${t(`status.${side.status}`)}${port}${side.fault === null ? '' : ` · ${side.fault.message}`}`;
  };
  const [before, after] = [word(step.before), word(step.after)];
  const way = before === after ? [] : [{ place: t('compare.state'), before, after }];
  return (
    <article className={classes.block}>
      <h4>
        {nameStep(step.step)}{' '}
        {step.change !== 'changed' && <span data-change={step.change}>{t(`compare.${step.change}`)}</span>}
      </h4>
      <Sides label={nameStep(step.step)} rows={[...way, ...step.output.map(toRow)]} />
    </article>
  );
}

/** What the draft would make of one run: first what would leave, then what its steps would give. */
export function RunDifferences({ run }: { run: RunComparison }) {
  const { t } = useTranslation();
  const word = (status: RunComparison['after']) => (status === 'open' ? t('compare.open') : t(`status.${status}`));
  return (
    <section className={classes.found} aria-label={t(`compare.${run.verdict}`)}>
      <p>
        <b>{t('compare.end')}</b>: {word(run.before)} → {word(run.after)} ·{' '}
        <Link to={`/runs/${run.runId}`}>{t('again.openRun')}</Link>
        {run.sameCalls > 0 && ` · ${t('compare.sameCalls', { count: run.sameCalls })}`}
      </p>
      {run.verdict === 'different' && <Pictures run={run} />}
      {run.calls.length > 0 && <h3>{t('compare.calls')}</h3>}
      {run.calls.map((call) => (
        <CallBlock key={call.step} call={call} />
      ))}
      {run.steps.length > 0 && <h3>{t('compare.outputs')}</h3>}
      {run.steps.map((step) => (
        <StepBlock key={step.step} step={step} />
      ))}
    </section>
  );
}
