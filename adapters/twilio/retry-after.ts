/** Milliseconds that a Retry-After header asks for (RFC 9110, section 10.2.3); null without one. */
export function retryAfterMs(header: unknown): number | null {
  if (typeof header !== 'string') return null;
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1_000
    : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds);
}
