import { send } from './send.ts';
import type { Me } from './wire.ts';

export const accountApi = {
  me: () => send<Me>('/auth/me'),
  signIn: (body: { email: string; password: string }) => send<{ user: Me }>('/auth/login', { method: 'POST', body }),
  signOut: () => send<void>('/auth/logout', { method: 'POST' }),
  switchTenant: (tenantId: string) => send<{ user: Me }>('/auth/switch', { method: 'POST', body: { tenantId } }),
};
