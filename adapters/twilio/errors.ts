// What Twilio's error numbers mean for the worker (https://www.twilio.com/docs/api/errors).
const CANNOT_RECEIVE = "This number can't receive texts. Check the number, or ring instead.";
const UNREACHABLE =
  'The phone could not be reached. It may be switched off. Try again later, or ring.';
const OUR_NUMBER = 'The official number could not send this. Tell your IT team.';

const WORDS: ReadonlyMap<string, string> = new Map([
  ['20003', 'Twilio refused our credentials, so nothing can be sent. Tell your IT team.'],
  ['21211', CANNOT_RECEIVE],
  ['21217', CANNOT_RECEIVE],
  ['21408', 'We are not set up to text numbers in this country. Ring, or ask your IT team.'],
  ['21606', OUR_NUMBER],
  [
    '21610',
    'They asked not to get texts from us, so the network stopped it. Ring them. They can text START to undo it.',
  ],
  ['21612', 'The network has no way to text this number. Check the number, or ring instead.'],
  ['21614', CANNOT_RECEIVE],
  ['21617', 'The message is too long. Send it as two shorter messages.'],
  ['21659', OUR_NUMBER],
  ['21660', OUR_NUMBER],
  ['30003', UNREACHABLE],
  ['30004', 'The network or the phone blocks messages from us. Ring instead.'],
  ['30005', 'This number is not in use. Check the number with the family.'],
  ['30006', "This number can't receive texts. It may be a landline. Ring instead."],
  ['30007', 'The network held the message back as unwanted. Say it in other words, or ring.'],
  ['30008', 'The network did not deliver the message and did not say why. Try again, or ring.'],
  ['63003', 'This number is not on WhatsApp. Send a text instead.'],
  [
    '63016',
    'More than 24 hours have passed since they last wrote on WhatsApp, so only an agreed opening message can be sent. Text or ring instead.',
  ],
  ['63024', 'This number is not on WhatsApp. Send a text instead.'],
]);

/** Plain words for an error number; an unknown one is named so that it can be looked up. */
export function errorWords(code: string): string {
  return (
    WORDS.get(code) ??
    `Twilio did not deliver the message (error ${code}). Try again later, or ring.`
  );
}
