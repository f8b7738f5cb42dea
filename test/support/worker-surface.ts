// A worker's chat without a platform: the desk and the prompts as the program makes them, and a port
// that keeps what it is given to post.
import type { Database } from '../../src/database/client.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { CardPost, Desk, PostOutcome, WorkerSurface } from '../../src/messaging/surface.ts';
import { deskBeside } from './desk-beside.ts';
import { aChild, aContact, anAllocation, aWorker, KELLY, OFFICIAL } from './records.ts';
import type { Road } from './road.ts';

export const PRIYA = 'U0PRIYA';
export const HELEN = 'U0HELEN';
export const TOM = 'U0TOM';

/** Jayden, Alfie and Maisie with Priya Nair, whose manager is Helen Marsh; Tom Adeyemi beside them. */
export async function theBrennansInChat(database: Database): Promise<void> {
  await aWorker(database, 'H', { name: 'Helen Marsh', role: 'manager', slackUserId: HELEN });
  await aWorker(database, 'P', { name: 'Priya Nair', managerId: 'H', slackUserId: PRIYA });
  await aWorker(database, 'T', { name: 'Tom Adeyemi', managerId: 'H', slackUserId: TOM });
  await aWorker(database, 'A', { name: 'Ada Reid', role: 'auditor', slackUserId: 'U0ADA' });
  await aChild(database, 'CT-3', { name: 'Jayden Brennan-Cole', born: '2013-02-02', lead: 'P' });
  await aChild(database, 'CT-1', { name: 'Alfie Brennan', born: '2016-05-04', lead: 'P' });
  await aChild(database, 'CT-2', { name: 'Maisie Brennan', born: '2018-09-19', lead: 'P' });
  await aChild(database, 'CT-9', { name: 'Tomos Pugh', born: '2014-11-30' });
  await anAllocation(database, 'T', 'CT-9');
  await aContact(database, 'K', {
    name: 'Kelly Brennan',
    address: KELLY,
    caseNumbers: ['CT-1', 'CT-2', 'CT-3'],
  });
  await database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
}

export type KeptPost = CardPost & { reference: string };

export type ChatWorld = Road & {
  desk: Desk;
  surface: WorkerSurface;
  /** Everything that was posted or replaced, in order. */
  posts: KeptPost[];
  /** What stands in a chat now, by reference. */
  standing(recipient: string): KeptPost[];
  /** Looks once at who is to be prompted. */
  prompt(): Promise<void>;
  /** Kelly's text that names nobody: the question it asks. */
  asked(body?: string): Promise<{ id: string; conversationId: string }>;
  /** Kelly's text about Alfie: the recording that waits. */
  recorded(): Promise<string>;
  /** What was done, in order. */
  audits(): Promise<object[]>;
  /** How the next posts end, one each. */
  answerNext(...outcomes: (PostOutcome | 'throws')[]): void;
};

/** Desk and prompts on one database; the stages run beside, as the queue does it. */
export function chatWorld(database: Database, clock: Clock): ChatWorld {
  const { way, desk, promptsAt } = deskBeside(database, clock, 'slack');
  const posts: KeptPost[] = [];
  const outcomes: (PostOutcome | 'throws')[] = [];
  const idOf = ({ recipient }: CardPost) =>
    recipient.kind === 'person' ? recipient.userId : recipient.channelId;
  const surface: WorkerSurface = {
    kind: 'slack',
    async post(post) {
      const outcome = outcomes.shift();
      if (outcome === 'throws') throw new Error('The connection broke.');
      if (outcome && outcome.outcome !== 'posted') return outcome;
      const reference = post.replaces ?? `ts-${posts.length + 1}`;
      posts.push({ ...post, reference });
      return { outcome: 'posted', reference, thread: post.thread ?? reference };
    },
  };
  return {
    ...way,
    desk,
    surface,
    posts,
    standing: (recipient) => {
      const last = new Map<string, KeptPost>();
      for (const post of posts) if (idOf(post) === recipient) last.set(post.reference, post);
      return [...last.values()];
    },
    prompt: promptsAt(surface),
    async asked(body = 'Zazu been sick again n wont go school today') {
      await way.text(body, '2026-03-12T14:51:00Z');
      const { rows } = await database.pool.query<{ id: string; conversationId: string }>(
        'SELECT id, conversation_id AS "conversationId" FROM open_question',
      );
      const [question] = rows;
      if (!question) throw new Error('Nothing was asked.');
      return question;
    },
    async recorded() {
      await way.text('Alfie fell off the wall, hes ok', '2026-03-12T14:00:00Z');
      const { rows } = await database.pool.query<{ id: string }>(
        'SELECT id FROM contact_recording',
      );
      return rows[0]?.id ?? '';
    },
    async audits() {
      const { rows } = await database.pool.query(
        `SELECT actor, action, subject_kind AS "subjectKind", case_numbers AS "caseNumbers", detail
         FROM audit_event ORDER BY at, recorded_at`,
      );
      return rows;
    },
    answerNext: (...next) => outcomes.push(...next),
  };
}

/** Fails the test when it is something else. */
export function expectKind<T extends { kind: string }, K extends T['kind']>(
  value: object,
  kind: K,
): Extract<T, { kind: K }> {
  if (!('kind' in value) || value.kind !== kind) {
    throw new Error(`A ${kind} was expected, and this came: ${JSON.stringify(value)}`);
  }
  return value as Extract<T, { kind: K }>; // the kind tells which
}
