import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { now, recordStageWorld } from '../../test/support/record-stage.ts';
import { aFlag } from '../../test/support/records.ts';
import { recordAudit } from '../access/audit-store.ts';

const { database, says, about, process, recordings, onRecord } = recordStageWorld();

const breaches = (recordingId: string) =>
  database().prisma.breachNote.findMany({ where: { recordingId } });

const seen = (actor: string, subjectKind: string, subjectId: string) =>
  recordAudit(database().pool, {
    at: now,
    actor,
    action: 'view',
    subjectKind,
    subjectId,
    caseNumbers: ['C1'],
  });

describe('a correction leaves a marker and reports a breach (CR4.5a, CR6.4)', () => {
  async function onWrongRecord() {
    const message = await says('2026-03-12T13:40:00Z');
    await about(message, ['C1']);
    await process(message);
    const [wrong] = await recordings();
    if (!wrong) throw new Error('a recording');
    return { message, wrong };
  }

  test('the message goes to the right child; the wrong record keeps a marker without content', async () => {
    const { message, wrong } = await onWrongRecord();

    await about(message, ['C2'], 'W1', 'It is Maisie who has the cough');
    await process(message);

    expect(await onRecord()).toEqual([['C2', [message.id]]]);
    expect(await recordings()).toMatchObject([
      { id: wrong.id, state: 'withdrawn', messageCount: 0 },
      { caseNumber: 'C2', state: 'awaiting-context', messageCount: 1 },
    ]);
    const markers = await database().prisma.recordingWithdrawal.findMany({
      where: { recordingId: wrong.id },
    });
    expect(markers).toMatchObject([
      { kind: 'moved', withdrawnBy: 'W1', reason: 'It is Maisie who has the cough' },
    ]);
    expect(await breaches(wrong.id)).toEqual([]);
  });

  test('a breach note names everyone who had opened the wrong record meanwhile', async () => {
    const { message, wrong } = await onWrongRecord();
    await seen('W9', 'recording', wrong.id);
    await seen('W1', 'child', 'C1');
    await seen('W2', 'recording', randomUUID());

    await about(message, ['C2'], 'W1', 'Wrong child');
    await process(message);
    await process(message);

    expect(await breaches(wrong.id)).toMatchObject([
      { caseNumber: 'C1', messageIds: [message.id], seenBy: ['W1', 'W9'], openedBy: 'W1' },
    ]);
  });

  test('a completed recording had been seen by whoever completed it', async () => {
    const { message, wrong } = await onWrongRecord();
    await database().pool.query(
      `UPDATE contact_recording SET state = 'complete', completed_by = 'W9' WHERE id = $1`,
      [wrong.id],
    );

    await about(message, ['C2'], 'W1', 'Wrong child');
    await process(message);

    expect(await breaches(wrong.id)).toMatchObject([{ seenBy: ['W9'] }]);
  });

  test('views from before the message stood there are no breach', async () => {
    const first = await says('2026-03-12T13:00:00Z');
    await about(first, ['C3']);
    await process(first);
    await seen('W9', 'child', 'C3');
    const { rows } = await database().pool.query('SELECT pg_sleep(0.005)');
    expect(rows).toHaveLength(1);
    const second = await says('2026-03-12T13:10:00Z');
    await about(second, ['C3']);
    await process(second);
    const [recording] = await recordings();

    await about(second, ['C2'], 'W1', 'Wrong child');
    await process(second);

    expect(await recordings()).toMatchObject([{ messageCount: 1, occurredTo: first.at }, {}]);
    expect(await breaches(recording?.id ?? '')).toEqual([]);
  });

  test('a child added to a message keeps the first child’s recording as it was', async () => {
    const { message, wrong } = await onWrongRecord();

    await about(message, ['C1', 'C2'], 'W1', 'It was about both');
    await process(message);

    expect(await onRecord()).toEqual([
      ['C1', [message.id]],
      ['C2', [message.id]],
    ]);
    expect((await recordings())[0]).toMatchObject({ id: wrong.id, caseNumbers: ['C1', 'C2'] });
  });

  test('a message can come back to a record that it was moved from', async () => {
    const stays = await says('2026-03-12T13:30:00Z');
    await about(stays, ['C1']);
    await process(stays);
    const { message, wrong } = await onWrongRecord();

    await about(message, ['C2'], 'W1', 'Wrong child');
    await process(message);
    await about(message, ['C1'], 'W1', 'It was right before');
    await process(message);

    expect(await onRecord()).toEqual([['C1', [stays.id, message.id]]]);
    expect((await recordings())[0]).toMatchObject({ id: wrong.id, messageCount: 2 });
  });

  test('an urgent message that moves takes its urgency with it, and no deadline is extended', async () => {
    const stays = await says('2026-03-12T13:30:00Z');
    const urgent = await says('2026-03-12T13:40:00Z');
    for (const message of [stays, urgent]) await about(message, ['C1']);
    await aFlag(database(), urgent);
    await process(stays, urgent);

    await about(urgent, ['C2'], 'W1', 'Wrong child');
    await process(urgent);

    const due = new Date('2026-03-13T13:40:00Z');
    expect(await recordings()).toMatchObject([
      { caseNumber: 'C1', urgentAt: null, dueAt: due },
      { caseNumber: 'C2', urgentAt: urgent.at, dueAt: due },
    ]);
  });
});
