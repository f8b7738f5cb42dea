// Everything on the page of one item, read for one manager at one moment.

import { flagTitle, isPattern } from '../../../escalation/flag-words.ts';
import { DECISIONS, type Decision } from '../../../escalation/item.ts';
import type { ItemDecision, ItemFlag, ItemMessage } from '../../../escalation/view-store.ts';
import {
  readAround,
  readDecisions,
  readItemFlags,
  readItemPeople,
  readSteps,
  readToldOutOfHours,
} from '../../../escalation/view-store.ts';
import type { VisibleItem } from '../../../escalation/visible-store.ts';
import { capital, clockTime, day, fullDate, londonDay, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { withRelationship } from '../../../format/words.ts';
import { readChildHead } from '../../../record/head-store.ts';
import type { Entered, FormError, PageRequest, PageView } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { content, DECISION_WORDS, whereItGoes } from './content.ts';
import { bubbleOf } from './messages.ts';
import { timelineOf } from './timeline.ts';

export type ItemRequest = Pick<
  PageRequest<{ id: string }, unknown, unknown>,
  'database' | 'viewer' | 'now' | 'today' | 'kept'
>;

export type Shown = { entered?: Entered; errors?: readonly FormError[]; meanwhile?: boolean };

/** What a rule is for, by its id@version, in the authority's own words; null: not known any more. */
export type MeaningOf = (rule: string) => string | null;

export async function itemView(
  { database, viewer, now, today, kept }: ItemRequest,
  item: VisibleItem,
  meaningOf: MeaningOf,
  shown: Shown,
): Promise<PageView & { caseNumbers: string[] }> {
  const { pool } = database;
  const flags = await readItemFlags(pool, item.id);
  const flagged = [...new Set(flags.map(({ messageId }) => messageId))];
  const [around, people, steps, decisions, told] = await Promise.all([
    readAround(pool, item.conversationId, flagged),
    readItemPeople(pool, item, today),
    readSteps(pool, item.id),
    readDecisions(pool, item.id),
    readToldOutOfHours(pool, item.conversationId, item.openedAt),
  ]);
  const [first] = flags;
  if (first === undefined) throw new Error('An item has no flag.');
  // Whoever the rota asked sees the children whom the flagged messages are about, and no others.
  const asked = people.about.map(({ caseNumber }) => caseNumber);
  const visible = new Set([...item.visibleCases, ...(item.seesConversation ? [] : asked)]);
  const about = people.about.filter(({ caseNumber }) => visible.has(caseNumber));
  const [only] = about;
  const record =
    item.kind === 'concern' && about.length === 1 && only
      ? await readChildHead(pool, only.caseNumber, today)
      : null;
  const message = around.messages.find(({ id }) => id === first.messageId);
  const author = item.kind === 'conduct' ? await authorOf(item, around.messages, people) : null;
  return {
    title: capital(flagTitle(first.category, first.rule)),
    ...(record ? { record } : {}),
    back: { href: '/oversight', text: content.back },
    ...(shown.errors ? { errors: shown.errors } : {}),
    content,
    id: item.id,
    heading: capital(flagTitle(first.category, first.rule)),
    isUrgent: item.lane === 'urgent',
    isConduct: item.kind === 'conduct',
    why: whyHere(first, message, meaningOf, now),
    others: otherReasons(flags, meaningOf),
    soFar: soFar(item, around.messages, message, viewer.workerId, now),
    mayAcknowledge: item.state === 'open' && item.lane === 'urgent' && item.acknowledgedAt === null,
    messages: around.messages.map((one) => bubbleOf(one, flags, visible, { now })),
    more: around.more,
    conversationHref: item.seesConversation ? `/conversations/${item.conversationId}` : null,
    decisions: decisions.map((decision) => decisionView(decision, viewer.workerId, now)),
    followUps: decisions
      .filter(({ followUpOn, doneAt }) => followUpOn !== null && doneAt === null)
      .map(({ id, followUp, followUpOn }) => ({
        id,
        words: followUp,
        on: fullDate(new Date(`${followUpOn}T12:00:00Z`)),
        isDue: (followUpOn ?? '') <= today,
      })),
    form: formView(shown.entered ?? kept ?? {}),
    question: decisions.length > 0 ? content.another : content.question,
    seen: decisions.length,
    goes: whereItGoes(
      item.kind,
      about.map(({ name }) => name),
      people.workers.map(({ name }) => name),
      author,
    ),
    timeline: timelineOf({
      item,
      flags,
      steps,
      decisions,
      messages: around.messages,
      told,
      viewer,
      now,
    }),
    children: people.children
      .filter(({ caseNumber }) => visible.has(caseNumber))
      .map(({ caseNumber, name, dateOfBirth }) => ({
        name,
        born: fullDate(dateOfBirth),
        href: item.visibleCases.has(caseNumber) ? addressOfRecord(caseNumber) : null,
      })),
    workers: people.workers.map(({ name }) => `${name}, social worker`),
    number: phone(people.officialNumber),
    author,
    caseNumbers: [...visible],
  };
}

function authorOf(
  { aboutWorkerId }: VisibleItem,
  messages: readonly ItemMessage[],
  { workers }: { workers: { workerId: string; name: string }[] },
): string | null {
  const written = messages.find(({ workerId }) => workerId === aboutWorkerId)?.workerName;
  return written ?? workers.find(({ workerId }) => workerId === aboutWorkerId)?.name ?? null;
}

/** Why it is here, in one sentence a person can argue with: the words, the rule and its version. */
function whyHere(
  flag: ItemFlag,
  message: ItemMessage | undefined,
  meaningOf: MeaningOf,
  now: Date,
) {
  const who =
    message === undefined
      ? 'Somebody'
      : message.direction === 'outbound'
        ? (message.workerName ?? 'One of us')
        : message.contactName === null
          ? 'Somebody whose number nobody knows'
          : withRelationship(message.contactName, message.relationship);
  const at = message?.occurredAt ?? flag.at;
  return {
    found: isPattern(flag.rule) ? flag.evidence.join(' ') : null,
    who: who.includes(', ') ? `${who},` : who,
    words: flag.evidence,
    at: `at ${clockTime(at)} ${day(at, now)}`,
    rule: ruleWords(flag.rule, meaningOf),
  };
}

/** This matched the rule “Somebody hits …” (harm-hits-victim), version 14. */
function ruleWords(rule: string, meaningOf: MeaningOf): string {
  const [id = rule, version = ''] = rule.split('@');
  if (isPattern(rule))
    return `Found by the pattern “${id.replace('pattern/', '')}”, version ${version}.`;
  const meaning = meaningOf(rule);
  const name = meaning === null ? `“${id}”` : `“${meaning}” (${id})`;
  return `This matched the rule ${name}, version ${version}.`;
}

/** Every other flag of the item, said once for each rule. */
function otherReasons(flags: readonly ItemFlag[], meaningOf: MeaningOf): string[] {
  const [first, ...rest] = flags;
  const seen = new Set([first?.rule]);
  return rest.flatMap(({ rule, evidence, category }) => {
    if (seen.has(rule)) return [];
    seen.add(rule);
    const quoted = isPattern(rule) ? evidence.join(' ') : `“${evidence.join('”, “')}”.`;
    const words = evidence.length > 0 ? `${quoted} ` : '';
    return [`Also ${flagTitle(category, rule)}: ${words}${ruleWords(rule, meaningOf)}`];
  });
}

/** Priya Nair answered at 1:46pm. You acknowledged at 1:49pm. */
function soFar(
  { acknowledgedAt, acknowledgedBy }: VisibleItem,
  messages: readonly ItemMessage[],
  flagged: ItemMessage | undefined,
  viewerId: string,
  now: Date,
): string {
  const answer = messages.find(
    ({ direction, occurredAt, isByItself }) =>
      direction === 'outbound' && !isByItself && flagged && occurredAt > flagged.occurredAt,
  );
  const at = (time: Date) =>
    londonDay(time) === londonDay(now)
      ? `at ${clockTime(time)}`
      : `${day(time, now)} at ${clockTime(time)}`;
  const answered =
    flagged?.direction === 'outbound'
      ? null
      : answer
        ? `${answer.workerName ?? 'One of us'} answered ${at(answer.occurredAt)}.`
        : 'Nobody has answered yet.';
  const acknowledged =
    acknowledgedAt === null
      ? null
      : acknowledgedBy === viewerId
        ? `You acknowledged ${at(acknowledgedAt)}.`
        : `Acknowledged ${at(acknowledgedAt)}.`;
  return [answered, acknowledged].filter((part) => part !== null).join(' ');
}

function decisionView(decision: ItemDecision, viewerId: string, now: Date) {
  const { followUp, followUpOn, doneWords, doneByName, doneAt } = decision;
  return {
    id: decision.id,
    label: DECISION_WORDS[decision.decision].label,
    reason: decision.reason,
    by: `${decision.decidedBy === viewerId ? 'You' : decision.decidedByName}, ${when(decision.decidedAt, now)}`,
    followUp:
      followUp === null || followUpOn === null
        ? null
        : `To follow up on ${fullDate(new Date(`${followUpOn}T12:00:00Z`))}: ${followUp}`,
    done: doneAt === null ? null : `Done by ${doneByName}, ${when(doneAt, now)}: ${doneWords}`,
  };
}

/** Nothing is chosen for the manager. */
function formView(entered: Entered) {
  const text = (name: string) => (typeof entered[name] === 'string' ? entered[name] : '');
  const chosen = text('decision');
  const choice = (decision: Decision) => ({
    value: decision,
    text: DECISION_WORDS[decision].label,
    checked: chosen === decision,
  });
  return {
    choices: [
      ...DECISIONS.filter((decision) => decision !== 'none').map(choice),
      { divider: 'or' },
      { ...choice('none'), hint: { text: content.noConcernHint } },
    ],
    reason: text('reason'),
    followsUp: text('fu') !== '',
    what: text('what'),
    day: text('fudate-day'),
    month: text('fudate-month'),
    year: text('fudate-year'),
  };
}
