import type { Answer, Poll } from '@invoicepatch/sdk';

/**
 * The answer that decides: the one with which a way out first had as many different people as it needs. A person counts
 * once, with the first answer. Without a poll the first answer of anybody decides.
 */
export function tally(poll: Poll | undefined, answers: readonly Answer[]): Answer | undefined {
  if (poll === undefined) return answers[0];
  const needed = new Map(poll.choices.map((choice) => [choice.port, choice.needed]));
  const people = new Set<string>();
  for (const answer of answers) {
    if (people.has(answer.by)) continue;
    people.add(answer.by);
    const left = (needed.get(answer.port) ?? Number.POSITIVE_INFINITY) - 1;
    if (left === 0) return answer;
    needed.set(answer.port, left);
  }
  return undefined;
}
