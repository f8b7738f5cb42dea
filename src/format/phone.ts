import parsePhoneNumber from 'libphonenumber-js';

const NON_BREAKING_SPACE = '\u00a0';

/**
 * 07700 900142, never broken over a line. Numbers abroad keep their country code; an address that
 * is no phone number is shown as it is, because addresses are opaque.
 */
export function phone(address: string): string {
  if (!/^\+\d{6,15}$/.test(address)) return address;
  const number = parsePhoneNumber(address);
  if (!number) return address;
  const words =
    number.country === 'GB' || address.startsWith('+44')
      ? number.formatNational()
      : number.formatInternational();
  return words.replaceAll(' ', NON_BREAKING_SPACE);
}
