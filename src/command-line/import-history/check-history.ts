// The first pass: the whole file is sound, or nothing of it is imported.
import { isAbsolute, join, normalize, sep } from 'node:path';
import type pg from 'pg';
import { messageNamedBy, rowOf } from './as-delivery.ts';
import type { HistoryEvent, HistoryLine } from './event.ts';
import {
  type FileMessage,
  findMessages,
  keptHashes,
  listFileMessages,
  unknownPeople,
} from './history-store.ts';
import { type Chunk, type LineProblem, readChunks } from './parsed-lines.ts';

/** After so many, more of them help nobody. */
const MOST_PROBLEMS = 100;

function warn({ warnings }: HistoryCheck, warning: LineProblem): void {
  if (warnings.length < MOST_PROBLEMS) warnings.push(warning);
}

export type HistoryCheck = {
  problems: LineProblem[];
  /** Accepted, but worth a look. */
  warnings: LineProblem[];
  events: number;
  messages: number;
  /** Messages that were kept before. */
  alreadyKept: number;
};

/**
 * Reads the whole file, lists its messages on the connection (prepareFileMessages) and returns
 * what is wrong with it, by line. Writes nothing that stays.
 */
export async function checkHistory(
  connection: pg.PoolClient,
  path: string,
  onProgress: (bytes: number) => void,
): Promise<HistoryCheck> {
  const check: HistoryCheck = {
    problems: [],
    warnings: [],
    events: 0,
    messages: 0,
    alreadyKept: 0,
  };
  const seenKeys = new Set<string>();
  let latest: { line: number; at: Date } | undefined;
  for await (const chunk of readChunks(path)) {
    latest = checkOrder(chunk.lines, latest, check);
    await checkChunk(connection, chunk, check);
    for (const [key, line] of chunk.unknownKeys) {
      if (seenKeys.has(key)) continue;
      seenKeys.add(key);
      warn(check, { line, reason: `has "${key}", which is kept but not used` });
    }
    onProgress(chunk.endsAt);
    if (check.problems.length >= MOST_PROBLEMS) break;
  }
  check.problems.sort((a, b) => a.line - b.line);
  return check;
}

function checkOrder(
  lines: readonly HistoryLine[],
  before: { line: number; at: Date } | undefined,
  { problems }: HistoryCheck,
): { line: number; at: Date } | undefined {
  let latest = before;
  for (const { line, event } of lines) {
    if (latest && event.at < latest.at) {
      problems.push({
        line,
        reason: `is earlier than line ${latest.line}: put the events in order`,
      });
    } else {
      latest = { line, at: event.at };
    }
  }
  return latest;
}

async function checkChunk(
  connection: pg.PoolClient,
  { lines, problems }: Chunk,
  check: HistoryCheck,
): Promise<void> {
  check.problems.push(...problems);
  check.events += lines.length;
  await checkMessages(connection, lines, check);
  await checkReferences(connection, lines, check);
  await checkPeople(connection, lines, check);
}

async function checkMessages(
  connection: pg.PoolClient,
  lines: readonly HistoryLine[],
  check: HistoryCheck,
): Promise<void> {
  const messages = lines.flatMap((line) => toFileMessage(line) ?? []);
  check.messages += messages.length;
  await listFileMessages(connection, messages);
  const listed = await findMessages(
    connection,
    messages.map(({ id }) => id),
  );
  const kept = await keptHashes(
    connection,
    messages.map(({ messageId }) => messageId),
  );
  for (const { id, line, messageId, sha256 } of messages) {
    const first = listed.get(id);
    if (first && first.line !== line && !first.sha256.equals(sha256)) {
      check.problems.push({
        line,
        reason: `has the id "${id}" of line ${first.line}, and differs`,
      });
    }
    const before = kept.get(messageId);
    if (!before) continue;
    check.alreadyKept += 1;
    if (before.equals(sha256)) continue;
    const reason = `differs from the message "${id}" that was kept before: what was kept stays`;
    check.warnings.push({ line, reason });
  }
  for (const { line, event } of lines) {
    if (event.type !== 'message') continue;
    for (const { path } of event.media) {
      if (leavesFolder(path)) {
        check.problems.push({
          line,
          reason: `has media "${path}" outside the folder of this file`,
        });
      }
    }
  }
}

function toFileMessage(line: HistoryLine): FileMessage | undefined {
  const row = rowOf(line);
  if (!row) return undefined;
  const { externalId: id, id: messageId, conversationId, channel } = row;
  const { officialNumber, counterpart, sha256 } = row;
  return {
    id,
    line: line.line,
    messageId,
    conversationId,
    channel,
    officialNumber,
    counterpart,
    sha256,
  };
}

function leavesFolder(path: string): boolean {
  return isAbsolute(path) || normalize(join('.', path)).split(sep)[0] === '..';
}

async function checkReferences(
  connection: pg.PoolClient,
  lines: readonly HistoryLine[],
  check: HistoryCheck,
): Promise<void> {
  const ids = new Set(lines.flatMap(({ event }) => messageNamedBy(event) ?? []));
  const known = await findMessages(connection, [...ids]);
  for (const { line, event } of lines) {
    const id = messageNamedBy(event);
    if (id === null) continue;
    const message = known.get(id);
    if (message && (message.line === null || message.line < line)) continue;
    check.problems.push({
      line,
      reason: `names the message "${id}", which is neither on an earlier line nor kept before`,
    });
  }
}

async function checkPeople(
  connection: pg.PoolClient,
  lines: readonly HistoryLine[],
  check: HistoryCheck,
): Promise<void> {
  const workers = new Set(lines.flatMap(({ event }) => workerOf(event) ?? []));
  const children = new Set(lines.flatMap(({ event }) => childrenOf(event)));
  const unknown = await unknownPeople(connection, [...workers], [...children]);
  for (const { line, event } of lines) {
    const worker = workerOf(event);
    if (worker !== null && unknown.workers.has(worker)) {
      // A message is kept whoever wrote it; a decision needs somebody to have made it.
      const problem = { line, reason: `names the worker "${worker}", who is not in the database` };
      if (event.type === 'message') warn(check, problem);
      else check.problems.push(problem);
    }
    for (const caseNumber of childrenOf(event)) {
      if (!unknown.children.has(caseNumber)) continue;
      const reason = `names the case "${caseNumber}", which is not in the database`;
      check.problems.push({ line, reason });
    }
  }
}

function workerOf(event: HistoryEvent): string | null {
  return 'workerId' in event ? event.workerId : null;
}

function childrenOf(event: HistoryEvent): readonly string[] {
  return 'caseNumbers' in event ? event.caseNumbers : [];
}
