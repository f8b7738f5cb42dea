import { describe, expect, test } from 'vitest';
import {
  about,
  child,
  family,
  fold,
  message,
  outcome,
} from '../../../test/attribution/families.ts';

const idris = child('C1', 'Idris Pritchard', { sex: 'M' });
const nesta = child('C2', 'Nesta Pritchard', { sex: 'F' });
const both = family([idris, nesta]);
const sole = family([idris]);

describe('a name that stands for somebody or something else', () => {
  test.each([
    'Big Idris has moved out',
    'my brother in law Idris',
    'Idris told Nestas friend to get lost',
    'Idris came round shouting again (my ex)',
    'Nestas mate Idris kicked off',
    'the form came from idris@example.org',
    'little Idris from number 9 was here',
    'https://example.org/idris will not open',
  ])('%s: asked', (body) => {
    expect(about(both, body)).toBe('awaiting-worker');
  });

  const jackAndIvy = family([
    child('C1', 'Jack Pritchard'),
    child('C2', 'Ivy Pritchard'),
    child('C3', 'Drew Pritchard'),
  ]);
  test.each([
    'theres a union jack on the wall',
    'poison ivy rash',
    'you lot do jack all',
    'They Drew lots for it',
  ])('%s: nobody is named', (body) => {
    expect(about(jackAndIvy, body)).toBe('awaiting-worker');
  });
  test.each([
    ['Jack has a temperature', 'C1'],
    ['Ivy was brilliant at contact', 'C2'],
    ['Drew has cut himself', 'C3'],
    ['Drew ran off', 'C3'],
    ['Drew is with my mum', 'C3'],
    ['Drew has wet the bed', 'C3'],
    ['Drew and Jack start back tuesday', 'C1,C3'],
  ])('%s: somebody is', (body, expected) => {
    expect(about(jackAndIvy, body)).toBe(expected);
  });
  test.each([
    'bargain ruby',
    'a holiday in ruby',
    'ruby on telly',
    'ruby n zef are out',
    'zef n ruby are out',
  ])('%s: not surely her alone', (body) => {
    expect(about(family([child('C1', 'Ruby Pritchard'), nesta]), body)).toBe('awaiting-worker');
  });
  test('a show that bears a name is nobody from outside', () => {
    expect(about(sole, 'we watched harry potter')).toBe('C1');
  });
  test('a short form that is also a Welsh word is a name in an English message', () => {
    expect(about(family([child('C1', 'Benjamin Pritchard'), nesta]), 'Ben is ill')).toBe('C1');
  });
  test('a register puts the family name first', () => {
    expect(about(both, 'PRITCHARD, Nesta - absent')).toBe('C2');
  });
});

describe('who writes', () => {
  test.each([
    'im not lorraine, got this number last week',
    'This isnt Lorraine',
    'this is lorraines husband',
    'my sister gave me this phone',
    'you have the wrong number',
    'lorraine is in hospital, im her friend',
  ])('%s: somebody else may be writing', (body) => {
    expect(about(sole, body)).toBe('awaiting-worker');
  });
  test('a young person who writes about themself and their baby is asked about', () => {
    const self = family([idris, child('C2', 'Nesta Pritchard', { dateOfBirth: '2024-05-01' })]);
    const facts = {
      ...self,
      relationships: self.relationships.map((link) =>
        link.caseNumber === 'C1' ? { ...link, kind: 'self' } : link,
      ),
    };
    expect(about(facts, 'me and nesta are ok')).toBe('awaiting-worker');
    expect(about(facts, 'Nesta is poorly')).toBe('C2');
  });
  test('a young person is one person, on record as a child and as a contact', () => {
    const own = child('C1', 'Lorraine Pritchard');
    const facts = family([own], {}, 'self');
    expect(
      about(facts, 'Lorraine can you ring me', { direction: 'outbound', workerId: 'W1' }),
    ).toBe('C1');
    expect(about(facts, 'im late on my period')).toBe('awaiting-worker');
  });
  test("a carer's own child is not their placement", () => {
    const carer = family([idris], {}, 'foster carer');
    expect(about(carer, 'my birth son is jealous of Idris')).toBe('awaiting-worker');
    expect(about(carer, 'our grandkids came and Idris was great')).toBe('awaiting-worker');
  });
  test('a baby who was lost may not be on record', () => {
    const infant = family([child('C1', 'Nesta Pritchard', { dateOfBirth: '2025-01-01' })]);
    expect(about(infant, 'she lost the baby')).toBe('awaiting-worker');
  });
});

test('"both children in school" is about both, not about children elsewhere', () => {
  expect(about(both, 'are both children in school')).toBe('C1,C2');
});

describe('a sex that what went before does not fit', () => {
  const scope = {
    type: 'scope-opened' as const,
    at: message('x', 0, '').at,
    workerId: 'W1',
    caseNumbers: ['C1'],
  };
  test('"she" in a conversation about a boy, with a sister on record, is asked about', () => {
    const decisions = fold(both, [
      scope,
      message('m1', 5, 'she starts monday'),
      message('m2', 60, 'he starts monday'),
    ]);
    expect(outcome(decisions.get('m1'))).toBe('awaiting-worker');
    expect(outcome(decisions.get('m2'))).toBe('C1');
  });
  test('"she" just after a message about him is asked about', () => {
    const decisions = fold(both, [
      message('m1', 0, 'Idris fell over'),
      message('m2', 1, 'she says it wasnt her'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
  });
  test('"wrong name" takes back what was written just before', () => {
    const decisions = fold(both, [
      message('m1', 0, 'Idris fell over'),
      message('m2', 1, 'sorry wrong name'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
  });
  test('a scope opened since says more than the message before', () => {
    const decisions = fold(both, [
      message('m1', 0, 'Nesta can come at 4', { direction: 'outbound', workerId: 'W1' }),
      { ...scope, at: scope.at + 60_000 },
      message('m2', 2, 'See you at 5', { direction: 'outbound', workerId: 'W1' }),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('C1');
  });
});
