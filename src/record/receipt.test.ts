import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordThem } from '../../test/support/brennans.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aDecision, aMessage } from '../../test/support/records.ts';
import { type ReceiptFacts, receiptOf } from './receipt.ts';
import { loadReceipts } from './receipt-store.ts';

const onRecord: ReceiptFacts = {
  sequence: 123n,
  attribution: 'attributed',
  onRecordSince: new Date('2026-03-12T13:40:01Z'),
  media: [],
};
const photo = (state: string, reason: string | null = null) => ({
  contentType: 'image/jpeg',
  state,
  reason,
});

describe('a message is deleted from a device only after it is on the record (CF1)', () => {
  test('on a child’s record with all its media: safe to delete, with time and reference', () => {
    expect(receiptOf({ ...onRecord, media: [photo('stored')] })).toEqual({
      kept: true,
      words: 'Kept — safe to delete from your device',
      reference: 'K123',
      at: onRecord.onRecordSince,
    });
  });

  test.each<[string, Partial<ReceiptFacts>]>([
    ['waits for someone to choose the child', { attribution: 'awaiting-worker' }],
    ['Nobody is known by this number', { attribution: 'unmatched' }],
    ['not casework', { attribution: 'not-casework' }],
    ['on its way to the child’s record', { attribution: null }],
    ['on its way to the child’s record', { onRecordSince: null }],
    ['Photo is being fetched', { media: [photo('stored'), photo('pending')] }],
    ['Photo could not be fetched. It is gone.', { media: [photo('unavailable', 'It is gone.')] }],
  ])('until then, do not delete yet: %s', (reason, facts) => {
    const receipt = receiptOf({ ...onRecord, ...facts });

    expect(receipt).toMatchObject({ kept: false, words: 'Kept — do not delete yet' });
    expect(receipt.kept ? '' : receipt.reason).toContain(reason);
  });
});

describe('receipts of a conversation are read in one go', () => {
  let testing: TestDatabase;
  beforeAll(async () => {
    testing = await createTestDatabase();
    await aChild(testing.database, 'C1');
  });
  afterAll(() => testing.drop());

  test('each message has its own, also after it was taken off a wrong record', async () => {
    const { database } = testing;
    const now = new Date('2026-03-12T14:00:00Z');
    const media = [{ contentType: 'audio/ogg', state: 'pending' }];
    const safe = await aMessage(database, '2026-03-12T13:40:00Z');
    const voice = await aMessage(database, '2026-03-12T13:41:00Z', { media });
    const asked = await aMessage(database, '2026-03-12T13:42:00Z');
    for (const message of [safe, voice, asked]) await aDecision(database, message, ['C1']);
    await recordThem(database, now, safe, voice, asked);
    await aDecision(database, asked, []);
    await recordThem(database, now, asked);

    const receipts = await loadReceipts(database.pool, [safe.id, voice.id, asked.id]);

    expect(receipts.get(safe.id)).toMatchObject({ kept: true });
    expect(receipts.get(voice.id)).toMatchObject({ reason: 'Voice message is being fetched.' });
    expect(receipts.get(asked.id)).toMatchObject({
      reason: 'It waits for someone to choose the child.',
    });
  });
});
