// The second part: what is new goes the way of every message, in time order, a chunk a transaction.
// Stopped anywhere and run again, it goes on where it stopped.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Capture } from '../../capture/capture.ts';
import type { NewDelivery } from '../../capture/delivery.ts';
import { mediaRows, messageRows } from '../../capture/rows.ts';
import { transactionOn } from '../../database/on-connection.ts';
import { type DeviceFile, FileChanged } from '../../devices-past/device-file.ts';
import { linkMessages } from '../../devices-past/import-store.ts';
import type { IncomingEvent, IncomingMessage } from '../../messaging/message.ts';
import { type MediaFill, noteMedia, readUnstored } from './media-fill-store.ts';
import { readStaged, type StagedMessage } from './staging-store.ts';

const CHUNK = 250;

export type KeepNeeds = {
  connection: pg.PoolClient;
  capture: Capture;
  drain: () => Promise<unknown>;
  keepMedia: (bytes: AsyncIterable<Uint8Array>) => Promise<{ sha256: string; bytes: number }>;
  now: () => Date;
  onProgress: (messages: number) => void;
};

export type KeepWhat = { file: DeviceFile; officialNumber: string; importId: string };

/** Keeps the attachments, then the messages. */
export async function keepStaged(what: KeepWhat, needs: KeepNeeds): Promise<void> {
  await keepFiles(what, needs);
  let done = 0;
  for await (const chunk of chunksOf(needs.connection)) {
    await keepChunk(what, needs, chunk);
    await needs.drain();
    done += chunk.length;
    needs.onProgress(done);
  }
  await needs.drain(); // what an import that was stopped had left
}

async function* chunksOf(connection: pg.PoolClient): AsyncGenerator<StagedMessage[]> {
  let after: StagedMessage | null = null;
  for (;;) {
    const chunk: StagedMessage[] = await readStaged(connection, after, CHUNK);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
    after = chunk.at(-1) ?? null;
  }
}

/** The bytes of attachments lie safe before a message names them. */
async function keepFiles({ file }: KeepWhat, { connection, keepMedia }: KeepNeeds): Promise<void> {
  const wanted = new Map<string, string>();
  for await (const chunk of chunksOf(connection)) {
    const ours = chunk.filter(({ how }) => how !== 'captured');
    for (const { place, sha256 } of ours.flatMap(({ media }) => media)) {
      if (place !== null && sha256 !== null) wanted.set(place, sha256);
    }
  }
  const expected = new Set(wanted.values());
  await file.keepMedia(new Set(wanted.keys()), async (bytes) => {
    const kept = await keepMedia(bytes);
    if (!expected.has(kept.sha256)) throw new FileChanged();
    return kept;
  });
}

async function keepChunk(
  what: KeepWhat,
  { connection, capture, now }: KeepNeeds,
  chunk: readonly StagedMessage[],
): Promise<void> {
  const deliveries = chunk.flatMap((message) => deliveryOf(message, what) ?? []);
  const fills = await fillsOf(connection, what, chunk);
  await transactionOn(connection, async () => {
    await capture.keepAll(deliveries, connection);
    await noteMedia(connection, fills, now());
    await linkMessages(
      connection,
      what.importId,
      chunk.map(({ line, how, target, messageId }) => ({
        line,
        messageId: target?.messageId ?? messageId,
        how: how === 'captured' ? 'captured' : 'imported',
      })),
    );
  });
}

/** What a message adds; nothing when it is kept and nothing about it changed. */
function deliveryOf(message: StagedMessage, what: KeepWhat): NewDelivery | undefined {
  const event = eventOf(message, what);
  if (message.how !== 'new' && event === null) return undefined;
  return {
    provider: 'import',
    kind: 'import',
    contentType: message.rawType,
    raw: message.raw,
    receivedAt: message.at,
    origin: 'import',
    messages: message.how === 'new' ? [toMessage(message, what)] : [],
    events: event === null ? [] : [event],
    optChanges: [],
  };
}

function toMessage(message: StagedMessage, { file, officialNumber }: KeepWhat): IncomingMessage {
  const { counterpart, direction, kind, body, at, media, externalId } = message;
  return {
    kind,
    channel: file.channel,
    externalId,
    direction,
    officialNumber,
    counterpart,
    author: direction === 'inbound' ? counterpart : officialNumber,
    workerId: null,
    body,
    profileName: null,
    inReplyTo: null,
    sentAt: at,
    media: media.map(({ contentType, place }, position) => ({
      contentType,
      source: `device:${place ?? position}`,
    })),
  };
}

/** The file says that words changed or were taken back; not when, so it counts from the message. */
function eventOf(message: StagedMessage, { file }: KeepWhat): IncomingEvent | null {
  const { mark, target, at, how } = message;
  if (mark === null || how === 'kept-before') return null;
  const channel = file.channel;
  if (target !== null && target.channel !== channel) return null;
  const externalId = target?.externalId ?? message.externalId;
  const body = mark === 'edited' ? message.body : null;
  const wording = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  return {
    channel,
    externalId,
    type: mark,
    at,
    body,
    status: null,
    errorCode: null,
    dedupeKey: ['device', mark, channel, externalId, wording].join(' '),
  };
}

/** Where the bytes of each attachment are; also of one that an earlier file had left out. */
async function fillsOf(
  connection: pg.PoolClient,
  what: KeepWhat,
  chunk: readonly StagedMessage[],
): Promise<MediaFill[]> {
  const ours = chunk.filter(({ how, media }) => how !== 'captured' && media.length > 0);
  const fills = ours.flatMap((message) => {
    const delivery = { ...EMPTY, messages: [toMessage(message, what)], receivedAt: message.at };
    return mediaRows(messageRows([{ id: '', delivery }])).flatMap(({ id }, position) => {
      const media = message.media[position];
      return media ? { id, how: message.how, media } : [];
    });
  });
  const before = fills.filter(({ how }) => how === 'kept-before');
  const unstored = await readUnstored(
    connection,
    before.map(({ id }) => id),
  );
  return fills.filter(({ id, how }) => how === 'new' || unstored.has(id));
}

const EMPTY = {
  provider: 'import',
  kind: 'import',
  contentType: 'text/plain',
  raw: Buffer.alloc(0),
  origin: 'import',
  events: [],
  optChanges: [],
} as const satisfies Partial<NewDelivery>;
