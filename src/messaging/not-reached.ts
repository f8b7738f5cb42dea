/** What Node, and the clients built on it, call a connection that never stood. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Whether an error's code says that not a byte was sent: then trying again repeats nothing. */
export function isNotReached(code: string | undefined): boolean {
  return code !== undefined && BEFORE_SENDING.has(code);
}
