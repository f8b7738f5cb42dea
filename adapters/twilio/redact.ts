// Twilio's own copy, removed once ours is safe: the words are replaced by nothing
// (https://www.twilio.com/docs/messaging/api/message-resource#redact-a-message), an attachment is deleted
// (https://www.twilio.com/docs/messaging/api/media-resource#delete-a-media-resource).
import type { ProviderCopy, RedactOutcome } from '../../src/messaging/adapter.ts';
import type { TwilioClient } from './client.ts';
import { failureOf, troubleOf } from './failure.ts';

const MEDIA_SID = /\/Media\/(ME\w+)(?:\.json)?$/;
const GONE = 404;
/** The message is not finished (https://www.twilio.com/docs/api/errors/20009). */
const NOT_FINISHED = '20009';

/** Removes one part, and is not content before Twilio shows that it is gone. Throws ProviderTrouble. */
export async function redact(
  client: TwilioClient,
  { externalId, mediaSource }: ProviderCopy,
): Promise<RedactOutcome> {
  try {
    if (mediaSource === null) return await removeWords(client, externalId);
    const mediaSid = MEDIA_SID.exec(mediaSource)?.[1];
    // A place came in the message's own parameters: Twilio keeps no file of it.
    if (mediaSid === undefined) return { outcome: 'removed' };
    await client.messages(externalId).media(mediaSid).remove();
    return { outcome: 'removed' };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function removeWords(client: TwilioClient, sid: string): Promise<RedactOutcome> {
  const message = await client.messages(sid).update({ body: '' });
  return message.body
    ? { outcome: 'not-yet', words: 'Twilio still shows the words.' }
    : { outcome: 'removed' };
}

function outcomeOf(error: unknown): RedactOutcome {
  const failure = failureOf(error);
  if (failure.kind !== 'refused' || failure.credentials) throw troubleOf(error);
  if (failure.status === GONE) return { outcome: 'removed' };
  const words =
    failure.code === NOT_FINISHED
      ? 'Twilio has not finished with the message.'
      : `Twilio refused it (error ${failure.code}).`;
  return { outcome: 'not-yet', words };
}
