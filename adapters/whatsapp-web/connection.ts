// One phone's account, open: what happens there is read in order, and nothing is ever written.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'whatsapp-web.js';
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import type { DeviceConnection, DeviceDelivery, DeviceNeeds } from '../../src/messaging/device.ts';
import { personAddress } from './address.ts';
import { inlineMedia, inOnePiece } from './attachments.ts';
import { chatsOf } from './chats.ts';
import { healthOf, within } from './health.ts';
import { missedIn } from './missed.ts';
import {
  callDelivery,
  deletionDelivery,
  editDelivery,
  messageDelivery,
  statusDelivery,
} from './normalise.ts';
import { phoneCallSchema } from './phone-message.ts';
import { closeWaysToActInPage } from './read-only.ts';
import { type Reading, readerOf } from './reading.ts';

const OPEN_WITHIN_MS = 120_000;
const CLOSE_WITHIN_MS = 10_000;
const FETCH_WITHIN_MS = 120_000;

/** Listens to a client that has not started yet. */
export function connect(client: Client, needs: DeviceNeeds): DeviceConnection {
  const chats = chatsOf(client);
  const reader = readerOf(needs, chats);
  /** Nothing is read before it is certain whose phone this is. */
  let isOurs = false;
  let closing = false;
  let last: Promise<void> = Promise.resolve();

  /** One after the other, as it happened: an edit after its message. */
  function inOrder(work: () => Promise<DeviceDelivery | null>): void {
    if (!isOurs) return;
    last = last.then(async () => {
      try {
        const delivery = await work();
        if (delivery) await needs.keep(delivery);
      } catch {
        // What cannot be read is looked for again with what was missed.
        if (!closing) needs.signal({ signal: 'unreadable' });
      }
    });
  }

  const read = async (
    message: Parameters<typeof reader.message>[0],
    deliver: (reading: Reading) => DeviceDelivery | null,
  ) => {
    const reading = await reader.message(message);
    return reading && deliver(reading);
  };

  closeOnce(client);
  client.on('qr', (code) => needs.signal({ signal: 'code', code }));
  client.on('ready', () => void open());
  client.on('disconnected', (reason) => {
    isOurs = false;
    if (!closing) needs.signal({ signal: String(reason) === 'LOGOUT' ? 'unlinked' : 'lost' });
  });
  client.on('message_create', (message) =>
    inOrder(() => read(message, (it) => messageDelivery(it.message, it.between, 'live', it.raw))),
  );
  client.on('message_edit', (message, words, before) =>
    inOrder(() =>
      read(message, (it) =>
        editDelivery(it.message, String(words ?? ''), before ? String(before) : null, it.raw),
      ),
    ),
  );
  client.on('message_revoke_everyone', (message) =>
    inOrder(() => read(message, (it) => deletionDelivery(it.message, it.raw))),
  );
  client.on('message_ack', (message, ack) =>
    inOrder(() => read(message, (it) => statusDelivery(it.message, ack, it.raw))),
  );
  client.on('call', (found) =>
    inOrder(async () => {
      const raw = { ...found, client: undefined };
      const call = phoneCallSchema.parse(raw);
      const between = await reader.call(call, new Date());
      return between && callDelivery(call, between, raw);
    }),
  );
  client.on('message_ciphertext_failed', (message) =>
    inOrder(async () => {
      if (await reader.message(message)) needs.signal({ signal: 'unreadable' });
      return null;
    }),
  );

  async function open(): Promise<void> {
    try {
      if (client.pupPage) await closeWaysToActInPage(client.pupPage);
      if ((await ownNumber()) !== needs.number) {
        closing = true;
        await unlink();
        return needs.signal({ signal: 'other-phone' });
      }
      isOurs = true;
      needs.signal({ signal: 'linked' });
    } catch {
      needs.signal({ signal: 'lost' });
    }
  }

  async function ownNumber(): Promise<string> {
    const { _serialized: id } = client.info.wid;
    const who = await chats.who(id);
    return who?.addresses[0] ?? personAddress(id);
  }

  async function unlink(): Promise<void> {
    closing = true;
    isOurs = false;
    await within(CLOSE_WITHIN_MS, client.logout());
    await close();
    await rm(needs.sessionFolder, { recursive: true, force: true, maxRetries: 4 });
  }

  async function close(): Promise<void> {
    closing = true;
    isOurs = false;
    const browser = client.pupBrowser?.process();
    await within(CLOSE_WITHIN_MS, client.destroy());
    if (!browser || browser.exitCode !== null || browser.signalCode !== null) return;
    // It writes the account's last news to the disk while it ends.
    const ended = await within(CLOSE_WITHIN_MS, once(browser, 'exit'));
    if (ended === null) browser.kill('SIGKILL');
  }

  async function start(): Promise<void> {
    const opened = await Promise.race([
      client.initialize().then(() => true),
      delay(OPEN_WITHIN_MS, false, { ref: false }),
    ]).catch((error: unknown) => {
      // The library throws bare words for some of its timeouts.
      throw error instanceof Error ? error : new Error(String(error));
    });
    if (!opened) throw new Error('WhatsApp Web did not open.');
    // The pipe to a browser that ends may break once more after its driver stopped listening.
    for (const pipe of client.pupBrowser?.process()?.stdio ?? []) pipe?.on('error', () => {});
    // A browser that crashes says nothing else.
    client.pupBrowser?.on('disconnected', () => client.emit('disconnected', 'BROWSER'));
    // The library starts over by itself when the page changes, and leaves its failures to nobody.
    const inject: () => Promise<void> = Reflect.get(client, 'inject');
    Reflect.set(client, 'inject', () =>
      inject.call(client).catch(() => client.emit('disconnected', 'PAGE')),
    );
  }

  return {
    start,
    health: () => (isOurs ? healthOf(client) : Promise.resolve('not-connected')),
    missed: (since) => missedIn(client, needs, chats, reader, since),
    groupsNamed: (name) => chats.groupsNamed(name),
    fetchMedia: (source) => fetchMedia(client, source),
    unlink,
    close,
  };
}

/**
 * The library closes its browser by itself when the account is taken over. Asked twice, its driver
 * would kill a browser that is still writing, and with it what opens the account.
 */
function closeOnce(client: Client): void {
  const destroy = client.destroy.bind(client);
  let closing: Promise<void> | null = null;
  client.destroy = () => {
    closing ??= destroy().finally(() => {
      closing = null;
    });
    return closing;
  };
}

const AWAY: MediaOutcome = {
  outcome: 'not-yet',
  cause: 'unreachable',
  words: 'The phone’s account does not answer.',
  retryAfterMs: null,
};

async function fetchMedia(client: Client, source: string): Promise<MediaOutcome> {
  const inline = inlineMedia(source);
  if (inline) return inline;
  const [, id = ''] = source.split(' ');
  const fetched = async (): Promise<MediaOutcome> => {
    const message = await client.getMessageById(id);
    if (message?.type === 'revoked') {
      return { outcome: 'gone', words: 'The sender removed it before it could be fetched.' };
    }
    const media = await message?.downloadMedia();
    if (!media) {
      const words = 'The phone’s account does not have it.';
      return { outcome: 'not-yet', cause: 'missing', words, retryAfterMs: null };
    }
    const bytes = inOnePiece(Buffer.from(media.data, 'base64'));
    return { outcome: 'fetched', contentType: media.mimetype, bytes };
  };
  return (await within(FETCH_WITHIN_MS, fetched())) ?? AWAY;
}
