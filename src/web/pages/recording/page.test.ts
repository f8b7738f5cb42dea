import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, recordThem, STRANGER } from '../../../../test/support/brennans.ts';
import { event, now, recordingWorld } from '../../../../test/support/recording-page.ts';
import { aDecision, aMessage } from '../../../../test/support/records.ts';

const { world, says, recordingOf, statementsOf } = recordingWorld();

describe('records are completed within 2 working days (CR4.1a)', () => {
  test('a routine recording stands as it is: open it, Save and complete', async () => {
    const { database, priya } = world();
    await says('running late, be there at 3', '13:40');
    const { id, path } = await recordingOf();

    const open = await priya.get(path);
    const answer = await priya.post(path, { seen: '1', finish: 'now' });

    expect(open.text).toContain('Due Monday, 16 March. 2 working days after the first message.');
    expect(answer).toMatchObject({ status: 303, location: path });
    const [completion] = await database.prisma.recordingCompletion.findMany({
      where: { recordingId: id },
    });
    expect(completion).toMatchObject({ workerId: 'W-PRIYA', surface: 'web', at: now });
    expect((await priya.get(path)).text).toContain('Complete');
  });

  test('what was written is on the record with its kind, its source, who and when', async () => {
    const { priya } = world();
    await says('alfie fell off the wall', '13:40');
    const { id, path } = await recordingOf();

    await priya.post(path, {
      seen: '1',
      add: ['fact', 'hearsay'],
      fact: 'I saw Alfie at school at 2pm.',
      source: 'Kelly Brennan, mother',
      hearsay: 'Alfie fell from a wall.',
      ...event,
    });

    expect(await statementsOf(id)).toMatchObject([
      {
        kind: 'fact',
        source: null,
        text: 'I saw Alfie at school at 2pm.',
        author: 'W-PRIYA',
        at: now,
      },
      { kind: 'hearsay', source: 'Kelly Brennan, mother', text: 'Alfie fell from a wall.' },
    ]);
    const page = await priya.get(path);
    expect(page.text).toContain('What I was told (hearsay), from Kelly Brennan, mother');
    expect(page.text).toContain('Priya Nair, social worker, Thursday 12 March 2026, 2:31pm');
    expect(page.text).toContain('Yes. See it in the chronology');
    const chronology = await priya.get(`/children/${ALFIE}/chronology`);
    expect(chronology.text).toContain('Saturday 7 March 2026 Kelly reported that Marcus Cole hit');
    expect(chronology.text).toContain('We were told on 12 March 2026. Written by Priya Nair');
  });

  test('a recording that is late says how late', async () => {
    const { database, priya, counterpart } = world();
    const message = await aMessage(database, '2026-03-09T10:00:00Z', { counterpart });
    await aDecision(database, message, [ALFIE]);
    await recordThem(database, now, message);
    const { path } = await recordingOf();

    expect((await priya.get(path)).text).toContain('1 working day late. Was due yesterday.');
  });
});

describe('an urgent recording needs the worker’s words (CR4.1b)', () => {
  test('its words are marked, its deadline counts hours, and it is not completed without a statement', async () => {
    const { priya } = world();
    await says('Marcus smacked him <b>round</b> the head', '13:40', [ALFIE], { urgent: true });
    const { id, path } = await recordingOf();

    const page = await priya.get(path);
    const answer = await priya.post(path, { seen: '1' });

    expect(page.html).toContain(
      'Marcus <mark>smacked him</mark> &lt;b&gt;round&lt;/b&gt; the head',
    );
    expect(page.text).toContain('Due tomorrow, 1:40pm, 23 hours left. 24 hours, because');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(
      'Add at least one statement, because a message may be about harm',
    );
    expect(await statementsOf(id)).toEqual([]);
  });
});

describe('originals are never altered; corrections stand beside them (CR4.5a)', () => {
  test('a correction shows both words, the reason, the name, and that the manager must agree', async () => {
    const { server, browser, priya } = world();
    await says('alfie fell tues', '13:40');
    const { id, path } = await recordingOf();
    await priya.post(path, { seen: '1', fact: 'He fell on Wednesday.' });
    const [statement] = await statementsOf(id);
    const correction = `${path}/statements/${statement?.id}/correction`;

    const without = await priya.post(correction, { text: 'He fell on Tuesday.', reason: '' });
    const answer = await priya.post(correction, {
      text: 'He fell on Tuesday.',
      reason: 'I wrote down the wrong day.',
    });

    expect(without.text).toContain('Give a reason');
    expect(answer.location).toBe(path);
    const { text } = await priya.get(path);
    expect(text).toContain('He fell on Wednesday.');
    expect(text).toContain('Waiting for Helen Marsh to agree He fell on Tuesday.');
    expect(text).toContain('Reason: I wrote down the wrong day.');
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
    await expectAccessible(browser, server.url + correction, { cookie: priya.cookie() });
  });
});

describe('a correction waits for the manager, whose decision is part of the record (CR4.5b)', () => {
  async function aCorrection() {
    const { priya } = world();
    await says('alfie fell tues', '13:40');
    const { id, path } = await recordingOf();
    await priya.post(path, { seen: '1', fact: 'He fell on Wednesday.' });
    const [statement] = await statementsOf(id);
    await priya.post(`${path}/statements/${statement?.id}/correction`, {
      text: 'He fell on Tuesday.',
      reason: 'I wrote down the wrong day.',
    });
    const correction = (await statementsOf(id)).find(({ text }) => text === 'He fell on Tuesday.');
    return { id, path, decision: `${path}/corrections/${correction?.id}` };
  }

  test('a manager agrees to a correction, and the record says who and when', async () => {
    const { server, browser, priya } = world();
    const { path, decision } = await aCorrection();
    const helen = await server.signIn('W-HELEN');
    const page = await helen.get(path);
    expect(page.html).toContain(decision);
    await expectAccessible(browser, server.url + decision, { cookie: helen.cookie() });

    const answer = await helen.post(decision, { agreed: 'yes', reason: '' });

    expect(answer.location).toBe(path);
    const { text } = await priya.get(path);
    expect(text).toContain('He fell on Wednesday.');
    expect(text).toContain('Correction Agreed He fell on Tuesday.');
    expect(text).toContain('Agreed by Helen Marsh, manager, Thursday 12 March 2026, 2:31pm.');
    expect(text).not.toContain('Waiting for Helen Marsh');
  });

  test('declining a correction needs a reason, and both words stay on the record', async () => {
    const { server, priya } = world();
    const { path, decision } = await aCorrection();
    const helen = await server.signIn('W-HELEN');

    const unchosen = await helen.post(decision, { reason: '' });
    const without = await helen.post(decision, { agreed: 'no', reason: '' });
    await helen.post(decision, { agreed: 'no', reason: 'The school’s note says Wednesday.' });

    expect(unchosen.text).toContain('Choose a decision');
    expect(without.text).toContain('Give a reason');
    const { text } = await priya.get(path);
    expect(text).toContain('He fell on Wednesday.');
    expect(text).toContain('Correction Not agreed He fell on Tuesday.');
    expect(text).toContain('The school’s note says Wednesday.');
  });

  test('two managers decide about a correction: the second is shown the first’s decision', async () => {
    const { server } = world();
    const { path, decision } = await aCorrection();
    const helen = await server.signIn('W-HELEN');
    const page = await helen.get(decision);
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    await helen.post(decision, { agreed: 'yes', reason: '' });

    const second = await helen.postWith(
      decision,
      { _csrf: token, agreed: 'no', reason: 'No.' },
      decision,
    );

    expect(second.location).toBe(path);
    const { text } = await helen.get(path);
    expect(text).toContain('Helen Marsh agreed to this correction today, 2:31pm.');
    expect(text).toContain('Yours was not recorded.');
    expect(text).toContain('Correction Agreed');
  });

  test('a worker, and whoever made the correction, cannot agree to it', async () => {
    const { priya } = world();
    const { path, decision } = await aCorrection();

    const asked = await priya.get(decision);
    const pressed = await priya.post(decision, { agreed: 'yes', reason: '' }, { from: path });

    expect(asked.status).toBe(404);
    expect(pressed.status).toBe(404);
    expect((await priya.get(path)).text).toContain('Waiting for Helen Marsh to agree');
  });
});

describe('each child has a separate record (CR1.2)', () => {
  test('context written on one child’s recording shows on no other child’s', async () => {
    const { priya } = world();
    await says('both have colds', '13:40', [ALFIE, MAISIE]);
    const [alfie, maisie] = [await recordingOf(ALFIE), await recordingOf(MAISIE)];

    await priya.post(alfie.path, { seen: '1', fact: 'Alfie was seen by the nurse.' });

    const other = await priya.get(maisie.path);
    expect(other.text).toContain('both have colds');
    expect(other.text).not.toContain('nurse');
    expect(other.text).toContain('Save and complete');
    expect(other.text).toContain('Also about Alfie Brennan , born 4 May 2016, case CT-20417');
  });

  test('a sibling whom the viewer may not see is counted, not named', async () => {
    const { database, priya } = world();
    const message = await says('both of them', '13:40', [ALFIE, STRANGER]);
    const reason = 'It names Alfie and Noor.';
    await aDecision(database, message, [ALFIE, STRANGER], { reason });
    const { path } = await recordingOf(ALFIE);

    const { text } = await priya.get(path);

    expect(text).toContain('Also about 1 child whose record you cannot see.');
    expect(text).not.toContain('Noor');
  });

  test('a wrong child’s record keeps a marker without content', async () => {
    const { database, server, browser, priya } = world();
    const message = await says('maisies cough is worse', '13:40', [ALFIE]);
    const { id, path } = await recordingOf(ALFIE);
    await priya.post(path, { seen: '1', fact: 'I rang about the cough.', ...event });
    await aDecision(database, message, [MAISIE], {
      by: 'W-TOM',
      reason: 'Kelly means Maisie',
      at: now,
    });
    await recordThem(database, now, message);

    const { text } = await priya.get(path);

    expect(text).toContain(
      '1 message was put here by mistake and moved on 12 March 2026 by Tom Adeyemi, social worker.',
    );
    expect(text).not.toContain('cough');
    expect(text).not.toContain('Kelly means Maisie');
    expect((await priya.get(`/children/${ALFIE}/chronology`)).html).not.toContain(id);
    const right = await recordingOf(MAISIE);
    const offered = await priya.get(right.path);
    expect(offered.html).toContain('I rang about the cough.</textarea>');
    expect(offered.text).toContain('Check that every word is about Maisie.');
    const helen = await server.signIn('W-HELEN');
    expect((await helen.get(right.path)).html).not.toContain('I rang about the cough.');
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
  });
});

describe('only those with a legitimate need see a record (CR5.7)', () => {
  test('another team’s manager, another child’s address and no such recording are one page', async () => {
    const { server, priya } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const joan = await server.signIn('W-FAR');

    const answers = [
      await joan.get(path),
      await priya.get(`/children/${MAISIE}/recordings/${id}`),
      await priya.get(path.replace(id, '00000000-0000-8000-8000-000000000000')),
    ];

    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expect(text).not.toContain('hes ok');
    }
  });

  test('information governance reads without writing, and the view is audited', async () => {
    const { database, server } = world();
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const ines = await server.signIn('W-IG');

    const { html, status } = await ines.get(path);

    expect(status).toBe(200);
    expect(html).not.toContain('Save and complete');
    const seen = await database.prisma.auditEvent.findMany({
      where: { subjectId: id, actor: 'W-IG' },
    });
    expect(seen).toMatchObject([
      { action: 'view', subjectKind: 'recording', caseNumbers: [ALFIE] },
    ]);
  });
});
