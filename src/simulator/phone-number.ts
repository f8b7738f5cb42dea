import type { KnownPhone } from './phones-store.ts';

/** From the end of Ofcom's range for drama, where the demonstration has nobody. */
const LAST = 900_999;

/** A number that no contact has. */
export function unknownNumber(known: readonly KnownPhone[]): string {
  const taken = new Set(known.map(({ address }) => address));
  let digits = LAST;
  while (taken.has(`+447700${digits}`)) digits -= 1;
  return `+447700${digits}`;
}
