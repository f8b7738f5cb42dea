// What we say back. Replies to families never go out here: they go through the API, as a worker's act.
import type { WebhookAnswer } from '../../src/messaging/adapter.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';

const twiml = (body: string): WebhookAnswer => ({
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body: `${XML}${body}`,
});

/** Nothing to do. */
export const NOTHING = twiml('<Response/>');

const SAY =
  'Hello. This number is for text messages to children’s services. Nobody can answer calls here, ' +
  'and there is no voicemail. We have made a note that you rang. ' +
  'If someone is in danger now, hang up and call 9 9 9. ' +
  'Otherwise send a text to this number, or ring your children’s services office. Goodbye.';

/** Says where to turn. Calls are never recorded (Coventry Recording Policy 6.3). */
export const WHERE_TO_TURN = twiml(
  `<Response><Say language="en-GB">${SAY}</Say><Hangup/></Response>`,
);
