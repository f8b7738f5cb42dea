import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ConversationWorld,
  conversationWorld,
  PATH,
} from '../../../../test/support/conversation-page.ts';
import { onRecord } from '../../../../test/support/questions.ts';
import { aWorker } from '../../../../test/support/records.ts';
import type { Client } from '../../../../test/support/server.ts';
import { mediaFiles } from '../../../capture/media-files.ts';

let testing: ConversationWorld['testing'];
let server: ConversationWorld['server'];
let read: ConversationWorld['read'];
let dataDir: string;
let priya: Client;

beforeEach(async () => {
  ({ testing, server, priya, read, dataDir } = await conversationWorld());
});

describe('attachments', () => {
  async function aPhoto(state: string, changes: { contentType?: string } = {}) {
    const files = mediaFiles(dataDir);
    const kept = await files.keep(
      (async function* () {
        yield Buffer.from('not really a photo');
      })(),
    );
    const [message] = await onRecord(testing.database, ['CT-1'], 'K', [
      {
        at: '2026-03-12T13:49:00Z',
        changes: {
          media: [
            {
              contentType: changes.contentType ?? 'image/jpeg',
              state,
              ...(state === 'unavailable' ? { reason: 'The sender removed it.' } : {}),
            },
          ],
        },
      },
    ]);
    const [media] = await testing.database.prisma.messageMedia.findMany({
      where: { messageId: message?.id ?? '' },
    });
    await testing.database.prisma.mediaFetch.updateMany({
      data: { sha256: kept.sha256, bytes: BigInt(kept.bytes) },
    });
    return `${PATH}/media/${media?.id}`;
  }

  test('a stored photo is shown to those who may see the message, and to nobody else', async () => {
    const address = await aPhoto('stored');
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });

    const answer = await priya.get(address);

    expect(answer.status).toBe(200);
    expect(answer.html).toBe('not really a photo');
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await priya.get(PATH)).html).toContain(`src="${address}"`);
    expect((await (await server.signIn('T')).get(address)).status).toBe(404);
  });

  test('a file that could run something is only saved, never opened', async () => {
    const address = await aPhoto('stored', { contentType: 'text/html' });

    const { headers } = await priya.get(address);

    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('what is being fetched or never came says so', async () => {
    await aPhoto('pending');
    await aPhoto('unavailable');

    const text = await read();

    expect(text).toContain('Photo is being fetched');
    expect(text).toContain('Photo could not be fetched. The sender removed it.');
  });
});
