// Whose message is it? Casethread asks, people answer, and a wrong answer is put right in sight of all.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { twilioSignature } from '../../src/simulator/sign.ts';
import {
  type Journey,
  startJourney,
  untilItSays,
  untilReloadSays,
  wordsOf,
} from '../support/journey.ts';
import { GRACE, IDRIS, JOURNEY_PEOPLE, SOUTH_TEXTS, STRANGER } from '../support/journey-people.ts';

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'of-a-journey' };
const WALK = { timeout: 90_000 };

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ people: JOURNEY_PEOPLE, env: ACCOUNT });
});
afterAll(() => journey?.close());

async function completeWith(page: Page, fact: string): Promise<void> {
  await page.getByLabel('What happened').check();
  await page.getByLabel('Facts', { exact: true }).fill(fact);
  await page.getByRole('button', { name: 'Save and complete' }).click();
  await untilItSays(page, 'Complete. Your words are on the record.');
}

test(
  'a text that names nobody is asked about, goes on each child’s record, and a wrong child is put right with a reason',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    const phone = await journey.phone(GRACE);
    await phone.write('they both loved the swimming lesson');

    await untilReloadSays(worker, 'Kwame, Osian or Nia?');
    await worker.getByRole('link', { name: 'Grace Mensah' }).click();
    const boxes = worker.getByRole('group', { name: 'Select every child it is about' });
    expect(await boxes.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Select a child, or choose one of the other answers');
    await worker.getByLabel('Osian Mensah').check();
    await worker.getByLabel('Nia Mensah').check();
    await worker.getByRole('button', { name: 'Save' }).click();

    await untilItSays(worker, 'Kept on the record of Osian Mensah and Nia Mensah.');
    await completeWith(worker, 'Osian swam a whole length.');
    await worker.goto('/inbox');
    await worker.getByRole('link', { name: 'Nia Mensah' }).click();
    await completeWith(worker, 'Nia put her head under water.');
    const wrongRecord = worker.url();
    expect(await wordsOf(worker)).not.toContain('Osian swam');

    await worker.getByRole('link', { name: 'Wrong child?' }).click();
    await untilItSays(worker, 'They are on the record of Osian Mensah and Nia Mensah now.');
    await worker.getByLabel('Kwame Mensah').check();
    await worker.getByLabel('Osian Mensah').check();
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Give a reason');
    await worker.getByLabel('Why are they on the wrong record?').fill('Nia does not swim yet.');
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Kept on the record of Kwame Mensah and Osian Mensah.');
    expect(await wordsOf(worker)).toContain('they both loved the swimming lesson');

    await worker.goto(wrongRecord);
    await untilItSays(worker, 'Moved to another record');
    const marker = await wordsOf(worker);
    expect(marker).toContain(
      '1 message was put here by mistake and moved on 12 March 2026 by Dev Patel',
    );
    expect(marker).not.toContain('swimming');
    expect(marker).not.toContain('head under water');
    const notes = await journey.database.prisma.breachNote.findMany();
    expect(notes).toMatchObject([
      { caseNumber: 'C3', reason: 'Nia does not swim yet.', seenBy: ['W1'], openedBy: 'W1' },
    ]);
  },
);

test(
  'an unknown number reaches the manager of the number’s team, and nobody else can open it',
  WALK,
  async () => {
    const phone = await journey.phone(STRANGER);
    await phone.write('Is this the right number for Owen?', `sms ${SOUTH_TEXTS}`);

    const manager = await journey.signIn('Owen Hart');
    await untilReloadSays(manager, 'Unknown number 07700 900999');
    await manager.getByRole('link', { name: 'Unknown number 07700 900999' }).click();
    await untilItSays(manager, 'Is this the right number for Owen?');
    const address = manager.url();

    for (const name of ['Ann Rowe', 'Sian Cole', 'Dev Patel']) {
      const other = await journey.signIn(name);
      await other.goto('/inbox');
      expect(await wordsOf(other), name).not.toContain('07700 900999');
      const refused = await other.goto(address);
      expect(refused?.status(), name).toBe(404);
      expect(await wordsOf(other), name).not.toContain('right number');
    }
  },
);

test('a message to a number that nobody registered reaches all managers', WALK, async () => {
  const path = '/webhooks/twilio/messages';
  const parameters = {
    AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
    Body: 'Hello? I was given this number',
    From: '+447700900990',
    MessageSid: `SM${randomUUID().replaceAll('-', '')}`,
    NumMedia: '0',
    To: '+447700900888',
  };
  const answer = await fetch(journey.url + path, {
    method: 'POST',
    headers: {
      'x-twilio-signature': twilioSignature(
        ACCOUNT.TWILIO_AUTH_TOKEN,
        journey.url + path,
        parameters,
      ),
    },
    body: new URLSearchParams(parameters),
  });
  expect(answer.ok).toBe(true);

  for (const name of ['Ann Rowe', 'Owen Hart']) {
    const manager = await journey.signIn(name);
    await untilReloadSays(manager, 'Unknown number 07700 900990');
    expect(await wordsOf(manager)).toContain('07700 900888, which is not ours');
  }
  const worker = await journey.signIn('Dev Patel');
  expect(await wordsOf(worker)).not.toContain('07700 900990');
});

test(
  'what is not casework needs a reason, and an urgent message goes to the manager',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    const phone = await journey.phone(IDRIS);
    await phone.write('sorry wrong person, meant for my sister');
    await untilReloadSays(worker, 'meant for my sister');
    await worker.getByRole('link', { name: 'Idris Khan' }).click();
    await worker.getByRole('checkbox', { name: 'Not casework' }).check();
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Give a reason');
    await worker.getByLabel('Why is it not casework?').fill('She meant to write to her sister.');
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Kept as not casework, with your reason.');

    await phone.write('he hit her again last night, there is blood everywhere');
    await untilReloadSays(worker, 'Urgent (1)');
    await worker.getByRole('link', { name: 'Idris Khan' }).click();
    await worker.getByRole('checkbox', { name: 'Not casework' }).check();
    await worker.getByLabel('Why is it not casework?').fill('It is about a film.');
    await worker.getByRole('button', { name: 'Save' }).click();
    await untilItSays(worker, 'Kept, and passed to your manager. You stay named as the worker.');

    const manager = await journey.signIn('Ann Rowe');
    await untilReloadSays(manager, 'Dev Patel says that it is not casework: It is about a film.');
    await manager.getByRole('link', { name: 'Idris Khan' }).click();
    await untilItSays(manager, 'blood everywhere');
    await manager.getByRole('checkbox', { name: 'Not casework' }).check();
    await manager.getByLabel('Why is it not casework?').fill('I rang her: it was a film.');
    await manager.getByRole('button', { name: 'Save' }).click();
    await untilItSays(manager, 'Kept as not casework, with your reason.');

    const exported = await journey.command('export', 'messages');
    const film = exported
      .split('\n')
      .filter((line) => line.includes('blood everywhere'))
      .map((line) => JSON.parse(line));
    expect(film[0].flags).toContainEqual(expect.objectContaining({ severity: 'urgent' }));
    expect(film).toMatchObject([{ attribution: { state: 'not-casework', decidedBy: 'M1' } }]);
  },
);
