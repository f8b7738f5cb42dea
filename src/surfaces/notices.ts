// What oversight has to tell one of us, said without content: a locked phone may show it.
import { listPendingNotices, markNotice } from '../escalation/notice-store.ts';
import type { PlainCard, SurfaceKind } from '../messaging/surface.ts';
import type { Poster } from './poster.ts';
import type { PromptNeeds } from './prompt.ts';

const AT_ONCE = 100;

/** Tells what waits, urgent things first. What could not be delivered goes to the next person at once. */
export async function tellNotices(
  { database, publicBaseUrl }: PromptNeeds,
  surface: SurfaceKind,
  poster: Poster,
  now: Date,
): Promise<void> {
  for (const notice of await listPendingNotices(database.pool, surface, now, AT_ONCE)) {
    if (poster.isStopped()) return;
    const url = `${publicBaseUrl}${notice.path}`;
    const card: PlainCard = {
      kind: 'plain',
      heading: notice.isUrgent ? 'Urgent' : 'For you',
      words: notice.words,
      act: { kind: 'link', label: 'Open', url },
      url,
    };
    const outcome = await poster.put({
      key: { surface, recipient: notice.userId, subjectKind: 'notice', subjectId: notice.id },
      owner: { workerId: notice.workerId, conversationId: null },
      recipient: { kind: 'person', userId: notice.userId },
      card,
      mark: 'notice',
      notification: notice.words,
      standing: null,
      state: 'done',
      offers: [],
    });
    if (outcome === 'later') continue;
    await markNotice(database.pool, {
      noticeId: notice.id,
      surface,
      outcome: outcome === 'stands' ? 'delivered' : 'failed',
      words: null,
      at: now,
    });
  }
}
