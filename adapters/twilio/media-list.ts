// The ledger only counts attachments: which they are is asked for once a message.
import { z } from 'zod';
import type { MediaReference } from '../../src/messaging/message.ts';
import type { TwilioClient } from './client.ts';
import { troubleOf } from './failure.ts';
import { contentTypeOf, NO_ADDRESS } from './normalise.ts';
import { resourceUrl, TWILIO_API, type TwilioSettings } from './settings.ts';

/** What was asked already: reconciliation meets the same messages again and again. */
export type MediaLists = Map<string, MediaReference[]>;

const REMEMBERED = 1_000;

const listSchema = z.object({
  media_list: z.array(z.object({ uri: z.string(), content_type: z.string().nullish() })),
});

type Asker = { client: TwilioClient; settings: TwilioSettings; media: MediaLists };

/** `announced` references, also when Twilio lists fewer. Throws ProviderTrouble. */
export async function mediaListOf(
  { client, settings, media }: Asker,
  sid: string,
  announced: number,
): Promise<MediaReference[]> {
  const known = media.get(sid);
  if (known) return known;
  const references = await ask(
    client,
    resourceUrl(settings, `Messages/${sid}/Media.json?PageSize=50`),
  );
  while (references.length < announced) {
    references.push({ contentType: contentTypeOf(null), source: NO_ADDRESS });
  }
  if (media.size >= REMEMBERED) media.clear();
  media.set(sid, references);
  return references;
}

async function ask(client: TwilioClient, uri: string): Promise<MediaReference[]> {
  try {
    const answer: { statusCode: number; body: unknown } = await client.request({
      method: 'get',
      uri,
    });
    if (answer.statusCode === 404) return [];
    if (answer.statusCode >= 400) throw { status: answer.statusCode };
    const body = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    return listSchema.parse(body).media_list.map((item) => ({
      contentType: contentTypeOf(item.content_type),
      source: new URL(item.uri.replace(/\.json$/, ''), TWILIO_API).href,
    }));
  } catch (error) {
    throw troubleOf(error);
  }
}
