// The life of one phone's link: opened when it should be, opened anew when it is lost.
import { setTimeout as delay } from 'node:timers/promises';
import type { MediaOutcome } from '../messaging/adapter.ts';
import { hasSession, removeSession } from './folders.ts';
import {
  noteCompared,
  noteLinkEvent,
  type PhoneToRead,
  READER,
  setLinkState,
} from './link-store.ts';
import { openSession, type Session, type SessionNeeds } from './phone-session.ts';
import type { LinkEvent } from './wish.ts';

export type PhoneReader = {
  /** What should be done with the link, as asked for now. */
  update(phone: PhoneToRead): void;
  fetchMedia(source: string): Promise<MediaOutcome>;
  /** Closes the account; the link stays. */
  stop(): Promise<void>;
};

const AWAY: MediaOutcome = {
  outcome: 'not-yet',
  cause: 'unreachable',
  words: 'The phone’s link is closed.',
  retryAfterMs: null,
};
const ASK_AGAIN_MS = 200;
const UNLINK_ATTEMPTS = 3;

export function readPhone(first: PhoneToRead, needs: SessionNeeds): PhoneReader {
  const { database, clock, pace, dataDir, onTrouble } = needs;
  const { deviceId } = first;
  let phone = first;
  let session: Session | null = null;
  let stopping = false;
  /** True from the end of a link until the next look at what is asked for. */
  let isStale = false;
  let losses = 0;

  const note = (kind: LinkEvent) => noteLinkEvent(database.pool, deviceId, kind, READER, clock());

  /** Everything of the link is gone from this machine before it is said to have ended. */
  async function forget(kind: LinkEvent): Promise<void> {
    await removeSession(dataDir, deviceId);
    await setLinkState(database.pool, deviceId, 'closed', null, clock());
    // Somebody ended the link here, so what is written meanwhile is not ours. A link that ended by
    // itself leaves a gap, which is fetched when it is made again.
    if (kind === 'unlinked') await noteCompared(database.pool, deviceId, null);
    await note(kind);
    isStale = true;
  }

  async function once(): Promise<void> {
    const { wish } = phone;
    if (wish === 'nothing' || isStale) return;
    if (wish === 'unlink' && !hasSession(dataDir, deviceId)) return forget('unlinked');
    if (wish === 'read' && !hasSession(dataDir, deviceId)) {
      if (phone.state !== 'no-session') {
        await setLinkState(database.pool, deviceId, 'no-session', null, clock());
      }
      return;
    }
    session = await openSession({ ...phone, purpose: wish }, needs);
    const how = await session.ended;
    const wasLinked = session.isLinked();
    session = null;
    isStale = true;
    losses = how === 'lost' ? losses + 1 : 0;
    if (how === 'link-ended' || how === 'other-phone' || how === 'unlinked') return forget(how);
    if (wish === 'link' && !wasLinked) await removeSession(dataDir, deviceId);
    // WhatsApp does not answer: the link is at least gone from here.
    if (wish === 'unlink' && losses >= UNLINK_ATTEMPTS) return forget('unlinked');
    if (how === 'lost')
      await pauseUpTo(Math.min(pace.pause * 2 ** (losses - 1), pace.longestPause));
  }

  async function pauseUpTo(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (!stopping && performance.now() < until) await delay(ASK_AGAIN_MS, null, { ref: false });
  }

  const life = (async () => {
    while (!stopping) {
      await once().catch((error: unknown) => {
        session = null;
        onTrouble(error);
      });
      await pauseUpTo(ASK_AGAIN_MS);
    }
  })();

  return {
    update: (next) => {
      const was = phone.wish;
      phone = next;
      isStale = false;
      if (session === null || next.wish === was) return;
      if (next.wish === 'unlink') session.end('unlinked');
      // Linking turns into reading by itself; nothing else goes on as it was.
      else if (!(was === 'link' && next.wish === 'read')) session.end('told-to-stop');
    },
    fetchMedia: async (source) => (session ? session.connection.fetchMedia(source) : AWAY),
    stop: async () => {
      stopping = true;
      session?.end('told-to-stop');
      await life;
    },
  };
}
