// What a family sends, from their phone to the record and out again. Everything is real but the network.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { housePhoto } from '../../src/simulator/photo.ts';
import type { FakeMessage } from '../fakes/twilio/message.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  type FakeTwilio,
  fakeMedia,
  startFakeTwilio,
} from '../fakes/twilio/server.ts';
import {
  type Journey,
  startJourney,
  untilItSays,
  untilReloadSays,
  wordsOf,
} from '../support/journey.ts';
import { AILSA, JOURNEY_PEOPLE, MEGAN } from '../support/journey-people.ts';

let twilio: FakeTwilio;
let journey: Journey;
const WALK = { timeout: 90_000 };

beforeAll(async () => {
  twilio = await startFakeTwilio();
  const env = {
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_API_BASE_URL: twilio.url,
  };
  journey = await startJourney({ people: JOURNEY_PEOPLE, env });
});
afterAll(async () => {
  await journey?.close();
  await twilio?.close();
});

const WORDS = 'Harri had his hearing test today. The school says he reads well now.';
const CHRONOLOGY = 'Harri’s hearing was tested and is good.';

function exported(lines: string) {
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test(
  'a mother’s text reaches the child’s record, is completed, and every export tells the same',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    await untilItSays(worker, 'Nothing is waiting for you.');

    const phone = await journey.phone(MEGAN);
    await phone.write(WORDS);
    await phone.screen.getByText(/Answered 2\d\d in \d+ milliseconds?, kept as K\d+/).waitFor();

    // The inbox offers it by itself: the page is not loaded again.
    await worker.evaluate(() => Object.assign(window, { sameDocument: true }));
    await worker.getByRole('link', { name: 'Show what is new' }).click();
    await worker.getByRole('link', { name: 'Harri Lloyd' }).waitFor();
    expect(await worker.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(await wordsOf(worker)).toContain('1 text with Megan Lloyd, mother');

    await worker.getByRole('link', { name: 'Harri Lloyd' }).click();
    await untilItSays(worker, WORDS);
    const head = await worker.getByRole('region', { name: 'Whose record this is' }).innerText();
    expect(head).toMatch(/Harri Lloyd[\s\S]*Born 2 November 2014[\s\S]*Case C4/);
    expect(await wordsOf(worker)).toContain('Kept — safe to delete from your device');

    await worker.getByLabel('What happened').check();
    await worker
      .getByLabel('Facts', { exact: true })
      .fill('I rang the clinic: both ears are good.');
    await worker.getByLabel('What I was told').check();
    await worker.getByLabel('Who told you?').fill('Megan Lloyd, mother');
    await worker.getByLabel('What they said').fill('Harri reads well at school.');
    await worker.getByLabel('What I think').check();
    await worker.getByLabel('Opinion', { exact: true }).fill('Megan follows up what was agreed.');
    await worker.getByLabel('Yes, add it to Harri’s chronology').check();
    await worker.getByLabel('Day').fill('12');
    await worker.getByLabel('Month').fill('3');
    await worker.getByLabel('Year').fill('2026');
    await worker.getByLabel('Wording for the chronology').fill(CHRONOLOGY);
    await worker.getByRole('button', { name: 'Save and complete' }).click();

    await untilItSays(worker, 'Complete. Your words are on the record.');
    expect(await wordsOf(worker)).toMatch(
      /What happened \(fact\).*What I was told \(hearsay\), from Megan Lloyd, mother.*What I think \(opinion\)/,
    );
    await worker.getByRole('link', { name: 'See it in the chronology' }).click();
    await untilItSays(worker, CHRONOLOGY);
    expect(await wordsOf(worker)).not.toContain(WORDS);

    const [message] = exported(await journey.command('export', 'messages', '--case', 'C4'));
    const [recording] = exported(await journey.command('export', 'recordings', '--case', 'C4'));
    const [entry] = exported(await journey.command('export', 'chronology', '--case', 'C4'));
    expect(message).toMatchObject({
      body: WORDS,
      counterpart: MEGAN.address,
      contactId: 'P2',
      attribution: { state: 'attributed', caseNumbers: ['C4'], decidedBy: 'system' },
      marking: 'OFFICIAL-SENSITIVE',
    });
    expect(recording).toMatchObject({
      caseNumber: 'C4',
      name: 'Harri Lloyd',
      dateOfBirth: '2014-11-02',
      parentalResponsibility: ['Megan Lloyd'],
      state: 'complete',
      messages: [message.id],
      significantEvent: true,
      workerId: 'W1',
    });
    expect(
      recording.statements.map((each: { kind: string; source: string | null }) => [
        each.kind,
        each.source,
      ]),
    ).toEqual([
      ['fact', null],
      ['hearsay', 'Megan Lloyd, mother'],
      ['opinion', null],
    ]);
    expect(entry).toMatchObject({
      caseNumber: 'C4',
      summary: CHRONOLOGY,
      recordingId: recording.id,
      author: 'W1',
    });

    const officer = await journey.signIn('Kofi Boateng');
    await officer.goto('/audit');
    await officer.getByLabel('Case number').fill('C4');
    await officer.getByRole('button', { name: 'Search the audit' }).click();
    await untilItSays(officer, 'Dev Patel completed a recording');
    const audit = await wordsOf(officer);
    expect(audit).toContain('Dev Patel looked at a recording');
    expect(audit).toContain('Dev Patel looked at a chronology');
    expect(audit).toContain('exported');
    expect(audit).not.toContain('hearing');
  },
);

test(
  'a photo by WhatsApp is not to be deleted until it is stored, and then it is safe',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    const phone = await journey.phone(MEGAN);
    await phone.sendPhoto('Harri with his certificate');
    await untilReloadSays(worker, '1 WhatsApp message with 1 attachment with Megan Lloyd, mother');
    await worker.getByRole('link', { name: 'Harri Lloyd' }).first().click();
    await untilItSays(worker, 'Kept — do not delete yet. Photo is being fetched.');
    expect(await wordsOf(worker)).not.toContain('safe to delete');

    twilio.hold(theRequestedPhoto());

    await untilReloadSays(worker, 'Kept — safe to delete from your device');
    const photo = worker.getByRole('img', { name: 'Photo from Megan Lloyd' });
    await photo.scrollIntoViewIfNeeded();
    await expect.poll(() => photo.evaluate(widthOf)).toBeGreaterThan(0);
    const [, message] = exported(await journey.command('export', 'messages', '--case', 'C4'));
    expect(message.media).toMatchObject([{ contentType: 'image/png', state: 'stored' }]);
  },
);

/** What the product has asked the provider for, and did not get yet. */
function theRequestedPhoto(): Partial<FakeMessage> {
  const asked = /Messages\/(\w+)\/Media\/(\w+)$/;
  const [, sid = '', mediaSid = ''] =
    twilio.requests.map(({ line }) => asked.exec(line)).findLast((found) => found) ?? [];
  const bytes = housePhoto(1);
  return { sid, media: [fakeMedia({ sid: mediaSid, contentType: 'image/png', bytes })] };
}

const widthOf = (image: Element) => (image instanceof HTMLImageElement ? image.naturalWidth : 0);

test(
  'a provider that delivers everything twice leaves one message, and a missed call is on the record',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    const phone = await journey.phone(AILSA);
    await phone.page.getByLabel('Deliver every message twice').check();
    await phone.page.getByRole('button', { name: 'Change' }).click();
    await untilItSays(phone.page, 'The provider behaves like that from now on.');

    await phone.write('Tomos slept right through the night.');
    await untilItSays(phone.page, 'Last message: sent twice, kept once');
    await phone.ring();

    await untilReloadSays(worker, 'Tomos Reid');
    await untilReloadSays(worker, '1 text and 1 call with Ailsa Reid, foster carer');
    await worker.getByRole('link', { name: 'Tomos Reid' }).click();
    const record = worker.getByRole('list').filter({ hasText: 'Tomos slept right through' });
    expect(await record.getByText('Tomos slept right through the night.').count()).toBe(1);
    await untilItSays(worker, 'Missed call');
    const messages = exported(await journey.command('export', 'messages', '--case', 'C5'));
    expect(messages.map(({ body }) => body)).toEqual([
      'Tomos slept right through the night.',
      'Missed call',
    ]);
  },
);
