import type { NodeType } from '@invoicepatch/sdk';

/** The nodes that every flow can use. */
export const coreNodes: readonly NodeType[] = [];
