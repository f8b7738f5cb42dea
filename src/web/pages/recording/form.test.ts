import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE } from '../../../../test/support/brennans.ts';
import { event, recordingWorld } from '../../../../test/support/recording-page.ts';

const { world, says, recordingOf, statementsOf } = recordingWorld();

describe('nothing typed is lost, and nothing is completed twice', () => {
  test('errors are said in the summary and at the field, and what was typed stays', async () => {
    const { priya } = world();
    await says('hes ok', '13:40');
    const { path } = await recordingOf();

    const answer = await priya.post(path, {
      seen: '1',
      add: 'hearsay',
      hearsay: 'He fell at the park',
      ...event,
      'when-year': '2027',
      summary: '',
    });

    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<title>Error: Contact recording – Alfie Brennan – Casethread/);
    for (const field of ['source', 'when-day', 'summary']) {
      expect(answer.html).toContain(`href="#${field}"`);
      expect(answer.html).toContain(`id="${field}"`);
    }
    expect(answer.text).toContain('Say who told you');
    expect(answer.text).toContain('Date it happened must be today or in the past');
    expect(answer.html).toContain('He fell at the park</textarea>');
  });

  test('Save and finish later keeps a draft for this worker alone', async () => {
    const { database, server, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();

    const answer = await priya.post(path, { seen: '1', opinion: 'He is settled', finish: 'later' });

    expect(answer.location).toBe('/recordings');
    expect((await priya.get(path)).html).toContain('He is settled</textarea>');
    const tom = await server.signIn('W-TOM');
    expect((await tom.get(path)).html).not.toContain('He is settled');
    expect(await statementsOf(id)).toEqual([]);
    await priya.post(path, { seen: '1', opinion: 'He is settled at home' });
    expect(await database.prisma.draft.count({ where: { subjectId: id } })).toBe(0);
  });

  test('somebody else was first: their words stand, and mine can be added', async () => {
    const { server, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const tom = await server.signIn('W-TOM');
    await priya.post(path, { seen: '1', fact: 'I rang Kelly.' });

    const late = await tom.post(path, { seen: '1', fact: 'I met Kelly.' });

    expect(late.text).toContain(
      'Priya Nair completed this at 2:31pm on the web. What you wrote is below, so that you can add it.',
    );
    expect(late.html).toContain('I met Kelly.</textarea>');
    const nothing = await tom.post(path, { seen: '1', adds: 'yes' });
    expect(nothing.text).toContain('Tick what you want to add');
    await tom.post(path, { seen: '1', adds: 'yes', fact: 'I met Kelly.' });
    expect((await statementsOf(id)).map(({ author, text }) => `${author}: ${text}`)).toEqual([
      'W-PRIYA: I rang Kelly.',
      'W-TOM: I met Kelly.',
    ]);
  });

  test('the button pressed twice is one completion', async () => {
    const { database, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const words = { seen: '1', fact: 'I rang Kelly.', ...event };

    const answers = await Promise.all([priya.post(path, words), priya.post(path, words)]);

    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await statementsOf(id)).toHaveLength(1);
    expect(await database.prisma.significantEvent.count({ where: { recordingId: id } })).toBe(1);
  });

  test('a message that came while the worker wrote is read before anything is completed', async () => {
    const { priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    await says('actually hes not', '13:45');

    const answer = await priya.post(path, { seen: '1', fact: 'I rang Kelly.' });

    expect(answer.status).toBe(422);
    expect(answer.text).toContain('1 new message came while you were writing.');
    expect(answer.text).toContain('actually hes not');
    expect(answer.html).toContain('name="seen" value="2"');
    expect(await statementsOf(id)).toEqual([]);
  });
});

describe('the form in a browser', () => {
  test('boxes appear when ticked, and what is unticked again is not sent', async () => {
    const { server, browser, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies([priya.cookie()]);
    const page = await context.newPage();
    await page.goto(server.url + path);

    expect(await page.getByLabel('Facts').isVisible()).toBe(false);
    await page.getByLabel('What happened').check();
    await page.getByLabel('Facts').fill('I rang Kelly.');
    await page.getByLabel('What I think').check();
    await page.getByLabel('Opinion').fill('Not for the record');
    await page.getByLabel('What I think').uncheck();
    await page.getByRole('button', { name: 'Save and complete' }).click();
    await page.getByText('Your words are on the record').waitFor();
    await context.close();

    expect(await statementsOf(id)).toMatchObject([{ kind: 'fact', text: 'I rang Kelly.' }]);
  });

  test('without scripts every box shows, and the form does its work', async () => {
    const { server, browser, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies([priya.cookie()]);
    const page = await context.newPage();
    await page.goto(server.url + path);

    await page.getByLabel('Facts').fill('I rang Kelly.');
    await page.getByRole('button', { name: 'Save and complete' }).click();
    await page.getByText('Your words are on the record').waitFor();
    await context.close();

    expect(await statementsOf(id)).toHaveLength(1);
  });

  test('is usable by everyone: to fill in, with errors, and complete with a form to add', async () => {
    const { server, browser, priya } = world();
    await says('Marcus smacked him', '13:40', [ALFIE, MAISIE], { urgent: true });
    const { path } = await recordingOf();

    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
    await priya.post(path, { seen: '1', fact: 'I rang the police.', ...event });
    await expectAccessible(browser, `${server.url + path}?add=context`, { cookie: priya.cookie() });
  });
});
