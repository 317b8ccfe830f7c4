import { SetMetadata } from '@nestjs/common';
import type { Role } from './principal.ts';

/** Who may use a route. Each route says it; one that doesn't stops the engine from starting. */
export type Access = { readonly kind: 'open' } | { readonly kind: 'role'; readonly role: Role };

export const ACCESS = 'invoicepatch:access';

/** The route wants a caller with this role or a stronger one. */
export function Needs(role: Role): MethodDecorator {
  return SetMetadata(ACCESS, { kind: 'role', role } satisfies Access);
}

/** The route is for everybody, without log-in. */
export function Open(): MethodDecorator {
  return SetMetadata(ACCESS, { kind: 'open' } satisfies Access);
}
