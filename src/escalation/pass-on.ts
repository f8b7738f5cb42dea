// Gives an urgent item to the next person, in the caller's transaction; each step goes on the record.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database, Queryable } from '../database/client.ts';
import { textDutyPhone } from '../delivery/duty-text-store.ts';
import { londonDay, type Nation } from '../record/working-days.ts';
import { nextAsked, peopleAsked } from './chain.ts';
import { readChainFacts } from './chain-store.ts';
import { acknowledgeBy } from './deadlines.ts';
import type { Item } from './item.ts';
import {
  type ItemBackground,
  insertStep,
  lockItem,
  readBackground,
  updateItem,
} from './item-store.ts';
import { insertNotice } from './notice-store.ts';
import { DEFAULT_ROTA, type Rota } from './rota.ts';
import { readRota } from './rota-store.ts';

export type Why = 'owner' | 'not-acknowledged' | 'not-reached';

export const ALARM = 'urgent-unacknowledged';

/** The page of an item. */
export const pathOf = (itemId: string): string => `/oversight/flags/${itemId}`;

/**
 * Gives the item to the next person of the rota as it is now, then to the duty team; when everybody
 * has been asked, an alarm is raised and the rota is walked again. Returns the item as it is then.
 */
export async function passOn(
  connection: Queryable,
  item: Item,
  why: Why,
  { now, nation }: { now: Date; nation: Nation },
): Promise<Item> {
  const rota = (await readRota(connection))?.rota ?? DEFAULT_ROTA;
  const background = await readBackground(connection, item);
  const people = await readPeopleAsked(connection, item, background, rota, { now, nation });
  const told = { people: new Set(background.toldPeople), dutyTeam: background.toldDutyTeam };
  const next = nextAsked(people, rota.dutyTeam !== null, told);
  const due = acknowledgeBy(now);
  if (next.to === 'person') return giveTo(connection, item, next.workerId, why, now);
  if (next.to === 'duty-team' && rota.dutyTeam !== null) {
    const { team, phone } = rota.dutyTeam;
    const intentId = await textDutyPhone(connection, {
      phone,
      officialNumber: background.channel === 'sms' ? background.officialNumber : null,
      words: `An urgent message is waiting in Casethread. Reference ${background.reference}.`,
      idempotencyKey: `duty:${item.id}:${item.round}`,
      at: now,
    });
    if (intentId === null) await raiseUnanswered(connection, item, NO_NUMBER, now);
    await insertStep(connection, {
      itemId: item.id,
      kind: 'duty-team',
      why: team,
      round: item.round,
      acknowledgeBy: due,
      intentId,
      at: now,
    });
    return update(connection, { ...item, ownerId: null, acknowledgeBy: due });
  }
  return beginAgain(connection, item, people[0] ?? null, now);
}

export type WhoIsNext =
  | { to: 'person'; workerId: string }
  | { to: 'duty-team'; team: string }
  | { to: 'everybody-again' };

/** To whom an item goes when its time is over, as the rota will be then. */
export async function readNext(
  connection: Queryable,
  item: Item,
  { now, nation }: { now: Date; nation: Nation },
): Promise<WhoIsNext> {
  const rota = (await readRota(connection))?.rota ?? DEFAULT_ROTA;
  const background = await readBackground(connection, item);
  const at = { now: item.acknowledgeBy ?? now, nation };
  const people = await readPeopleAsked(connection, item, background, rota, at);
  const told = { people: new Set(background.toldPeople), dutyTeam: background.toldDutyTeam };
  const next = nextAsked(people, rota.dutyTeam !== null, told);
  if (next.to === 'person') return next;
  return next.to === 'duty-team' && rota.dutyTeam !== null
    ? { to: 'duty-team', team: rota.dutyTeam.team }
    : { to: 'everybody-again' };
}

async function readPeopleAsked(
  connection: Queryable,
  item: Item,
  { messageIds }: ItemBackground,
  rota: Rota,
  { now, nation }: { now: Date; nation: Nation },
): Promise<string[]> {
  const facts = await readChainFacts(connection, {
    conversationId: item.conversationId,
    messageIds,
    aboutWorkerId: item.aboutWorkerId,
    isConduct: item.kind === 'conduct',
    today: londonDay(now).toString(),
  });
  return peopleAsked(facts, rota, now, nation);
}

/** Everybody was asked and nobody answered: people who look at alarms hear, and it starts over. */
async function beginAgain(
  connection: Queryable,
  item: Item,
  first: string | null,
  now: Date,
): Promise<Item> {
  await raiseUnanswered(connection, item, NOBODY, now);
  const round = item.round + 1;
  await insertStep(connection, { itemId: item.id, kind: 'round', round, at: now });
  const again = { ...item, round };
  if (first !== null) return giveTo(connection, again, first, 'not-acknowledged', now);
  return update(connection, { ...again, ownerId: null, acknowledgeBy: acknowledgeBy(now) });
}

const NOBODY =
  'Nobody on the rota has acknowledged an urgent message. It is kept, and everybody is asked again. ' +
  'Open Oversight and acknowledge it, and ring whoever should be on duty.';
const NO_NUMBER =
  'The duty phone could not be told of an urgent message, because the authority has no number that ' +
  'can text. The message is kept. Open Oversight and acknowledge it, and ring the duty team.';

async function raiseUnanswered(
  connection: Queryable,
  { id }: Item,
  words: string,
  at: Date,
): Promise<void> {
  await raiseAlarm(connection, { kind: ALARM, subject: id, words, at });
}

async function giveTo(
  connection: Queryable,
  item: Item,
  workerId: string,
  why: Why,
  now: Date,
): Promise<Item> {
  const due = acknowledgeBy(now);
  await insertStep(connection, {
    itemId: item.id,
    kind: 'given',
    why,
    workerId,
    round: item.round,
    acknowledgeBy: due,
    at: now,
  });
  const path = pathOf(item.id);
  await insertNotice(connection, {
    itemId: item.id,
    workerId,
    kind: 'urgent-given',
    path,
    at: now,
  });
  return update(connection, { ...item, ownerId: workerId, acknowledgeBy: due });
}

async function update(connection: Queryable, item: Item): Promise<Item> {
  await updateItem(connection, item);
  return item;
}

/** A review item is with the first person; nobody else is asked by the clock. */
export async function giveForReview(
  connection: Queryable,
  item: Item,
  { now, nation }: { now: Date; nation: Nation },
): Promise<void> {
  const background = await readBackground(connection, item);
  // Whoever manages the child's worker, whatever the hour: nobody is woken for a review.
  const people = await readPeopleAsked(connection, item, background, DEFAULT_ROTA, { now, nation });
  const [workerId] = people;
  if (workerId === undefined) return;
  const { id, round } = item;
  await insertStep(connection, {
    itemId: id,
    kind: 'given',
    why: 'owner',
    workerId,
    round,
    at: now,
  });
  const path = pathOf(id);
  await insertNotice(connection, { itemId: id, workerId, kind: 'review-given', path, at: now });
  await updateItem(connection, { ...item, ownerId: workerId });
}

/** Somebody has it: the clock stops, and the alarm about it is over. */
export async function acknowledge(
  connection: Queryable,
  item: Item,
  workerId: string,
  now: Date,
): Promise<Item> {
  const { id, round } = item;
  await insertStep(connection, { itemId: id, kind: 'acknowledged', workerId, round, at: now });
  await clearAlarm(connection, ALARM, id, now);
  return update(connection, {
    ...item,
    ownerId: workerId,
    acknowledgeBy: null,
    acknowledgedBy: workerId,
    acknowledgedAt: now,
  });
}

export type Acknowledged =
  | { outcome: 'acknowledged' }
  /** Somebody was first, or it was decided: nothing was written. `by` null: it is not urgent. */
  | { outcome: 'before'; by: string | null; at: Date };

/** A manager says that they have it. Of two at once the second is told of the first. */
export async function acknowledgeItem(
  database: Database,
  itemId: string,
  workerId: string,
  now: Date,
): Promise<Acknowledged> {
  return database.transaction(async (connection) => {
    const item = await lockItem(connection, itemId, { skipLocked: false });
    if (item === null) throw new Error('An item that was shown is not there.');
    const { acknowledgedAt, acknowledgedBy, decidedAt } = item;
    const at = acknowledgedAt ?? decidedAt;
    if (at !== null || item.lane !== 'urgent') {
      return { outcome: 'before', by: acknowledgedBy, at: at ?? now };
    }
    await acknowledge(connection, item, workerId, now);
    return { outcome: 'acknowledged' };
  });
}
