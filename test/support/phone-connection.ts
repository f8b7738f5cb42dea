// The connection to an employer's phone by itself: the real library in a real browser, with a stand-in
// for WhatsApp's page. What it is given to keep is seen here instead of being captured.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { Client } from 'whatsapp-web.js';
import { makeClient } from '../../adapters/whatsapp-web/client.ts';
import { connect } from '../../adapters/whatsapp-web/connection.ts';
import { closeWaysToAct } from '../../adapters/whatsapp-web/read-only.ts';
import type {
  DeviceChat,
  DeviceConnection,
  DeviceDelivery,
  DeviceNeeds,
  DeviceSignal,
} from '../../src/messaging/device.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';
import { GROUP, MUM_NUMBER, OWN, OWN_ID, SOON } from './phones.ts';

/** A group that is not registered. */
export const OTHER_GROUP = '120363000000000002@g.us';
const KNOWN = new Set([MUM_NUMBER, GROUP]);

/** A browser takes its time on a busy machine. */
export const SLOW = { timeout: 120_000 };

export type OpenedPhone = {
  client: Client;
  connection: DeviceConnection;
  kept: DeviceDelivery[];
  signals: DeviceSignal[];
  /** Chats about which it was asked whether they may be kept. */
  asked: DeviceChat[];
  /** Plays the people: a method of the stand-in's `phone`. */
  play(method: string, ...args: unknown[]): Promise<unknown>;
};

export type PhoneFolder = {
  path: string;
  open(needs?: Partial<DeviceNeeds>): Promise<OpenedPhone>;
  /** The same, and the phone scans the code. */
  openLinked(): Promise<OpenedPhone>;
};

/** Where one phone's link is kept, for one test. What is opened there is closed with the test. */
export async function phoneFolder(): Promise<PhoneFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'phone-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const versionFolder = join(folder, 'versions');
  await pinStubPage(versionFolder, OWN_ID);

  async function open(needs: Partial<DeviceNeeds> = {}): Promise<OpenedPhone> {
    closeWaysToAct();
    const kept: DeviceDelivery[] = [];
    const signals: DeviceSignal[] = [];
    const asked: DeviceChat[] = [];
    const sessionFolder = join(folder, 'session');
    const client = await makeClient(
      { browserPath: '/usr/bin/chromium', versionFolder, loopbackOnly: true },
      sessionFolder,
    );
    const connection = connect(client, {
      number: OWN,
      workerId: 'W1',
      sessionFolder,
      wanted: async (chat) => {
        asked.push(chat);
        return chat.addresses.some((address) => KNOWN.has(address));
      },
      keep: async (delivery) => {
        kept.push(delivery);
      },
      signal: (signal) => {
        signals.push(signal);
      },
      ...needs,
    });
    onTestFinished(() => connection.close());
    await connection.start();
    const play = (method: string, ...args: unknown[]) =>
      client.pupPage?.evaluate(
        (name, given) => Reflect.get(window, 'phone')[name](...given),
        method,
        args,
      ) ?? Promise.reject(new Error('No page.'));
    return { client, connection, kept, signals, asked, play };
  }

  return {
    path: folder,
    open,
    async openLinked() {
      const opened = await open();
      await hasSaid(opened, 'code');
      await opened.play('scan');
      await hasSaid(opened, 'linked');
      return opened;
    },
  };
}

export const openLinked = async () => (await phoneFolder()).openLinked();

export const hasSaid = (opened: OpenedPhone, signal: DeviceSignal['signal']) =>
  vi.waitFor(() => expect(opened.signals.map((one) => one.signal)).toContain(signal), SOON);

export const hasKept = (opened: OpenedPhone, count: number) =>
  vi.waitFor(() => expect(opened.kept).toHaveLength(count), SOON);

export const textsOf = ({ kept }: Pick<OpenedPhone, 'kept'>) =>
  kept.flatMap(({ messages }) => messages.map(({ body }) => body));

export async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of found) items.push(item);
  return items;
}
