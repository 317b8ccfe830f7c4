/** Weakest first. A role may do what the roles before it may. */
export const roles = ['viewer', 'approver', 'builder', 'admin', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, and in whose name. */
export interface Principal {
  readonly tenantId: string;
  readonly role: Role;
  readonly by:
    | { readonly kind: 'user'; readonly userId: string }
    | { readonly kind: 'api-key'; readonly keyId: string };
}
