// "Wrong child?": a person moves messages to the record they belong on, on whichever surface.
import { correctAttribution } from '../../attribution/answer-store.ts';
import { type AskedMessage, readRunAround } from '../../attribution/question-store.ts';
import { errors } from '../words.ts';
import { type Actor, auditBy, seesAll } from './actor.ts';

/** The run that they may correct: null when it is not there, or about nobody they may see. */
export async function readCorrectableRun(
  { access, database }: Pick<Actor, 'access' | 'database'>,
  conversationId: string,
  messageId: string,
): Promise<AskedMessage[] | null> {
  const messages = await readRunAround(database.pool, conversationId, messageId);
  const [first] = messages;
  if (!first) return null;
  const visible = await access.visibleCases(first.caseNumbers);
  return first.caseNumbers.length === 0 || visible.size > 0 ? messages : null;
}

export type CorrectionRequest = {
  conversationId: string;
  messageIds: readonly string[];
  /** Empty: not casework. */
  caseNumbers: readonly string[];
  reason: string;
};

export type CorrectionOutcome =
  | { outcome: 'corrected'; messageIds: readonly string[] }
  | { outcome: 'wrong'; field: 'message' | 'reason' | 'child'; text: string };

const wrong = (field: 'message' | 'reason' | 'child', text: string): CorrectionOutcome => ({
  outcome: 'wrong',
  field,
  text,
});

/** Keeps a correction of messages of one run, and audits it. */
export async function giveCorrection(
  actor: Actor,
  run: readonly AskedMessage[],
  request: CorrectionRequest,
): Promise<CorrectionOutcome> {
  const { viewer, database, now, surface } = actor;
  const { conversationId, caseNumbers, reason } = request;
  const moved = run.filter(({ id }) => request.messageIds.includes(id));
  const messageIds = moved.map(({ id }) => id);
  const stood = run[0]?.caseNumbers ?? [];
  if (messageIds.length === 0) return wrong('message', errors.messages);
  if (reason === '') return wrong('reason', errors.reason);
  if (!(await seesAll(actor, caseNumbers))) return wrong('child', errors.gone);
  const urgent = moved.some((message) => message.urgent);
  if (caseNumbers.length === 0 && urgent && viewer.role !== 'manager') {
    return wrong('child', errors.managersOnly);
  }
  if (sameSet(caseNumbers, stood)) return wrong('child', errors.same);
  const kept = await correctAttribution(database, {
    conversationId,
    messageIds,
    workerId: viewer.workerId,
    caseNumbers,
    reason,
    at: now,
    surface,
  });
  if (!kept) return wrong('message', errors.messages);
  await auditBy(actor, {
    action: 'correct',
    subjectKind: 'conversation',
    subjectId: conversationId,
    caseNumbers: [...new Set([...stood, ...caseNumbers])],
    detail: { messages: messageIds.length },
  });
  return { outcome: 'corrected', messageIds };
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
