// What nobody in post is allocated to is said in the team's channel: that something waits, no more.
import { derivedId } from '../messaging/identity.ts';
import type { PlainCard, SurfaceKind } from '../messaging/surface.ts';
import { dropUnposted, type StandingCard } from './card-store.ts';
import { doneMark } from './marks.ts';
import type { Poster } from './poster.ts';
import type { PromptNeeds } from './prompt.ts';
import type { SurfaceSetting } from './setting-store.ts';
import { listUnattended } from './waiting-store.ts';
import { overCard } from './wanted.ts';
import { NO_CONTENT } from './words.ts';

const MARK = 'waiting';

/** Brings every team's channel up to date. */
export async function promptChannels(
  { needs, kind, poster }: { needs: PromptNeeds; kind: SurfaceKind; poster: Poster },
  cards: readonly StandingCard[],
  settings: ReadonlyMap<string, SurfaceSetting>,
  today: string,
): Promise<void> {
  const { database, publicBaseUrl } = needs;
  const url = `${publicBaseUrl}/inbox`;
  const unattended = await listUnattended(database.pool, today);
  const wanted = new Map<string, { channelId: string; subjectId: string }>();
  for (const { conversationId, team } of unattended) {
    const channelId = settings.get(team)?.channelId;
    if (!channelId) continue;
    // One post a conversation, however many of its messages wait.
    const subjectId = derivedId('waiting', conversationId, channelId);
    wanted.set(`${channelId}:${subjectId}`, { channelId, subjectId });
  }
  const { act, ...words } = NO_CONTENT.waiting;
  const card: PlainCard = { kind: 'plain', ...words, act: { kind: 'link', label: act, url }, url };
  const own = cards.filter(({ subjectKind }) => subjectKind === 'waiting');
  const standing = new Map(own.map((each) => [`${each.recipient}:${each.subjectId}`, each]));
  for (const [key, { channelId, subjectId }] of wanted) {
    const before = standing.get(key) ?? null;
    if (before?.state === 'standing') continue;
    await poster.put({
      key: { surface: kind, recipient: channelId, subjectKind: 'waiting', subjectId },
      owner: { workerId: null, conversationId: null },
      recipient: { kind: 'channel', channelId },
      card,
      mark: MARK,
      notification: words.heading,
      // What waits again is said anew: a replaced post tells nobody.
      standing: null,
      state: 'standing',
      offers: [],
    });
  }
  for (const [key, before] of standing) {
    if (wanted.has(key) || before.state === 'done') continue;
    const { recipient, subjectKind, subjectId } = before;
    const cardKey = { surface: kind, recipient, subjectKind, subjectId };
    if (before.reference === null) {
      await dropUnposted(database.pool, cardKey);
      continue;
    }
    const done = overCard(url);
    await poster.put({
      key: cardKey,
      owner: { workerId: null, conversationId: null },
      recipient: { kind: 'channel', channelId: recipient },
      card: done,
      mark: doneMark(done),
      notification: done.heading,
      standing: before,
      state: 'done',
      offers: [],
    });
  }
}
