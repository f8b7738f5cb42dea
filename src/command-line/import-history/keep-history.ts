// The second pass: a chunk a transaction, each in the file's order, so that stopping anywhere and
// running again goes on where it stopped.
import type pg from 'pg';
import type { Capture } from '../../capture/capture.ts';
import { transactionOn } from '../../database/on-connection.ts';
import type { NewStageWork } from '../../database/stage-work.ts';
import { conversationIdOf, derivedId } from '../../messaging/identity.ts';
import type { Channel } from '../../messaging/message.ts';
import { changeId, messageNamedBy, rowOf, toDelivery } from './as-delivery.ts';
import {
  alreadyKept,
  type ChoiceRow,
  insertChoices,
  insertScopes,
  orderStageWork,
  type ScopeRow,
} from './decisions-store.ts';
import type { HistoryChoice, HistoryLine, HistoryScope } from './event.ts';
import { channelsBetween, findMessages, type KnownMessage, keptHashes } from './history-store.ts';

const NO_REASON = 'Imported without a reason.';

/** What one line adds, and the id under which it is found again. */
type Addition = { line: HistoryLine; channel: Channel | null; work: NewStageWork | null } & (
  | { kind: 'message' | 'change'; id: string }
  | { kind: 'scope'; id: string; row: ScopeRow }
  | { kind: 'choice'; id: string; row: ChoiceRow }
);

/**
 * Keeps what is new of a chunk, with its work for the stages, in one transaction on `connection`.
 * `beforeCommit` runs inside it. Returns how many lines were new.
 */
export async function keepChunk(
  connection: pg.PoolClient,
  capture: Capture,
  lines: readonly HistoryLine[],
  beforeCommit: () => Promise<void>,
): Promise<number> {
  const additions = await newOnes(connection, await readAdditions(connection, lines));
  const firstOfLine = [...new Map(additions.map((one) => [one.line.line, one])).values()];
  await transactionOn(connection, async () => {
    await capture.keepAll(
      firstOfLine.map(({ line, channel }) => toDelivery(line, channel)),
      connection,
    );
    await insertScopes(
      connection,
      additions.flatMap((one) => (one.kind === 'scope' ? one.row : [])),
    );
    await insertChoices(
      connection,
      additions.flatMap((one) => (one.kind === 'choice' ? one.row : [])),
    );
    await orderStageWork(
      connection,
      additions.flatMap(({ work }) => work ?? []),
    );
    await beforeCommit();
  });
  return firstOfLine.length;
}

async function readAdditions(
  connection: pg.PoolClient,
  lines: readonly HistoryLine[],
): Promise<Addition[]> {
  const ids = new Set(lines.flatMap(({ event }) => messageNamedBy(event) ?? []));
  const messages = await findMessages(connection, [...ids]);
  const scopes = lines.filter((line) => isScope(line));
  const channels = await channelsBetween(
    connection,
    scopes.map(({ event }) => event),
  );
  const channelsOf = new Map(scopes.map(({ line }, place) => [line, channels[place] ?? []]));
  return lines.flatMap((line) => toAdditions(line, messages, channelsOf.get(line.line) ?? []));
}

type ScopeLine = HistoryLine & { event: HistoryScope };

function isScope(line: HistoryLine): line is ScopeLine {
  return line.event.type === 'scope-opened' || line.event.type === 'scope-closed';
}

function toAdditions(
  line: HistoryLine,
  messages: ReadonlyMap<string, KnownMessage>,
  channels: readonly Channel[],
): Addition[] {
  const { event } = line;
  switch (event.type) {
    case 'message': {
      const row = rowOf(line);
      if (!row) return [];
      const { id, conversationId, channel } = row;
      const work = workFor('attribution', 'message', id, conversationId);
      return [{ kind: 'message', id, line, channel, work }];
    }
    case 'scope-opened':
    case 'scope-closed':
      return channels.map((channel) => toScope(line, event, channel));
    case 'attribution-choice':
    case 'message-edited':
    case 'message-deleted': {
      const message = messages.get(messageNamedBy(event) ?? '');
      if (!message) throw new Error(`Line ${line.line} changed while the file was imported.`);
      if (event.type === 'attribution-choice') return [toChoice(line, event, message)];
      const channel = message.channel;
      const id = changeId(event, channel);
      const work =
        event.type === 'message-edited'
          ? workFor('oversight', 'edit', id, message.conversationId)
          : null;
      return [{ kind: 'change', id, line, channel, work }];
    }
  }
}

function toScope(line: HistoryLine, event: HistoryScope, channel: Channel): Addition {
  const { officialNumber, counterpart, workerId, at } = event;
  const conversationId = conversationIdOf(channel, officialNumber, counterpart);
  const caseNumbers = event.type === 'scope-opened' ? event.caseNumbers : [];
  const kind = event.type === 'scope-opened' ? 'opened' : 'closed';
  const id = derivedId(
    'import-scope',
    conversationId,
    kind,
    workerId,
    at.toISOString(),
    ...caseNumbers,
  );
  return {
    kind: 'scope',
    id,
    line,
    channel: null,
    row: {
      id,
      conversationId,
      channel,
      officialNumber,
      counterpart,
      workerId,
      kind,
      caseNumbers,
      at,
    },
    work: workFor('attribution', 'scope', id, conversationId),
  };
}

function toChoice(line: HistoryLine, event: HistoryChoice, message: KnownMessage): Addition {
  const { workerId, caseNumbers, at } = event;
  const { messageId, conversationId } = message;
  const reason = event.reason ?? (caseNumbers.length === 0 ? NO_REASON : null);
  const id = derivedId('import-choice', messageId, workerId, at.toISOString(), ...caseNumbers);
  return {
    kind: 'choice',
    id,
    line,
    channel: null,
    row: { id, conversationId, messageId, workerId, caseNumbers, reason, at },
    work: workFor('attribution', 'choice', id, conversationId),
  };
}

function workFor(
  stage: NewStageWork['stage'],
  subjectKind: string,
  subjectId: string,
  conversationId: string,
): NewStageWork {
  return { stage, subjectKind, subjectId, conversationId };
}

/** Without what was kept before, and each id once. */
async function newOnes(connection: pg.PoolClient, all: readonly Addition[]): Promise<Addition[]> {
  const idsOf = (kind: Addition['kind']) =>
    all.filter((one) => one.kind === kind).map(({ id }) => id);
  const known = new Set([
    ...(await keptHashes(connection, idsOf('message'))).keys(),
    ...(await alreadyKept(connection, 'message_event', idsOf('change'))),
    ...(await alreadyKept(connection, 'scope_event', idsOf('scope'))),
    ...(await alreadyKept(connection, 'attribution_choice', idsOf('choice'))),
  ]);
  return all.filter(({ id }) => {
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
}
