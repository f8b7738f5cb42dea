import { beforeEach, describe, expect, test } from 'vitest';
import { aChild } from '../../../../test/support/records.ts';
import {
  type WhichChildWorld,
  whichChildWorld,
} from '../../../../test/support/which-child-page.ts';

let testing: WhichChildWorld['testing'];
let server: WhichChildWorld['server'];
let priya: WhichChildWorld['priya'];
let way: WhichChildWorld['way'];
let question: WhichChildWorld['question'];
let bear: WhichChildWorld['bear'];
let boops: WhichChildWorld['boops'];
let answer: WhichChildWorld['answer'];
let decisions: WhichChildWorld['decisions'];

beforeEach(async () => {
  ({ testing, server, priya, way, question, bear, boops, answer, decisions } =
    await whichChildWorld());
});

const UNKNOWN = '+447700900377';

describe('an answer', () => {
  test('puts the messages on the child’s record and leads to the recording', async () => {
    const address = await bear();

    const saved = await answer(address, { child: 'CT-2' });

    expect(saved.status).toBe(303);
    expect(saved.location).toMatch(/^\/children\/CT-2\/recordings\/[0-9a-f-]{36}$/);
    expect((await decisions()).at(-1)).toMatchObject({
      state: 'attributed',
      caseNumbers: ['CT-2'],
      method: 'worker-choice',
    });
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'answer' },
    });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-2'], subjectKind: 'question' }]);
  });

  test('can be several children: a recording on each one’s record', async () => {
    await answer(await bear(), { child: ['CT-1', 'CT-2'] });

    const recordings = await testing.database.prisma.contactRecording.findMany();
    expect(recordings.map(({ caseNumber }) => caseNumber).sort()).toEqual(['CT-1', 'CT-2']);
  });

  test('can teach the strange name, and then the name answers itself', async () => {
    const address = await boops();
    expect((await priya.get(address)).html).toContain('Kelly calls Maisie “Boops”. Remember this.');

    await answer(address, { child: 'CT-2', remember: ['CT-2~Boops', 'CT-1~Boops'] });
    await way.text('is Boops at school', '2026-03-20T10:00:00Z');

    const aliases = await testing.database.prisma.childAlias.findMany();
    expect(aliases).toMatchObject([{ caseNumber: 'CT-2', name: 'Boops', recordedBy: 'P' }]);
    expect((await decisions()).at(-1)).toMatchObject({
      state: 'attributed',
      caseNumbers: ['CT-2'],
    });
  });

  test('can teach a name that is an ordinary word, from the family’s own words and for one child', async () => {
    const address = await bear();

    const several = await answer(address, { child: ['CT-1', 'CT-2'], nickname: 'Bear' });
    const invented = await answer(address, { child: 'CT-2', nickname: 'Lion' });
    expect(several.text).toContain('Select the one child whose name it is');
    expect(invented.text).toContain('Enter a name that is in these messages');
    await answer(address, { child: 'CT-2', nickname: 'Bear' });

    const aliases = await testing.database.prisma.childAlias.findMany();
    expect(aliases).toMatchObject([{ caseNumber: 'CT-2', name: 'Bear' }]);
  });

  test('that is not given is asked for again, with what was selected kept', async () => {
    const address = await bear();

    const nothing = await answer(address, {});
    const both = await answer(address, { child: ['CT-1', 'none'], reason: 'x' });

    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain(
      'There is a problem Select a child, or choose one of the other answers',
    );
    expect(both.text).toContain('Select children, or one of the other answers, not both');
    expect(both.html).toMatch(/value="CT-1"\s*checked/);
  });

  test('can be a child found by name among those the worker may see', async () => {
    await aChild(testing.database, 'CT-8', { name: 'Tomos Elsewhere' });
    const address = await bear();

    const found = await answer(address, { child: 'other', search: 'tomos' });
    expect(found.text).toContain('Tomos Pugh 11 years old, born 30 November 2014, CT-9.');
    expect(found.text).not.toContain('Elsewhere');
    const nobody = await answer(address, { child: 'other', search: 'nobody' });
    expect(nobody.text).toContain('No child you can see has this name or case number');

    const saved = await answer(address, { child: 'CT-9' });
    expect(saved.location).toMatch(/^\/children\/CT-9\/recordings\//);
  });

  test('cannot be a child whom the worker may not see', async () => {
    await aChild(testing.database, 'CT-8', { name: 'Tomos Elsewhere' });

    const refused = await answer(await bear(), { child: 'CT-8' });

    expect(refused.status).toBe(422);
    expect((await decisions()).at(-1)?.state).toBe('awaiting-worker');
  });

  test('“not casework” needs a reason', async () => {
    const address = await bear();

    const refused = await answer(address, { child: 'none' });
    expect(refused.text).toContain('There is a problem Give a reason');
    await answer(address, { child: 'none', reason: 'Wrong number' });

    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('“not casework” of a message that may be about harm goes to the manager, and is not closed', async () => {
    await way.text(
      'Bear says Marcus punched him in the face and he is bleeding',
      '2026-03-12T14:51:00Z',
    );
    const address = await question();

    await answer(address, { child: 'none', reason: 'Wrong number' });

    const [waiting] = await testing.database.prisma.openQuestion.findMany();
    expect(waiting).toMatchObject({
      forManager: true,
      forManagerWhy: 'Priya Nair says that it is not casework: Wrong number',
    });
    const helen = await server.signIn('H');
    expect((await helen.get(address)).text).toContain(
      'Priya Nair says that it is not casework: Wrong number',
    );
    await answer(address, { child: 'none', reason: 'A joke, checked by phone' }, helen);
    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('“I do not know” goes to the manager; the worker stays named', async () => {
    const saved = await answer(await bear(), { child: 'manager' });

    expect(saved.location).toBe('/inbox');
    const [waiting] = await testing.database.prisma.openQuestion.findMany();
    expect(waiting).toMatchObject({
      forManager: true,
      forManagerWhy: 'Priya Nair does not know which child.',
    });
  });

  test('is given once: the second person sees what was answered, by whom and when', async () => {
    const address = await bear();
    const helen = await server.signIn('H');
    await helen.get(address);
    await answer(address, { child: 'CT-2' });

    const late = await helen.post(address, { child: 'CT-1', action: 'save' }, { from: '/sign-in' });
    const seen = await helen.get(address);

    expect(late.status).not.toBe(303);
    expect(seen.text).toContain(
      'Priya Nair answered this on the web today, 3:05pm: Maisie Brennan.',
    );
    expect((await decisions()).at(-1)?.caseNumbers).toEqual(['CT-2']);
  });

  test('about an unknown number is the manager’s to give', async () => {
    await way.text('hi its gaz new number', '2026-03-12T11:06:00Z', { from: UNKNOWN });
    const address = await question();
    const helen = await server.signIn('H');

    const { text } = await helen.get(address);
    expect(text).toContain('Unknown number 07700 900377. Text, today, 11:06am');
    const found = await answer(address, { child: 'other', search: 'CT-9' }, helen);
    expect(found.text).toContain('Tomos Pugh');
    const saved = await answer(address, { child: 'CT-9' }, helen);

    expect(saved.location).toMatch(/^\/children\/CT-9\/recordings\//);
    expect((await priya.get(address)).status).not.toBe(500);
  });
});
