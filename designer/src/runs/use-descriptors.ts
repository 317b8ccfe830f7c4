import type { FlowDocument } from '@invoicepatch/sdk';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { connectionApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import { type Descriptors, nameOf, toDescriptors } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import { toNodeId } from '../document/step-path.ts';
import { useLanguage } from '../words/dates.ts';

const none: Descriptors = new Map();

export function useDescriptors(): Descriptors {
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: connectionApi.catalog, staleTime: 60_000 }).data;
  return useMemo(() => (catalog === undefined ? none : toDescriptors(catalog)), [catalog]);
}

/** What people call the step that a run names `each[2].post`. */
export function useStepName(document: FlowDocument): (step: string) => string {
  const descriptors = useDescriptors();
  const language = useLanguage();
  return (step) => {
    const node = findNode(document, toNodeId(step));
    return node === undefined ? step : nameOf(node, descriptors.get(node.type), language);
  };
}
