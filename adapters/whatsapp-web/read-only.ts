// The phone is read and nothing else: of all that the library could do, what reads is let through
// by name and the rest throws. A later version of the library cannot add a way to send.
import type { Page } from 'puppeteer';
import { Client } from 'whatsapp-web.js';
import structures from 'whatsapp-web.js/src/structures/index.js';

/** Opens and closes, or reads. `syncHistory` asks the account's own phone for older messages. */
const CLIENT_MAY: ReadonlySet<string> = new Set([
  'constructor',
  'attachEventListeners',
  'destroy',
  'getChatById',
  'getContactLidAndPhone',
  'getMessageById',
  'getWWebVersion',
  'initWebVersionCache',
  'initialize',
  'inject',
  'logout',
  'setDeviceName',
  'syncHistory',
]);

/** Of messages, chats, calls, contacts …: what builds them and what reads. */
const STRUCTURES_MAY: ReadonlySet<string> = new Set([
  'constructor',
  '_clone',
  '_getChatId',
  '_patch',
  'downloadMedia',
  'fetchMessages',
  'syncHistory',
]);

/** In the page: what builds descriptions of messages and chats, and what decodes attachments. */
const PAGE_MAY = [
  'arrayBufferToBase64Async',
  'compareWwebVersions',
  'enforceLidAndPnRetrieval',
  'getChat',
  'getChatModel',
  'getMessageModel',
  'injectToFunction',
];

/** Parts of WhatsApp Web by which the library sends, types, reacts, or tells that somebody reads. */
const PAGE_MODULES = [
  'WAWebChatStateBridge',
  'WAWebPresenceChatAction',
  'WAWebSendMsgChatAction',
  'WAWebSendReactionMsgAction',
  'WAWebUpdateUnreadChatAction',
];

/** Something tried to act on the phone's account. */
export class ReadOnlyPhone extends Error {
  constructor(method: string) {
    super(`A phone is only read: ${method} is closed.`);
    this.name = 'ReadOnlyPhone';
  }
}

/** Closes every method of the library that could change anything, for this process. */
export function closeWaysToAct(): void {
  close(Client.prototype, CLIENT_MAY);
  for (const { prototype } of Object.values(structures)) close(prototype, STRUCTURES_MAY);
}

function close(prototype: object, may: ReadonlySet<string>): void {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method = Object.getOwnPropertyDescriptor(prototype, name);
    if (may.has(name) || typeof method?.value !== 'function') continue;
    Object.defineProperty(prototype, name, {
      value: () => {
        throw new ReadOnlyPhone(name);
      },
    });
  }
}

/** Closes the same in the page, where the library's and WhatsApp's own functions are. */
export async function closeWaysToActInPage(page: Pick<Page, 'evaluate'>): Promise<void> {
  await page.evaluate(
    (may, modules) => {
      const refuse = () => {
        throw new Error('A phone is only read.');
      };
      // WhatsApp Web calls these by itself too, and must go on working: they do nothing.
      const leave = () => Promise.resolve();
      const library: Record<string, unknown> = Reflect.get(window, 'WWebJS');
      for (const name of Object.keys(library)) if (!may.includes(name)) library[name] = refuse;
      const read: (module: string) => Record<string, unknown> = Reflect.get(window, 'require');
      for (const name of modules) {
        try {
          const module = read(name);
          for (const key of Object.keys(module)) {
            if (/^(send|add)/.test(key)) Reflect.set(module, key, leave);
          }
        } catch {} // this version of WhatsApp Web has no such part
      }
    },
    PAGE_MAY,
    PAGE_MODULES,
  );
}

/**
 * Runs in the page before WhatsApp Web does: to it, its window lies in the background. So it never
 * tells families that somebody is online, and the phone goes on ringing.
 */
export function stayInBackground(): void {
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  Object.defineProperty(document, 'hidden', { get: () => true });
  Object.defineProperty(document, 'hasFocus', { value: () => false });
}
