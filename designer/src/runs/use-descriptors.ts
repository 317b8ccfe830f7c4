import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { connectionApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import { type Descriptors, toDescriptors } from '../describe/node-look.ts';

const none: Descriptors = new Map();

export function useDescriptors(): Descriptors {
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: connectionApi.catalog, staleTime: 60_000 }).data;
  return useMemo(() => (catalog === undefined ? none : toDescriptors(catalog)), [catalog]);
}
