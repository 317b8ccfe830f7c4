const path = '/oauth/callback';
const local = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * Where the other system sends the person back. Without a public address it is the name by which the browser reached this
 * machine, as the session's cookie belongs to that name; a Host header that names anything else is not believed.
 */
export function toRedirectUri(
  origin: { readonly publicUrl: string | undefined; own(): string },
  host: string | undefined,
): string {
  if (origin.publicUrl !== undefined) return `${origin.publicUrl.replace(/\/+$/, '')}${path}`;
  return host !== undefined && local.test(host) ? `http://${host.toLowerCase()}${path}` : `${origin.own()}${path}`;
}
