import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import {
  aCorrection,
  anExchange,
  aPlan,
  aQuestion,
  FRIDAY,
} from '../../../../test/support/supervision.ts';
import { childPage } from '../child/index.ts';
import { contactPlanPage } from '../contact-plan/index.ts';
import { recordingPage } from '../recording/index.ts';
import { supervisionPage } from './index.ts';

const nation = 'england-and-wales';
const PATH = '/supervision/W-PRIYA';
const HARM = { severity: 'urgent', evidence: ['smacked him'] };

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let helen: Client;
let now: Date;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  testing = await createTestDatabase();
  now = FRIDAY;
  await theBrennans(testing.database);
  server = await startTestServer({
    database: testing.database,
    clock: () => now,
    pages: [supervisionPage, childPage({ nation }), contactPlanPage, recordingPage({ nation })],
  });
  helen = await server.signIn('W-HELEN');
  return async () => {
    await server.close();
    await testing.drop();
  };
});

/** The name of the line that is open on a page. */
const openName = (html: string) =>
  /name="line" value="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** Decides whichever line is open. */
async function decideOpen(fields: Record<string, string>, client = helen, from = PATH) {
  const { html } = await client.get(from);
  return client.post(PATH, { line: openName(html), ...fields }, { from });
}

describe('supervision is an agenda that writes itself and can be finished (CV6b)', () => {
  test('the agenda holds what is flagged, overdue, corrected, due for review and not yet allocated', async () => {
    const { database } = testing;
    await anExchange(database, '2026-03-12T13:40:00Z', { flag: HARM });
    await anExchange(database, '2026-03-02T09:00:00Z', { caseNumbers: [MAISIE] });
    await aCorrection(database, '2026-02-05T09:05:00Z');
    await aPlan(database);
    await aQuestion(database, '2026-03-12T11:06:00Z');

    const list = await helen.get('/supervision');
    const { text } = await helen.get(PATH);

    expect(list.text).toContain('Priya Nair Social worker, North No supervision on file yet.');
    expect(text).toContain('Supervision with Priya Nair 0 of 5 decided.');
    expect(text).toMatch(
      /Flagged 1\. Alfie Brennan: possible harm, 12 March 2026 To decide Kelly Brennan wrote “smacked him”\./,
    );
    expect(text).toMatch(
      /Overdue 2\. Maisie Brennan: texts with Kelly Brennan, mother, 2 March 2026, not written up To decide It was due Wednesday 4 March 2026/,
    );
    expect(text).toMatch(
      /Corrections 3\. Alfie Brennan: correction to the recording of 5 February 2026 To decide “I saw him on Wednesday 4 March\.” should be “I saw him on Tuesday 3 March\.”/,
    );
    expect(text).toMatch(
      /Digital contact plans due for review 4\. Kelly Brennan, for Alfie Brennan and Maisie Brennan To decide Texts, Monday to Friday, 8am to 6pm\. Risks: Marcus Cole may see the phone\. Review was due 10 March 2026\./,
    );
    expect(text).toMatch(/Not yet allocated 5\. Kelly Brennan To decide 1 text on nobody’s record/);
    expect(text).toContain('Goes on Alfie’s record and on the supervision file.');
    expect(text).toContain('Save and go to line 2');
  });

  test('a decision is on the child’s record and the supervision file, and the next line opens', async () => {
    await anExchange(testing.database, '2026-03-12T13:40:00Z', {
      flag: HARM,
      caseNumbers: [ALFIE, MAISIE],
    });
    await aPlan(testing.database);

    const missing = await decideOpen({ decision: '', action: '' });
    const answer = await decideOpen({
      decision: 'Strategy discussion held yesterday.',
      action: 'Priya to visit today',
    });
    await helen.post(`${PATH}/finish`, {}, { from: PATH });

    expect(missing.status).toBe(422);
    expect(missing.text).toContain('Enter the decision');
    expect(answer.location).toMatch(/line=plan-due.*#line-2$/);
    for (const [caseNumber, other] of [
      [ALFIE, 'Maisie'],
      [MAISIE, 'Alfie'],
    ]) {
      const record = (await helen.get(`/children/${caseNumber}`)).text;
      const said = record.slice(record.indexOf('Supervision decisions'), record.indexOf('People'));
      expect(said).toContain('Possible harm, 12 March 2026');
      expect(said).toContain('Decision: Strategy discussion held yesterday.');
      expect(said).toContain('Who does what, by when: Priya to visit today');
      expect(said).toContain('Helen Marsh, manager, Friday 13 March 2026, 10:00am.');
      expect(said, 'no other child is named').not.toContain(other);
    }
    const page = await helen.get(PATH);
    expect(page.text).toContain('Past supervisions Friday 13 March 2026 . 1 decision, 1 line left');
    const href = /href="(\/supervision\/W-PRIYA\/[0-9a-f-]{36})"/.exec(page.html)?.[1] ?? '';
    const file = await helen.get(href);
    expect(file.text).toContain('Supervision file of Priya Nair Friday 13 March 2026');
    expect(file.text).toContain(
      '1. Alfie Brennan and Maisie Brennan: possible harm, 12 March 2026',
    );
    expect(file.text).toContain('Decision: Strategy discussion held yesterday.');
    expect(file.text).toContain('On the children’s records and the supervision file.');
  });

  test('lines left undecided come back next time, at the top; what was decided does not', async () => {
    await anExchange(testing.database, '2026-03-13T09:30:00Z', { flag: HARM });
    await aPlan(testing.database);
    await decideOpen({ decision: 'Talked through.' });
    await helen.post(`${PATH}/finish`, {}, { from: PATH });

    now = new Date('2026-03-13T16:00:00Z');
    helen = await server.signIn('W-HELEN'); // away too long
    await anExchange(testing.database, '2026-03-13T11:00:00Z', {
      flag: HARM,
      caseNumbers: [MAISIE],
    });
    const { text } = await helen.get(PATH);

    expect(text).toContain('0 of 2 decided. Last supervision 13 March 2026.');
    expect(text).toMatch(/From last time 1\. Kelly Brennan, for Alfie/);
    expect(text).toMatch(/Flagged 2\. Maisie Brennan: possible harm, 13 March 2026/);
  });

  test('a plan that was talked through goes on until its next review', async () => {
    await aPlan(testing.database);

    const wrong = await decideOpen({ decision: 'Plan continues.', review: '1/1/2020' });
    await decideOpen({ decision: 'Plan continues. Texts only.', review: '12/6/2026' });

    expect(wrong.text).toContain('Review date must be in the future');
    for (const caseNumber of [ALFIE, MAISIE]) {
      const { text } = await helen.get(`/children/${caseNumber}/contact-plan/P-KELLY`);
      expect(text).toContain('Review date 12 June 2026');
      expect(text).toContain('Helen Marsh, manager, Friday 13 March 2026');
    }
    expect((await helen.get(PATH)).text).toContain('1 of 1 decided.');
  });

  test('regular contact without a plan is asked about', async () => {
    for (const day of ['09', '10', '11']) {
      await anExchange(testing.database, `2026-03-${day}T09:00:00Z`);
    }

    const { text } = await helen.get(PATH);

    expect(text).toMatch(/Digital contact plans to make \d\. Kelly Brennan, for Alfie Brennan/);
  });

  test('what a manager made of a sample is talked through once; a lapse of conduct is not there', async () => {
    const { pool } = testing.database;
    for (const [day, result, category, note] of [
      ['12', 'nothing-missed', null, 'Clear and kind.'],
      ['11', 'missed', 'conduct', 'Much too familiar.'],
    ]) {
      const recordings = await anExchange(testing.database, `2026-03-${day}T09:00:00Z`);
      await pool.query(
        `WITH drawn AS (
           INSERT INTO sample (id, message_id, conversation_id, worker_id, week, drawn_at)
           SELECT gen_random_uuid(), m.id, m.conversation_id, 'W-PRIYA', '2026-03-09', m.occurred_at
           FROM recording_message rm JOIN message m ON m.id = rm.message_id
           WHERE rm.recording_id = $1 RETURNING id)
         INSERT INTO sample_result (sample_id, result, category, note, recorded_by, recorded_at)
         SELECT id, $2, $3, $4, 'W-HELEN', '2026-03-13T09:00:00Z' FROM drawn`,
        [recordings.get(ALFIE), result, category, note],
      );
    }

    const { text } = await helen.get(PATH);

    expect(text).toMatch(
      /Sample 1\. Alfie Brennan: texts with Kelly Brennan, mother, 12 March 2026 To decide Read by Helen Marsh on 13 March 2026\. Nothing missed\. “Clear and kind\.”/,
    );
    expect(text).not.toContain('familiar');
    await decideOpen({ decision: 'Shared with the team.' });
    await helen.post(`${PATH}/finish`, {}, { from: PATH });
    expect((await helen.get(PATH)).text).not.toContain('Clear and kind');
  });

  test('a line of one’s own goes on the child’s record too, and stays until it is decided', async () => {
    const empty = await helen.get(PATH);
    expect(empty.text).toContain('Nothing to discuss from Casethread. Add a line of your own .');

    const without = await helen.post(`${PATH}/add`, { about: '', child: '' });
    await helen.post(`${PATH}/add`, { about: 'Summer holiday plans', child: MAISIE });
    await helen.post(`${PATH}/finish`, {}, { from: PATH });
    const again = await helen.get(PATH);
    await decideOpen({ decision: 'Priya asks Kelly by Friday.' });

    expect(without.text).toContain('Say what it is about');
    expect(again.text).toMatch(/From last time 1\. Maisie Brennan: Summer holiday plans/);
    const record = await helen.get(`/children/${MAISIE}`);
    expect(record.text).toContain('Summer holiday plans Decision: Priya asks Kelly by Friday.');
    expect((await helen.get(`/children/${ALFIE}`)).text).not.toContain('Summer holiday');
  });

  test('a record shows the newest three decisions and leads to all of them', async () => {
    const record = `/children/${MAISIE}`;
    const link = 'See all supervision decisions';
    for (const about of ['School', 'Health', 'Holiday', 'Bedtime']) {
      expect((await helen.get(record)).text).not.toContain(link);
      now = new Date(now.getTime() + 60_000);
      await helen.post(`${PATH}/add`, { about, child: MAISIE }, { from: PATH });
      expect((await helen.get(PATH)).text).toContain(`Maisie Brennan: ${about}`);
      const decided = await decideOpen({ decision: `${about}: agreed.` });
      expect(decided.status).toBe(303);
    }

    const { html, text } = await helen.get(record);
    expect(text).toContain(link);
    const shown = ['School', 'Health', 'Holiday', 'Bedtime'].filter((about) =>
      text.includes(`Decision: ${about}: agreed.`),
    );
    expect(shown).toEqual(['Health', 'Holiday', 'Bedtime']);
    expect(html).toContain(`href="${record}/supervision"`);
    const all = await helen.get(`${record}/supervision`);
    expect(all.text).toContain('Decision: School: agreed.');
  });
});

describe('a correction is agreed in supervision, on the recording too (CR4.5b)', () => {
  test('agreeing on the agenda is the decision on the record', async () => {
    const { recordingId } = await aCorrection(testing.database, '2026-02-05T09:05:00Z');

    const unchosen = await decideOpen({ decision: '' });
    await decideOpen({ agreed: 'yes', decision: 'Priya to tell Dr Amy Lunn.' });

    expect(unchosen.text).toContain('Choose a decision');
    const page = await helen.get(PATH);
    expect(page.text).toContain('Decision: Correction agreed. Priya to tell Dr Amy Lunn.');
    const recording = await helen.get(`/children/${ALFIE}/recordings/${recordingId}`);
    expect(recording.text).toContain('Correction Agreed I saw him on Tuesday 3 March.');
    expect(recording.text).toContain('Agreed by Helen Marsh, manager');
  });

  test('one that was decided on its recording meanwhile is not decided twice', async () => {
    const { recordingId } = await aCorrection(testing.database, '2026-02-05T09:05:00Z');
    const { html } = await helen.get(PATH);
    const { rows } = await testing.database.pool.query<{ id: string }>(
      'SELECT id FROM statement WHERE recording_id = $1 AND corrects_id IS NOT NULL',
      [recordingId],
    );
    await helen.post(`/children/${ALFIE}/recordings/${recordingId}/corrections/${rows[0]?.id}`, {
      agreed: 'no',
      reason: 'The school’s note says Wednesday.',
    });

    const answer = await helen.post(
      PATH,
      { line: openName(html), agreed: 'yes', decision: '' },
      { from: PATH },
    );

    expect(answer.location).toBe(PATH);
    expect((await helen.get(PATH)).text).toContain('That line is no longer on the agenda.');
  });
});

test('two people at once: the second is shown the first’s decision, and can add to it', async () => {
  await aWorker(testing.database, 'W-SAM', { name: 'Sam Idle', role: 'manager' });
  await anExchange(testing.database, '2026-03-12T13:40:00Z', { flag: HARM });
  const sam = await server.signIn('W-SAM');
  const { html } = await sam.get(PATH);
  await decideOpen({ decision: 'Strategy discussion.' });

  const second = await sam.post(
    PATH,
    { line: openName(html), decision: 'Section 47 enquiry.', action: '' },
    { from: PATH },
  );

  expect(second.text).toContain(
    'Helen Marsh decided this at 10:00am: Strategy discussion. Your words are below.',
  );
  expect(second.html).toContain('Section 47 enquiry.');
  const address = /action="([^"]+\/decisions\/[^"]+)"/.exec(second.html)?.[1] ?? '';
  await sam.post(address, { decision: 'Section 47 enquiry.', action: '' }, { from: PATH });
  const { text } = await helen.get(PATH);
  expect(text).toContain('Decision: Strategy discussion.');
  expect(text).toContain('Added: Section 47 enquiry. Sam Idle, manager');
});

describe('who may see a supervision file', () => {
  test('the worker sees their own lines and decisions, and decides nothing', async () => {
    await anExchange(testing.database, '2026-03-12T13:40:00Z', { flag: HARM });
    await aPlan(testing.database);
    await decideOpen({ decision: 'Strategy discussion.' });
    const priya = await server.signIn('W-PRIYA');

    expect((await priya.get('/supervision')).location).toBe(PATH);
    const { text, html } = await priya.get(PATH);
    const { html: hers } = await helen.get(PATH);
    const pressed = await priya.post(PATH, { line: openName(hers), decision: 'Mine' });

    expect(text).toContain('Your supervision 1 of 2 decided.');
    expect(text).toContain('Decision: Strategy discussion.');
    expect(html).not.toContain('name="decision"');
    expect(pressed.status).toBe(404);
    expect((await priya.get('/supervision/W-TOM')).status).toBe(404);
  });

  test('a manager of managers sees theirs; another team’s manager, and an auditor, do not', async () => {
    const { database } = testing;
    await aWorker(database, 'W-HEAD', { name: 'Joan Head', role: 'manager', team: 'Service' });
    await database.pool.query(
      `UPDATE worker SET manager_id = 'W-HEAD' WHERE worker_id = 'W-HELEN'`,
    );
    await aWorker(database, 'W-AUDIT', { name: 'Ada Auditor', role: 'auditor', team: 'Audit' });
    const [head, far, auditor] = await Promise.all(
      ['W-HEAD', 'W-FAR', 'W-AUDIT'].map((id) => server.signIn(id)),
    );

    expect((await head?.get('/supervision'))?.text).toMatch(
      /Helen Marsh Manager, North.*Priya Nair/,
    );
    expect((await head?.get(PATH))?.status).toBe(200);
    expect((await far?.get(PATH))?.status).toBe(404);
    expect((await auditor?.get(PATH))?.status).toBe(403);
    expect((await helen.get('/supervision/W-HEAD')).status).toBe(404);
  });

  test('what is flagged in a worker’s own words never reaches a page they read', async () => {
    const recordings = await anExchange(testing.database, '2026-03-12T13:40:00Z');
    const { rows } = await testing.database.pool.query<{ id: string }>(
      `SELECT message_id AS id FROM recording_message WHERE recording_id = $1`,
      [recordings.get(ALFIE)],
    );
    await testing.database.pool.query(
      `INSERT INTO message SELECT gen_random_uuid(), nextval('message_sequence_seq'), channel,
         'out-1', conversation_id, delivery_id, kind, 'outbound', official_number, counterpart,
         author, 'W-PRIYA', 'dont be so stupid', profile_name, in_reply_to, sent_at, received_at,
         occurred_at, recorded_at, origin, media_count, sha256 FROM message WHERE id = $1`,
      [rows[0]?.id],
    );
    await testing.database.pool.query(
      `INSERT INTO recording_message (recording_id, message_id, attribution_id)
       SELECT $1, id, gen_random_uuid() FROM message WHERE external_id = 'out-1'`,
      [recordings.get(ALFIE)],
    );
    await testing.database.pool.query(
      `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
       SELECT gen_random_uuid(), id, conversation_id, 'conduct', 'review', '{stupid}', 'c@1', occurred_at
       FROM message WHERE external_id = 'out-1'`,
    );

    expect((await helen.get(PATH)).text).not.toContain('stupid');
  });
});

test('supervision can be used by everyone', { timeout: 240_000 }, async () => {
  await anExchange(testing.database, '2026-03-12T13:40:00Z', { flag: HARM });
  await aCorrection(testing.database, '2026-02-05T09:05:00Z');
  await aPlan(testing.database);
  await decideOpen({ decision: 'Strategy discussion.' });

  for (const path of ['/supervision', PATH, `${PATH}/add`]) {
    await expectAccessible(browser, server.url + path, { cookie: helen.cookie() });
  }
});
