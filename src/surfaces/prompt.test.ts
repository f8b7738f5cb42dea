import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anAllocation } from '../../test/support/records.ts';
import {
  type ChatWorld,
  chatWorld,
  HELEN,
  PRIYA,
  TOM,
  theBrennansInChat,
} from '../../test/support/worker-surface.ts';
import type { Database } from '../database/client.ts';
import { insertNotice } from '../escalation/notice-store.ts';
import { keepSetting } from './setting-store.ts';

let database: Database;
let chat: ChatWorld;
let now: Date;
const at = (time: string) => {
  now = new Date(`2026-03-12T${time}:00Z`);
  return now.toISOString();
};

beforeEach(async () => {
  now = new Date('2026-03-12T15:00:00Z');
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  chat = chatWorld(database, () => now);
});

const UNCLEAR = 'zazu is sick again n wont go school';
const questionId = async () => {
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM open_question');
  return rows[0]?.id ?? '';
};

describe('one prompt per exchange', () => {
  test('a message from a family reaches the allocated worker alone, with words, and two are one prompt', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    await chat.prompt();
    await chat.text('can u call x', at('14:52'));
    await chat.prompt();
    await chat.prompt();
    expect(chat.posts).toHaveLength(2);
    expect(chat.standing(PRIYA)).toMatchObject([
      {
        replaces: 'ts-1',
        card: {
          kind: 'question',
          correspondence: { messages: [{ words: UNCLEAR }, { words: 'can u call x' }] },
        },
      },
    ]);
    expect(chat.standing(HELEN)).toEqual([]);
    expect(chat.standing(TOM)).toEqual([]);
    for (const { notification } of chat.posts)
      expect(notification).not.toMatch(/Kelly|Brennan|zazu/);
  });

  test('an answer takes the question’s place and offers its context: no second prompt follows', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    await chat.prompt();
    await chat.desk.answer(PRIYA, { questionId: await questionId(), caseNumbers: ['CT-2'] });
    await chat.prompt();
    expect(chat.standing(PRIYA)).toMatchObject([
      {
        card: {
          kind: 'done',
          heading: 'On Maisie Brennan’s record',
          recordings: [{ needsContext: true }],
        },
      },
    ]);
  });

  test('later messages about other children are threaded by conversation', async () => {
    await chat.text('Alfie fell off the wall, hes ok', at('09:00'));
    await chat.prompt();
    await chat.text('Maisie has a cough', at('14:00'));
    await chat.prompt();
    const [first, second] = chat.standing(PRIYA);
    expect(first).toMatchObject({ thread: null, card: { kind: 'context' } });
    expect(second).toMatchObject({
      thread: first?.reference,
      card: { child: { name: 'Maisie Brennan' } },
    });
  });

  test('what was imported waits in the inbox and chases nobody', async () => {
    await chat.text(UNCLEAR, at('14:51'), { origin: 'import' });
    expect(await questionId()).not.toBe('');
    await chat.prompt();
    expect(chat.posts).toEqual([]);
  });
});

describe('what happens elsewhere is seen in the chat', () => {
  test('completed by somebody else: the card says so', async () => {
    await chat.text('Alfie fell off the wall, hes ok', at('14:00'));
    await chat.prompt();
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM contact_recording');
    await chat.desk.completeContext(HELEN, rows[0]?.id ?? '', '1', { fact: 'Rang' });
    await chat.prompt();
    expect(chat.standing(PRIYA)).toMatchObject([
      { card: { kind: 'done', heading: 'Complete: Alfie Brennan' } },
    ]);
  });

  test('a correction removes the names from what was posted', async () => {
    await chat.text('Alfie fell off the wall, hes ok', at('14:00'));
    await chat.prompt();
    const { rows } = await database.pool.query<{ id: string; conversationId: string }>(
      'SELECT id, conversation_id AS "conversationId" FROM message',
    );
    const [message] = rows;
    if (!message) throw new Error('Nothing was kept.');
    at('15:00');
    await chat.desk.correct(PRIYA, {
      conversationId: message.conversationId,
      messageIds: [message.id],
      caseNumbers: ['CT-2'],
      reason: 'She means her brother’s friend',
    });
    await chat.prompt();
    const [moved, anew] = chat.standing(PRIYA);
    expect(moved).toMatchObject({ card: { kind: 'done', heading: 'Moved to another record' } });
    expect(JSON.stringify(moved?.card)).not.toMatch(/Alfie|CT-1/);
    expect(anew).toMatchObject({ card: { kind: 'context', child: { name: 'Maisie Brennan' } } });
    const breach = await database.pool.query('SELECT seen_by FROM breach_note');
    expect(breach.rows).toEqual([{ seen_by: ['P'] }]);
  });

  test('whoever is no longer allocated keeps no names in their chat', async () => {
    await chat.text('Alfie fell off the wall, hes ok', at('14:00'));
    await chat.prompt();
    await database.pool.query(`UPDATE allocation SET valid_to = '2026-03-11'`);
    await anAllocation(database, 'T', 'CT-1', { role: 'lead' });
    await chat.prompt();
    expect(JSON.stringify(chat.standing(PRIYA).map(({ card }) => card))).not.toMatch(/Alfie|CT-1/);
    expect(chat.standing(TOM)).toMatchObject([{ card: { kind: 'context' } }]);
  });

  test('whoever has left keeps no names in their chat', async () => {
    await chat.text('Alfie fell off the wall, hes ok', at('14:00'));
    await chat.prompt();
    await database.pool.query(`UPDATE worker SET valid_to = '2026-03-11' WHERE worker_id = 'P'`);
    await chat.prompt();
    expect(JSON.stringify(chat.standing(PRIYA).map(({ card }) => card))).not.toMatch(/Alfie|CT-1/);
  });
});

describe('content is the minimum', () => {
  test('where a team shows no words, a card says only that something waits', async () => {
    await keepSetting(
      database.pool,
      { surface: 'slack', team: 'North', channelId: null, words: 'nobody' },
      { workerId: 'A', at: now },
    );
    await chat.text(UNCLEAR, at('14:51'));
    await chat.prompt();
    const [post] = chat.standing(PRIYA);
    expect(post?.card).toMatchObject({
      kind: 'plain',
      heading: 'A new message from a family is waiting',
      act: { kind: 'question' },
    });
    expect(JSON.stringify(post)).not.toMatch(/Kelly|Alfie|zazu|07700/);
  });

  test('a manager who is not allocated is told without words', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    await chat.desk.askManager(PRIYA, await questionId());
    await chat.prompt();
    expect(chat.standing(HELEN)).toMatchObject([{ card: { kind: 'plain' } }]);
  });

  test('with nobody allocated or in post, the team’s channel hears without content, until somebody is', async () => {
    await keepSetting(
      database.pool,
      { surface: 'slack', team: 'North', channelId: 'C0NORTH', words: 'allocated' },
      { workerId: 'A', at: now },
    );
    await database.pool.query(`UPDATE worker SET valid_to = '2026-03-11' WHERE worker_id = 'P'`);
    await chat.text(UNCLEAR, at('14:51'));
    await chat.prompt();
    await chat.prompt();
    const [post] = chat.standing('C0NORTH');
    expect(post?.card).toMatchObject({
      kind: 'plain',
      heading: 'A new message from a family is waiting',
    });
    expect(JSON.stringify(post)).not.toMatch(/Kelly|Alfie|zazu|07700/);
    await anAllocation(database, 'T', 'CT-2', { role: 'lead' });
    await chat.prompt();
    expect(chat.standing('C0NORTH')).toMatchObject([{ card: { kind: 'done' } }]);
    expect(chat.standing(TOM)).toMatchObject([{ card: { kind: 'question' } }]);
  });
});

test('what oversight has to tell is told once, without content; whoever cannot be reached is passed over', async () => {
  const notice = (workerId: string) =>
    database.transaction((connection) =>
      insertNotice(connection, {
        itemId: randomUUID(),
        workerId,
        kind: 'urgent-given',
        path: '/oversight',
        at: now,
      }),
    );
  await notice('H');
  await notice('P');
  chat.answerNext(
    { outcome: 'posted', reference: '', thread: '' },
    { outcome: 'unreachable', words: 'Gone' },
  );
  await chat.prompt();
  await chat.prompt();
  expect(chat.posts).toMatchObject([
    {
      card: {
        kind: 'plain',
        heading: 'Urgent',
        act: { url: 'https://casethread.example/oversight' },
      },
    },
  ]);
  const { rows } = await database.pool.query(
    'SELECT outcome FROM staff_notice_outcome ORDER BY outcome',
  );
  expect(rows).toEqual([{ outcome: 'delivered' }, { outcome: 'failed' }]);
});

describe('a platform that is away', () => {
  const away = {
    outcome: 'not-now',
    words: 'Slack could not be reached.',
    retryAfterMs: null,
    credentials: false,
  } as const;
  const alarms = async () => {
    const { rows } = await database.pool.query(
      `SELECT kind, subject FROM alarm WHERE cleared_at IS NULL`,
    );
    return rows;
  };

  test('raises an alarm, loses nothing, catches up, and posts nothing twice', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    chat.answerNext(away, away);
    await chat.prompt();
    expect(await alarms()).toEqual([]);
    at('14:53');
    await chat.prompt();
    expect(await alarms()).toEqual([{ kind: 'surface-down', subject: 'slack' }]);
    at('14:56');
    await chat.prompt();
    await chat.prompt();
    expect(chat.posts).toMatchObject([{ triedBefore: true, card: { kind: 'question' } }]);
    expect(await alarms()).toEqual([]);
  });

  test('a try that came to no known end is looked for before it is repeated, under the same key', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    chat.answerNext('throws');
    await chat.prompt();
    at('14:53');
    await chat.prompt();
    const id = await questionId();
    expect(chat.posts).toMatchObject([{ key: `question:${id}`, triedBefore: true }]);
  });

  test('refused credentials are an alarm at once; a pause that is asked for is kept', async () => {
    await chat.text(UNCLEAR, at('14:51'));
    chat.answerNext({ ...away, credentials: true });
    await chat.prompt();
    expect(await alarms()).toEqual([{ kind: 'surface-down', subject: 'slack' }]);
    at('14:52');
    chat.answerNext({ ...away, retryAfterMs: 120_000 });
    await chat.prompt();
    at('14:53');
    await chat.prompt();
    expect(chat.posts).toEqual([]);
    at('14:55');
    await chat.prompt();
    expect(chat.posts).toHaveLength(1);
  });

  test('whoever cannot be reached stops nobody else’s prompts', async () => {
    await anAllocation(database, 'T', 'CT-2');
    await chat.text(UNCLEAR, at('14:51'));
    chat.answerNext({ outcome: 'unreachable', words: 'The account is gone.' });
    await chat.prompt();
    await chat.prompt();
    expect(chat.posts).toHaveLength(1);
  });
});
