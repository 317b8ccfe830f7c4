import type { FlowDocument, FlowEdge } from '@invoicepatch/sdk';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { connectionApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { StepStatus } from '../api/wire.ts';
import { toDescriptors } from '../describe/node-look.ts';
import { ViewCanvas } from './view-canvas.tsx';

interface Props {
  readonly document: FlowDocument;
  readonly label: string;
  readonly statuses?: ReadonlyMap<string, StepStatus>;
  readonly isTaken?: (edge: FlowEdge) => boolean;
  readonly chosen?: string | undefined;
  readonly onChoose?: (id: string) => void;
}

const noProblems: ReadonlyMap<string, number> = new Map();

/** A flow to look at: in a run, or before it is imported. */
export function PicturedFlow({ document, label, statuses, isTaken, chosen, onChoose }: Props) {
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: connectionApi.catalog, staleTime: 60_000 });
  const connections = useQuery({ queryKey: keys.connections, queryFn: connectionApi.list, staleTime: 60_000 });
  const around = useMemo(() => {
    if (catalog.data === undefined) return undefined;
    return {
      catalog: catalog.data,
      descriptors: toDescriptors(catalog.data),
      connections: connections.data?.items ?? [],
      problems: noProblems,
      editable: false,
      ...(statuses === undefined ? {} : { statuses }),
      ...(isTaken === undefined ? {} : { isTaken }),
    };
  }, [catalog.data, connections.data, statuses, isTaken]);
  if (around === undefined) return null;
  return <ViewCanvas document={document} around={around} label={label} chosen={chosen} onChoose={onChoose} />;
}
