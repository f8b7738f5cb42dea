import { randomBytes } from 'node:crypto';

/** A string id as Twilio forms them: two letters for the kind, 32 hexadecimal digits. */
export function newSid(kind: 'SM' | 'MM' | 'CA' | 'ME'): string {
  return kind + randomBytes(16).toString('hex');
}
