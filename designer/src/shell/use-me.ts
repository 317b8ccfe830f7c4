import { useQuery } from '@tanstack/react-query';
import { accountApi } from '../api/account-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Me, Role } from '../api/wire.ts';

const order: readonly Role[] = ['viewer', 'approver', 'builder', 'admin', 'owner'];

export function useMe(): Me | undefined {
  return useQuery({ queryKey: keys.me, queryFn: accountApi.me, staleTime: 60_000 }).data;
}

/** Whether the person may do what needs `role`. The engine decides; this only spares them a refusal. */
export function useMay(role: Role): boolean {
  const me = useMe();
  return me !== undefined && order.indexOf(me.role) >= order.indexOf(role);
}
