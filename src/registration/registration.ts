// Who may have a conversation recorded, and for whom (Coventry Recording Policy 5.7; Cardiff & Vale 7:
// nothing is captured covertly). Adapters come here by the port in src/messaging/registration.ts.
import { recordAudit } from '../access/audit-store.ts';
import { londonDay } from '../attribution/text/local-date.ts';
import { groupCommit } from '../capture/group-commit.ts';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { conversationIdOf } from '../messaging/identity.ts';
import type {
  LookedUp,
  LookUp,
  RegistrationOutcome,
  RegistrationRequest,
  Registrations,
  StopOutcome,
  StopRequest,
} from '../messaging/registration.ts';
import { findAllocatedChildren, findRegistrant, type Registrant } from './children-store.ts';
import { wakeNotices } from './notice-store.ts';
import { isRecorded } from './recorded.ts';
import {
  insertRegistrationEvent,
  listRecorded,
  lockRegistered,
  readPlaces,
} from './registration-store.ts';
import { whichChildren } from './which-children.ts';
import * as words from './words.ts';

export type RegistrationNeeds = { database: Database; clock: Clock };

/** Registered conversations in this database, for the adapters of chat platforms. */
export function createRegistrations(needs: RegistrationNeeds): Registrations {
  const { database, clock } = needs;
  const places = groupCommit<LookUp, LookedUp>(async (batch) =>
    (await lookUpAll(needs, batch)).map((value) => ({ status: 'fulfilled', value })),
  );
  return {
    lookUp: (query) => places.add(query),
    list: (channel, officialNumber, since) =>
      listRecorded(database.pool, channel, officialNumber, since),
    register: (request) => register(database, clock(), request),
    stop: (request) => stop(database, clock(), request),
  };
}

const unasked = async (): Promise<never> => {
  throw new Error('Nothing is kept by this command.');
};

/** For a command that keeps nothing. */
export const NO_REGISTRATIONS: Registrations = {
  lookUp: unasked,
  list: unasked,
  register: unasked,
  stop: unasked,
};

async function lookUpAll(
  { database, clock }: RegistrationNeeds,
  batch: readonly LookUp[],
): Promise<LookedUp[]> {
  const now = clock();
  const places = await readPlaces(
    database.pool,
    batch.map(({ channel, counterpart, author, sentAt, heard }) => ({
      channel,
      counterpart,
      author,
      day: londonDay((heard === 'later' ? sentAt : now).getTime()),
    })),
  );
  return batch.map(({ sentAt, heard }, index) => {
    const place = places[index];
    if (place === undefined) throw new Error('A conversation was looked up without an answer.');
    const recorded = isRecorded(place, sentAt, heard);
    return {
      recordedUnder: recorded ? place.officialNumber : null,
      workerId: place.workerId,
    };
  });
}

/** Who asks; null with the refusal already audited. */
async function whoAsks(
  database: Database,
  now: Date,
  action: string,
  request: StopRequest,
): Promise<Registrant | null> {
  const { channel, userId } = request;
  const asking = await findRegistrant(database.pool, channel, userId, londonDay(now.getTime()));
  if (asking !== null && (asking.role === 'worker' || asking.role === 'manager')) return asking;
  await audit(database, now, request, {
    actor: asking?.workerId ?? `${channel}:${userId}`,
    action: `${action}-refused`,
    caseNumbers: [],
  });
  return null;
}

async function register(
  database: Database,
  now: Date,
  request: RegistrationRequest,
): Promise<RegistrationOutcome> {
  const asking = await whoAsks(database, now, 'register-conversation', request);
  if (asking === null) return { outcome: 'refused', words: words.notAWorker(request.channel) };
  const { workerId } = asking;
  const today = londonDay(now.getTime());
  const allocated = await findAllocatedChildren(database.pool, workerId, today);
  if (request.children.trim() === '') {
    const choices = allocated.filter(({ status }) => status !== 'closed');
    return { outcome: 'which-child', words: words.sayWhichChild(request.channel), choices };
  }
  const which = whichChildren(request.children, allocated);
  const closed = which.found === 'children' ? which.children.find(isClosed) : undefined;
  if (which.found !== 'children' || closed) {
    await audit(database, now, request, {
      actor: workerId,
      action: 'register-conversation-refused',
      caseNumbers: closed ? [closed.caseNumber] : [],
    });
    const said = which.found === 'children' ? words.recordIsClosed() : words.whichNotFound(which);
    return { outcome: 'refused', words: said };
  }
  const chosen = which.children.map(({ caseNumber }) => caseNumber);
  return database.transaction(async (connection): Promise<RegistrationOutcome> => {
    const known = await lockRegistered(connection, request);
    const before = known === null || known.stoppedAt !== null ? [] : known.caseNumbers;
    const caseNumbers = [...new Set([...before, ...chosen])].sort();
    const added = caseNumbers.length > before.length;
    if (!added && request.historyFrom === null) {
      return { outcome: 'already', words: words.already(which.children), caseNumbers };
    }
    const { channel, officialNumber, counterpart, historyFrom } = request;
    await insertRegistrationEvent(connection, {
      channel,
      officialNumber: known?.officialNumber ?? officialNumber,
      counterpart,
      kind: 'registered',
      workerId,
      caseNumbers,
      at: now,
      historyFrom,
    });
    await wakeNotices(connection);
    await audit({ pool: connection }, now, request, {
      actor: workerId,
      action: 'register-conversation',
      caseNumbers,
    });
    return { outcome: 'registered', words: words.registered(channel, which.children), caseNumbers };
  });
}

const isClosed = ({ status }: { status: string }) => status === 'closed';

async function stop(database: Database, now: Date, request: StopRequest): Promise<StopOutcome> {
  const asking = await whoAsks(database, now, 'stop-recording', request);
  if (asking === null) return { outcome: 'refused', words: words.notAWorker(request.channel) };
  const { workerId } = asking;
  const allocated = await findAllocatedChildren(database.pool, workerId, londonDay(now.getTime()));
  return database.transaction(async (connection): Promise<StopOutcome> => {
    const known = await lockRegistered(connection, request);
    if (known === null || known.stoppedAt !== null) {
      return { outcome: 'not-recorded', words: words.notRecorded() };
    }
    const { caseNumbers } = known;
    const isTheirs =
      known.workerId === workerId ||
      allocated.some(({ caseNumber }) => caseNumbers.includes(caseNumber));
    const action = isTheirs ? 'stop-recording' : 'stop-recording-refused';
    await audit({ pool: connection }, now, request, { actor: workerId, action, caseNumbers });
    if (!isTheirs) return { outcome: 'refused', words: words.notTheirsToStop() };
    const { channel, counterpart, officialNumber } = known;
    await insertRegistrationEvent(connection, {
      channel,
      officialNumber,
      counterpart,
      kind: 'stopped',
      workerId,
      caseNumbers,
      at: now,
      historyFrom: null,
    });
    await wakeNotices(connection);
    return { outcome: 'stopped', words: words.stopped() };
  });
}

async function audit(
  { pool }: Pick<Database, 'pool'> | { pool: Parameters<typeof recordAudit>[0] },
  at: Date,
  { channel, officialNumber, counterpart }: StopRequest,
  { actor, action, caseNumbers }: { actor: string; action: string; caseNumbers: readonly string[] },
): Promise<void> {
  await recordAudit(pool, {
    at,
    actor,
    action,
    subjectKind: 'conversation',
    subjectId: conversationIdOf(channel, officialNumber, counterpart),
    caseNumbers,
    detail: { channel },
  });
}
