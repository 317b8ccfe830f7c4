import { Fault } from '@invoicepatch/sdk';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Authenticator } from './authenticator.ts';
import { rememberCaller } from './caller.ts';
import { type Credential, findCredential } from './credential.ts';
import { ACCESS, type Access } from './needs.ts';
import { type Principal, type Role, roles } from './principal.ts';
import type { SessionCookie } from './session-cookie.ts';

interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

function hasRole(principal: Principal, role: Role): boolean {
  return roles.indexOf(principal.role) >= roles.indexOf(role);
}

/** Another site can make a browser send our cookie, but not our header. */
function refuseForgery(request: HttpRequest, credential: Credential): void {
  if (credential.via !== 'cookie' || harmless.has(request.method)) return;
  if (request.headers['x-requested-with'] === 'invoicepatch') return;
  throw new Fault(
    'denied',
    'auth.forged',
    'A request with the session cookie needs the header X-Requested-With: invoicepatch.',
  );
}

/** Stands before every route: who is it, and is the role strong enough. */
export class AccessGuard implements CanActivate {
  readonly #authenticator: Authenticator;
  readonly #cookie: SessionCookie;

  constructor(authenticator: Authenticator, cookie: SessionCookie) {
    this.#authenticator = authenticator;
    this.#cookie = cookie;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access: Access | undefined = Reflect.getMetadata(ACCESS, context.getHandler());
    if (access === undefined) throw new Fault('bug', 'engine.unexpected', 'A route does not say who may use it.');
    if (access.kind === 'open') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const principal = await this.#identify(request);
    if (!hasRole(principal, access.role)) {
      throw new Fault('denied', 'auth.role', `This needs the role ${access.role}; yours is ${principal.role}.`, {
        details: { needs: access.role, has: principal.role },
      });
    }
    return true;
  }

  async #identify(request: HttpRequest): Promise<Principal> {
    const credential = findCredential(request.headers, this.#cookie.name);
    const principal = credential === undefined ? undefined : await this.#authenticator.find(credential.token);
    if (credential === undefined || principal === undefined) {
      throw new Fault('denied', 'auth.required', 'Log in first, or send a valid token.');
    }
    refuseForgery(request, credential);
    rememberCaller(request, { principal, credential });
    return principal;
  }
}
