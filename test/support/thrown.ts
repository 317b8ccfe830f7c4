import type { Fault } from '@invoicepatch/sdk';

/** The fault that some work ends in; work that ends well fails the test. */
export function thrown(work: Promise<unknown>): Promise<Fault> {
  return work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (fault) => fault,
  );
}
