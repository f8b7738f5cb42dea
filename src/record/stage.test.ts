import { describe, expect, test } from 'vitest';
import { now, recordStageWorld } from '../../test/support/record-stage.ts';
import { aChild, aFlag, anAllocation } from '../../test/support/records.ts';

const { database, counterpart, says, about, process, recordings, onRecord } = recordStageWorld();

describe('any contact by text is recorded on the individual’s file as a contact recording (CV4a)', () => {
  test('an attributed message is on the child’s record, due in two working days, with its lead worker', async () => {
    const message = await says('2026-03-12T13:40:00Z');
    await about(message, ['C1']);

    await process(message);

    expect(await onRecord()).toEqual([['C1', [message.id]]]);
    expect(await recordings()).toMatchObject([
      {
        caseNumber: 'C1',
        workerId: 'W1',
        state: 'awaiting-context',
        occurredFrom: message.at,
        occurredTo: message.at,
        messageCount: 1,
        recordedAt: now,
        dueAt: new Date('2026-03-16T23:59:59Z'),
        urgentAt: null,
      },
    ]);
  });

  test('a message that waits for a worker is on nobody’s record', async () => {
    const message = await says('2026-03-12T13:40:00Z');
    await about(message, []);

    await process(message);

    expect(await recordings()).toEqual([]);
  });

  test('messages with gaps up to 4 hours are one exchange; a longer gap begins another', async () => {
    const first = await says('2026-03-12T08:00:00Z');
    const second = await says('2026-03-12T12:00:00Z');
    const third = await says('2026-03-12T16:00:01Z');
    for (const message of [first, second, third]) await about(message, ['C1']);

    await process(first);
    await process(second, third);

    expect(await onRecord()).toEqual([
      ['C1', [first.id, second.id]],
      ['C1', [third.id]],
    ]);
  });

  test('the order in which messages are decided does not matter, in one batch or in several', async () => {
    const times = ['08:00', '11:30', '15:00', '18:30', '23:00'];
    const messages = [];
    for (const time of times) messages.push(await says(`2026-03-12T${time}:00Z`));
    for (const message of messages) await about(message, ['C1']);
    const [a, b, c, d, e] = messages;
    if (!a || !b || !c || !d || !e) throw new Error('five messages');

    await process(d);
    await process(a, e);
    await process(c);
    await process(b);

    expect(await onRecord()).toEqual([
      ['C1', [a.id, b.id, c.id, d.id]],
      ['C1', [e.id]],
    ]);
    expect(await recordings()).toMatchObject([
      { messageCount: 4, occurredFrom: a.at, occurredTo: d.at },
      { messageCount: 1 },
    ]);
  });

  test('doing the same work again changes nothing', async () => {
    const message = await says('2026-03-12T13:40:00Z');
    await about(message, ['C1', 'C2']);

    await process(message, message);
    const before = [await recordings(), await onRecord()];
    await process(message);

    expect([await recordings(), await onRecord()]).toEqual(before);
  });

  test('a completed recording is closed: a later message begins a new one', async () => {
    const first = await says('2026-03-12T08:00:00Z');
    const second = await says('2026-03-12T08:05:00Z');
    for (const message of [first, second]) await about(message, ['C1']);

    await process(first);
    await database().pool.query(
      `UPDATE contact_recording SET state = 'complete' WHERE counterpart = $1`,
      [counterpart()],
    );
    await process(second);

    expect(await onRecord()).toEqual([
      ['C1', [first.id]],
      ['C1', [second.id]],
    ]);
  });

  test('a recording on which somebody is writing is not joined away under their hands', async () => {
    const [early, late, between] = [
      await says('2026-03-12T08:00:00Z'),
      await says('2026-03-12T15:00:00Z'),
      await says('2026-03-12T11:30:00Z'),
    ];
    for (const message of [early, late, between]) await about(message, ['C1']);
    await process(early, late);
    const lateRecording = (await recordings())[1];
    await database().prisma.draft.create({
      data: {
        workerId: 'W1',
        form: 'recording',
        subjectId: lateRecording?.id ?? '',
        fields: {},
        changedAt: now,
      },
    });

    await process(between);

    expect(await recordings()).toMatchObject([{ id: lateRecording?.id, messageCount: 3 }]);
  });

  test('imported messages keep their own times; the record says when it was made', async () => {
    const message = await says('2024-05-01T10:00:00Z', { origin: 'import' });
    await about(message, ['C1']);

    await process(message);

    expect(await recordings()).toMatchObject([
      { occurredFrom: message.at, recordedAt: now, dueAt: new Date('2024-05-03T22:59:59Z') },
    ]);
  });
});

describe('each child has a separate record (CR1.2)', () => {
  test('a message about siblings is on each child’s record, with each child’s own worker', async () => {
    const message = await says('2026-03-12T13:40:00Z');
    await about(message, ['C2', 'C1']);

    await process(message);

    const [one, two] = await recordings();
    expect([one, two]).toMatchObject([
      { caseNumber: 'C1', caseNumbers: ['C1', 'C2'], workerId: 'W1' },
      { caseNumber: 'C2', caseNumbers: ['C1', 'C2'], workerId: 'W2' },
    ]);
    expect(one?.exchangeId).toBe(two?.exchangeId);
  });

  test('messages about one child and about both are different exchanges', async () => {
    const one = await says('2026-03-12T13:40:00Z');
    const both = await says('2026-03-12T13:45:00Z');
    await about(one, ['C1']);
    await about(both, ['C1', 'C2']);

    await process(one, both);

    expect(await onRecord()).toEqual([
      ['C1', [one.id]],
      ['C1', [both.id]],
      ['C2', [both.id]],
    ]);
  });
});

describe('where there may be risk of significant harm: within 24 hours (CR4.1b)', () => {
  test('an urgent message gives the shorter deadline, from when it came', async () => {
    const first = await says('2026-03-12T08:00:00Z');
    const urgent = await says('2026-03-12T09:00:00Z');
    for (const message of [first, urgent]) await about(message, ['C1']);
    await aFlag(database(), urgent);

    await process(first, urgent);

    expect(await recordings()).toMatchObject([
      { urgentAt: urgent.at, dueAt: new Date('2026-03-13T09:00:00Z') },
    ]);
  });

  test('a flag that comes later shortens the deadline, and nothing ever extends it', async () => {
    const message = await says('2026-03-12T08:00:00Z');
    await about(message, ['C1']);
    await process(message);
    await aFlag(database(), message);

    await process(message);
    const later = await says('2026-03-12T09:00:00Z');
    await about(later, ['C1']);
    await aFlag(database(), later);
    await process(later);

    expect(await recordings()).toMatchObject([
      { urgentAt: message.at, dueAt: new Date('2026-03-13T08:00:00Z') },
    ]);
  });

  test('a flag for a manager’s review does not shorten it', async () => {
    const message = await says('2026-03-12T08:00:00Z');
    await about(message, ['C1']);
    await aFlag(database(), message, { severity: 'review' });

    await process(message);

    expect(await recordings()).toMatchObject([{ urgentAt: null }]);
  });
});

describe('who is asked', () => {
  test('the lead on the day of the first message, not today’s', async () => {
    await aChild(database(), 'C10');
    await anAllocation(database(), 'W2', 'C10', { from: '2025-01-01', to: '2026-03-11' });
    await anAllocation(database(), 'W1', 'C10', { from: '2026-03-12' });
    await anAllocation(database(), 'W9', 'C10', { role: 'co-worker' });
    const lastDay = await says('2026-03-11T23:30:00Z');
    await about(lastDay, ['C10']);

    await process(lastDay);

    expect(await recordings()).toMatchObject([{ workerId: 'W2' }]);
  });

  test('a co-worker before duty, then the official number’s worker, then nobody: the managers’ queue', async () => {
    await aChild(database(), 'C11');
    await anAllocation(database(), 'W2', 'C11', { role: 'duty' });
    await anAllocation(database(), 'W9', 'C11', { role: 'co-worker' });
    await database().prisma.officialNumber.create({
      data: { address: '+447700900011', channel: 'sms', team: 'North', workerId: 'W9', label: 'x' },
    });
    const coWorker = await says('2026-03-11T08:00:00Z');
    const own = await says('2026-03-11T09:00:00Z', { officialNumber: '+447700900011' });
    const nobody = await says('2026-03-11T10:00:00Z');
    await about(coWorker, ['C11']);
    await about(own, ['C3']);
    await about(nobody, ['C3']);

    await process(coWorker, own, nobody);

    expect((await recordings()).map(({ workerId }) => workerId)).toEqual(['W9', 'W9', null]);
  });
});
