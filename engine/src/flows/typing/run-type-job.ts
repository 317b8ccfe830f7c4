import { findRoundedNumbers } from '@invoicepatch/jsonata';
import { checkFlowTypes, complete, findPlace, hover } from '@invoicepatch/types';
import type { Checked, CheckJob, Completed, CompleteJob, Rounded, TypeJob } from './job.ts';

/** What a number that loses digits has; most expressions need not be read to know that they have none. */
const manyDigits = /[\d.]{16}|\d[eE][-+]?\d{3}/;

function roundedOf(source: string, at: number): readonly Rounded[] {
  if (!manyDigits.test(source)) return [];
  try {
    return findRoundedNumbers(source).map(({ offset, text }) => ({ source: at, offset, text }));
  } catch {
    // What can't be read is told of elsewhere.
    return [];
  }
}

function check({ document, descriptors, sources }: CheckJob): Checked {
  const known = new Map(Object.entries(descriptors));
  const { findings } = checkFlowTypes(document, { describe: (type) => known.get(type) });
  return { findings, rounded: sources.flatMap(roundedOf) };
}

function completeAt({ document, descriptors, asked }: CompleteJob): Completed {
  const { nodeId, field, text, offset, language } = asked;
  const known = new Map(Object.entries(descriptors));
  const place = findPlace(document, { nodeId, field }, { describe: (type) => known.get(type), language });
  return { ...complete({ ...place, text, offset }), hover: hover({ ...place, text, offset }) ?? null };
}

/** Takes as long as the flow's author likes: for a thread that nobody else waits for. */
export function runTypeJob(job: TypeJob): Checked | Completed {
  return job.kind === 'check' ? check(job) : completeAt(job);
}
