import { beforeEach, describe, expect, test } from 'vitest';
import { CONVERSATION } from '../../../../test/support/sending.ts';
import {
  type WhichChildWorld,
  whichChildWorld,
} from '../../../../test/support/which-child-page.ts';

let testing: WhichChildWorld['testing'];
let server: WhichChildWorld['server'];
let priya: WhichChildWorld['priya'];
let way: WhichChildWorld['way'];
let answer: WhichChildWorld['answer'];
let decisions: WhichChildWorld['decisions'];

beforeEach(async () => {
  ({ testing, server, priya, way, answer, decisions } = await whichChildWorld());
});

const UNKNOWN = '+447700900377';

describe('a correction', () => {
  async function aboutAlfie(): Promise<string> {
    const id = await way.text('Alfie is home from school', '2026-03-12T14:00:00Z');
    return `/conversations/${CONVERSATION}/messages/${id}/wrong-child`;
  }

  test('moves the messages, with a reason; the decision before stays, superseded', async () => {
    const address = await aboutAlfie();
    expect((await priya.get(address)).text).toContain(
      'They are on the record of Alfie Brennan now.',
    );

    const saved = await answer(address, { child: 'CT-2', reason: 'Kelly wrote the wrong name' });

    expect(saved.location).toMatch(/^\/children\/CT-2\/recordings\//);
    const made = await testing.database.prisma.attribution.findMany({
      orderBy: { version: 'asc' },
    });
    expect(made.map(({ caseNumbers, decidedBy }) => [caseNumbers, decidedBy])).toEqual([
      [['CT-1'], 'system'],
      [['CT-2'], 'P'],
    ]);
    const withdrawn = await testing.database.prisma.recordingWithdrawal.findMany();
    expect(withdrawn).toHaveLength(1);
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'correct' },
    });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-1', 'CT-2'] }]);
  });

  test('needs a reason, a message, and another child than the one it is on', async () => {
    const address = await aboutAlfie();

    const noReason = await answer(address, { child: 'CT-2' });
    const noMessage = await priya.post(address, { child: 'CT-2', reason: 'x', action: 'save' });
    const same = await answer(address, { child: 'CT-1', reason: 'x' });

    expect(noReason.text).toContain('There is a problem Give a reason');
    expect(noMessage.text).toContain('There is a problem Select at least one message');
    expect(same.text).toContain('They are on this record already. Select a different child');
    expect(await testing.database.prisma.attribution.count()).toBe(1);
  });

  test('to “not casework” of a message that may be about harm is a manager’s to make', async () => {
    const id = await way.text(
      'Alfie was punched in the face and is bleeding',
      '2026-03-12T14:00:00Z',
    );
    const address = `/conversations/${CONVERSATION}/messages/${id}/wrong-child`;
    const helen = await server.signIn('H');

    const refused = await answer(address, { child: 'none', reason: 'A joke' });
    expect(refused.text).toContain('only a manager can say that it is not casework');
    await answer(address, { child: 'none', reason: 'A joke, checked by phone' }, helen);

    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('cannot be made of a message that another conversation holds', async () => {
    const address = await aboutAlfie();
    await way.text('Alfie?', '2026-03-12T14:00:00Z', { from: UNKNOWN });
    const other = await testing.database.prisma.conversation.findMany({
      where: { counterpart: UNKNOWN },
    });
    const helen = await server.signIn('H');

    const foreign = address.replace(CONVERSATION, other[0]?.id ?? '');

    expect((await helen.get(foreign)).status).toBe(404);
  });
});
