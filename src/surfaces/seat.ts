// Who sits at the desk: the worker behind an account, and what they may see, at the moment of a click.
import { openAccess } from '../access/access.ts';
import { findViewer } from '../access/access-store.ts';
import { recordAudit } from '../access/audit-store.ts';
import { mayWrite } from '../access/rules.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../database/client.ts';
import { londonDay } from '../format/dates.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Refusal, SurfaceKind } from '../messaging/surface.ts';
import type { Nation } from '../record/working-days.ts';
import { type Actor, auditBy } from './acts/actor.ts';
import { findWorkerOfAccount } from './identity-store.ts';
import { refusals } from './words.ts';

export type SeatNeeds = {
  database: Database;
  clock: Clock;
  nation: Nation;
  surface: SurfaceKind;
  /** Without a slash at the end. */
  publicBaseUrl: string;
};

export type Seat = Actor & {
  surface: SurfaceKind;
  nation: Nation;
  /** The day in Europe/London. */
  today: string;
  /** A page's whole address. */
  page(path: string): string;
};

/** The seat of a worker or manager in post; anybody else is refused, and the refusal is kept. */
export async function takeSeat(needs: SeatNeeds, userId: string): Promise<Seat | Refusal> {
  const { database, surface } = needs;
  const now = needs.clock();
  const today = londonDay(now);
  const account = await findWorkerOfAccount(database.pool, surface, userId, today);
  if (account.found !== 'worker') return refuseAccount(needs, userId, now, account.found);
  const viewer = await findViewer(database.pool, account.workerId, today);
  if (viewer === null) return refuseAccount(needs, userId, now, 'left');
  if (!mayWrite(viewer)) return refuseAccount(needs, userId, now, 'role');
  return seatOf(needs, viewer, now);
}

/** The seat of a worker who is known already: what they are shown unasked follows the same rules. */
export function seatOf(needs: SeatNeeds, viewer: Viewer, now: Date): Seat {
  const { database, nation, surface, publicBaseUrl } = needs;
  const today = londonDay(now);
  return {
    surface,
    viewer,
    access: openAccess(database.pool, viewer, today),
    database,
    nation,
    now,
    today,
    page: (path) => `${publicBaseUrl}${path}`,
  };
}

async function refuseAccount(
  { database, surface, publicBaseUrl }: SeatNeeds,
  userId: string,
  at: Date,
  reason: keyof typeof refusals,
): Promise<Refusal> {
  await recordAudit(database.pool, {
    at,
    actor: `${surface}:${userId}`,
    action: 'refused',
    subjectKind: 'surface',
    subjectId: surface,
    caseNumbers: [],
    detail: { surface, reason },
  });
  return { outcome: 'refused', ...refusals[reason](surface), url: `${publicBaseUrl}/sign-in` };
}

/** Not theirs, or not there: one answer for both, and kept. */
export async function refuseSubject(
  seat: Seat,
  subject: { subjectKind: string; subjectId: string },
): Promise<Refusal> {
  const caseNumbers = subject.subjectKind === 'child' ? [subject.subjectId] : [];
  await auditBy(seat, { action: 'refused', ...subject, caseNumbers });
  return { outcome: 'refused', ...refusals.subject(seat.surface), url: seat.page('/inbox') };
}

/** Their children of a conversation that they may open; otherwise the refusal. */
export async function openConversation(
  seat: Seat,
  conversationId: string,
): Promise<ReadonlySet<string> | Refusal> {
  const visible = await seat.access.casesOfConversation(conversationId);
  if (visible !== null) return visible;
  return refuseSubject(seat, { subjectKind: 'conversation', subjectId: conversationId });
}
