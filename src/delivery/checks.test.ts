import { describe, expect, test } from 'vitest';
import { agreedHours } from './agreed-hours.ts';
import { type CheckSurroundings, checkDraft } from './checks.ts';
import { unofficialNumbers } from './numbers-in-text.ts';
import type { Arrangement, LinkedChild, Recipient } from './recipient.ts';

const alfie: LinkedChild = {
  caseNumber: 'CT-1',
  name: 'Alfie Brennan',
  names: ['Alfie Brennan'],
  dateOfBirth: new Date('2016-05-04'),
  status: 'open',
  relationship: 'mother',
  parentalResponsibility: true,
  contactPermitted: 'yes',
  visible: true,
};
const maisie = { ...alfie, caseNumber: 'CT-2', name: 'Maisie Brennan', names: ['Maisie Brennan'] };
const kelly = { contactId: 'K', name: 'Kelly Brennan', verified: true };
const doreen = { contactId: 'D', name: 'Doreen Brennan', verified: true };

function toKelly(changes: Partial<Recipient> = {}): Recipient {
  return {
    conversationId: 'c',
    channel: 'sms',
    counterpart: '+447700900142',
    officialNumber: '+447700900010',
    sender: { address: '+447700900010', label: 'North team line', team: 'North' },
    holders: [kelly],
    contact: { ...kelly, language: null, communicationNeeds: null },
    children: [alfie, maisie],
    notPermittedHolders: new Map(),
    stopWord: null,
    lastWroteAt: null,
    optedOut: false,
    arrangement: null,
    ...changes,
  };
}

const agreed: Arrangement = {
  quiet: false,
  hoursFrom: '08:00',
  hoursTo: '18:00',
  days: [1, 2, 3, 4, 5],
  noticeWithheldReason: null,
  note: null,
};

const around: CheckSurroundings = {
  canSend: true,
  now: new Date('2026-03-12T13:40:00Z'),
  officialNumbers: new Set(['+447700900010']),
  nameable: [alfie, maisie, { caseNumber: 'CT-9', name: 'Tomos Pugh', names: ['Tomos Pugh'] }],
  namesIn: (text, people) =>
    people.flatMap(({ caseNumber, name }) => {
      const [first = ''] = name.split(' ');
      return text.includes(first) ? [{ caseNumber, words: first }] : [];
    }),
  conductIn: (text) => (text.includes('hun') ? [{ rule: 'conduct@1', words: 'hun' }] : []),
};

const aboutAlfie = (body: string) => ({ body, caseNumbers: ['CT-1'] });

function stopsOf(recipient: Recipient, caseNumbers = ['CT-1'], canSend = true) {
  const check = checkDraft(recipient, { body: 'Hello', caseNumbers }, { ...around, canSend });
  return check.verdict === 'stopped' ? check.stops.map(({ code }) => code) : [];
}

function keysOf(recipient: Recipient, body: string, now = around.now) {
  const check = checkDraft(recipient, aboutAlfie(body), { ...around, now });
  return check.verdict === 'asks' ? check.questions.map(({ key }) => key) : [];
}

describe('hard stops', () => {
  test('a clean message to a verified contact about a linked, open child goes at once', () => {
    expect(checkDraft(toKelly(), aboutAlfie('I am outside now.'), around)).toEqual({
      verdict: 'clear',
    });
  });

  test('a number that is not ours, nobody’s or not checked stops every message', () => {
    expect(stopsOf(toKelly({ sender: null }))).toEqual(['number-not-ours']);
    expect(stopsOf(toKelly({ holders: [], contact: null }))).toEqual(['unknown-recipient']);
    const unchecked = { ...kelly, verified: false, language: null, communicationNeeds: null };
    expect(stopsOf(toKelly({ holders: [unchecked], contact: unchecked }))).toEqual(['unverified']);
    expect(stopsOf(toKelly(), ['CT-1'], false)).toEqual(['channel-cannot-send']);
  });

  test('whoever opted out gets nothing, and the worker is told what to do instead', () => {
    const check = checkDraft(toKelly({ optedOut: true }), aboutAlfie('Hi'), around);

    expect(check).toMatchObject({ verdict: 'stopped', stops: [{ code: 'opted-out' }] });
    expect(check.verdict === 'stopped' && check.stops[0]?.next).toBe(
      'Call Kelly. To get messages again, they text START to 07700\u00a0900010.',
    );
  });

  test('on a shared number the worker chooses who they are writing to', () => {
    expect(stopsOf(toKelly({ holders: [doreen, kelly], contact: null }))).toEqual([
      'choose-person',
    ]);
    expect(stopsOf(toKelly({ holders: [doreen, kelly] }))).toEqual([]);
  });

  test('a shared phone of somebody who may not have contact stops messages about that child', () => {
    const shared = toKelly({
      holders: [doreen, kelly],
      notPermittedHolders: new Map([['CT-1', 'Doreen Brennan']]),
    });

    expect(stopsOf(shared)).toEqual(['contact-not-permitted']);
    expect(stopsOf(shared, ['CT-2'])).toEqual([]);
  });

  test('somebody must be selected, and only children linked to the contact', () => {
    expect(stopsOf(toKelly(), [])).toEqual(['nobody-selected']);
    expect(stopsOf(toKelly(), ['CT-9'])).toEqual(['not-linked']);
    expect(stopsOf(toKelly({ children: [] }))).toEqual(['no-child']);
  });

  test.each([
    [{ status: 'closed' as const }, 'closed-record'],
    [{ status: 'restricted' as const }, 'restricted-record'],
    [{ status: 'adopted' as const }, 'adopted-record'],
    [{ contactPermitted: 'no' as const }, 'contact-not-permitted'],
    [{ visible: false }, 'cannot-see-child'],
  ])('a child with %o stops the message', (changes, code) => {
    const recipient = toKelly({ children: [{ ...alfie, ...changes }, maisie] });

    expect(stopsOf(recipient)).toEqual([code]);
    expect(stopsOf(recipient, ['CT-1', 'CT-2'])).toEqual([code]);
    expect(stopsOf(recipient, ['CT-2'])).toEqual([]);
  });

  test('a child whom the worker may not see is never named', () => {
    const recipient = toKelly({ children: [{ ...alfie, visible: false }] });
    const check = checkDraft(recipient, aboutAlfie('Hi'), around);

    expect(JSON.stringify(check)).not.toContain('Alfie');
  });
});

describe('soft questions', () => {
  test('naming a child who is not selected is asked about, with a tick to add them', () => {
    const check = checkDraft(toKelly(), aboutAlfie('I will see Alfie and Maisie.'), around);

    expect(check).toMatchObject({
      verdict: 'asks',
      questions: [
        {
          key: 'names-another-child:CT-2',
          what: 'It names Maisie.',
          addChild: { caseNumber: 'CT-2', name: 'Maisie Brennan' },
        },
      ],
    });
  });

  test('a number that is not official is asked about; the team’s own is not', () => {
    expect(keysOf(toKelly(), 'My mobile is 07700 900088.')).toEqual([
      'personal-number:07700900088',
    ]);
    expect(keysOf(toKelly(), 'Ring +44 7700 900010 or 07700 900010.')).toEqual([]);
  });

  test.each([
    'I won’t tell anyone',
    'I will not tell your mum',
    'lets keep this between us',
    'this is our little secret',
    'off the record, he is fine',
  ])('“%s” seems to promise secrecy', (body) => {
    expect(keysOf(toKelly(), body)).toEqual(['promises-secrecy']);
  });

  test.each([
    'I will tell them when we meet',
    'Keep this number safe',
    'The school is between here and town',
  ])('“%s” promises nothing', (body) => {
    expect(keysOf(toKelly(), body)).toEqual([]);
  });

  test('outside the hours on the family’s own clock is asked about, summer time included', () => {
    const kellyWithHours = toKelly({ arrangement: agreed });

    expect(keysOf(kellyWithHours, 'Hi', new Date('2026-03-12T13:40:00Z'))).toEqual([]);
    expect(keysOf(kellyWithHours, 'Hi', new Date('2026-03-12T18:00:00Z'))).toEqual([
      'outside-hours',
    ]);
    expect(keysOf(kellyWithHours, 'Hi', new Date('2026-03-14T10:00:00Z'))).toEqual([
      'outside-hours',
    ]);
    expect(keysOf(kellyWithHours, 'Hi', new Date('2026-07-01T07:30:00Z'))).toEqual([]);
    expect(keysOf(kellyWithHours, 'Hi', new Date('2026-01-07T07:30:00Z'))).toEqual([
      'outside-hours',
    ]);
  });

  test('a quiet contact, a shared phone, supervised contact and a long text are asked about', () => {
    expect(keysOf(toKelly({ arrangement: { ...agreed, quiet: true } }), 'Hi')).toEqual(['quiet']);
    expect(keysOf(toKelly({ holders: [doreen, kelly] }), 'Hi')).toEqual(['shared-phone:D']);
    const supervised = { ...alfie, contactPermitted: 'supervised' as const };
    expect(keysOf(toKelly({ children: [supervised] }), 'Hi')).toEqual(['supervised-contact:CT-1']);
    expect(keysOf(toKelly(), 'a'.repeat(459))).toEqual([]);
    expect(keysOf(toKelly(), 'a'.repeat(460))).toEqual(['long']);
  });

  test('what a manager would flag afterwards is asked about before', () => {
    expect(keysOf(toKelly(), 'ok hun')).toEqual(['conduct:conduct@1']);
  });
});

test('agreed hours are said as people say them', () => {
  expect(agreedHours(agreed)).toBe('Monday to Friday, 8am to 6pm');
  expect(agreedHours({ ...agreed, days: [2, 4], hoursFrom: '12:00', hoursTo: '17:30' })).toBe(
    'Tuesday and Thursday, midday to 5:30pm',
  );
  expect(agreedHours({ ...agreed, days: [], hoursFrom: null, hoursTo: null })).toBeNull();
});

test.each([
  ['ring me on 07700 900 088 tonight', ['07700 900 088']],
  ['(01632) 960001', ['(01632) 960001']],
  ['+44 7700 900088 or 01632960001', ['+44 7700 900088', '01632960001']],
  ['see you on 01-02-2026 at 10:30', []],
  ['case 20417, room 12, 999', []],
])('the numbers in “%s” are found', (text, found) => {
  expect(unofficialNumbers(text, new Set())).toEqual(found);
});
