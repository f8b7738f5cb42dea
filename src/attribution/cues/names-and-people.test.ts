import { describe, expect, test } from 'vitest';
import {
  about,
  child,
  decide,
  family,
  lili,
  megan,
  namesake,
  tomos,
} from '../../../test/attribution/families.ts';

const two = family([megan, tomos]);
const one = family([megan]);

describe('a named child', () => {
  test.each([
    ['Megan was sick', 'C1'],
    ['MEGAN WAS SICK', 'C1'],
    ['megans bag is still with you', 'C1'],
    ['Megan’s bag is still with you', 'C1'],
    ['Hi Beth, tomos wants his nan', 'C2'],
    ['tell Tomos Pritchard im sorry', 'C2'],
  ])('%s', (body, expected) => {
    expect(about(two, body)).toBe(expected);
  });

  test('accents, apostrophes and hyphens may be typed or not', () => {
    const facts = family([child('C1', "Siân-Louise O'Neill"), child('C2', 'Łucja Nowak')]);

    for (const typed of [
      'sian louise',
      'Sian-Louise',
      'Siân Louise',
      'sianlouise',
      'Sian-Louise ONeill',
    ]) {
      expect(about(facts, `${typed} is off school`)).toBe('C1');
    }
    expect(about(facts, 'lucja is off school')).toBe('C2');
  });

  test('a recorded other name is a name; a usual short form of one child is too', () => {
    const facts = family([
      child('C1', 'Elizabeth Moss', { alsoKnownAs: ['Bibi'] }),
      child('C2', 'Thomas Moss'),
    ]);

    expect(about(facts, 'Bibi is off school')).toBe('C1');
    expect(about(facts, 'Lizzie is off school')).toBe('C1');
    expect(about(facts, 'Tommy is off school')).toBe('C2');
  });

  test('a short form that fits two children asks, and offers both', () => {
    const facts = family([
      child('C1', 'Alfred Moss'),
      child('C2', 'Alfie Moss', { alsoKnownAs: ['Alf'] }),
    ]);
    const decision = decide(facts, 'Alf is off school');

    expect(decision.state).toBe('awaiting-worker');
    expect(decision.candidates).toEqual(expect.arrayContaining([['C1'], ['C2']]));
  });

  test('a misspelling attaches only when nobody else is near it', () => {
    expect(about(two, 'Megna is off school')).toBe('C1');
    const near = family([child('C1', 'Aisha Khan'), child('C2', 'Alisha Khan')]);
    expect(about(near, 'aiisha is off school')).toBe('awaiting-worker');
  });

  test('a short word, or one that begins otherwise, is no slip to rely on', () => {
    const facts = family([child('C1', 'Mali Rees'), child('C2', 'Gethin Rees')]);

    expect(about(facts, 'Bali is lovely this time of year')).toBe('awaiting-worker');
    expect(about(facts, 'Malo is off school')).toBe('awaiting-worker');
    expect(about(facts, 'Gehtin is off school')).toBe('C2');
    expect(about(family([child('C1', 'Mali Rees')]), 'Bali is lovely this time of year')).toBe(
      'C1',
    );
  });

  test('two children of one name ask; the family name tells cousins apart', () => {
    const cousins = family([
      child('C1', 'Megan Pritchard'),
      child('C2', 'Megan Howell', { household: 'H2' }),
    ]);

    expect(about(cousins, 'Megan is off school')).toBe('awaiting-worker');
    expect(about(cousins, 'Megan Howell is off school')).toBe('C2');
  });

  test('a first name with somebody else’s family name is somebody else', () => {
    expect(about(two, 'Megan Davenport is off school')).toBe('awaiting-worker');
    const others = [namesake('C9', 'Megan Turner')];
    expect(about(two, 'megan turner is off school', { namesakes: others })).toBe('awaiting-worker');
  });

  test('a name that is also the worker’s, the sender’s or another contact’s asks', () => {
    const beth = family([child('C1', 'Beth Pritchard'), tomos]);

    expect(about(beth, 'Thanks Beth see you tomorrow')).toBe('awaiting-worker');
    expect(about(beth, 'Hi Beth can you ring me')).toBe('awaiting-worker');
  });

  test('“not Megan” and what is said instead of her ask', () => {
    for (const body of [
      'its not Megan this time',
      'not Megan, Tomos',
      'Tomos rather than Megan',
      'Everyone but Megan is ill',
    ]) {
      expect(about(two, body)).toBe('awaiting-worker');
    }
  });

  test('a part of a name only suggests', () => {
    const facts = family([
      child('C1', 'Mary Kate Moss', { household: 'H1' }),
      child('C2', 'Tom Moss'),
    ]);
    expect(about(facts, 'Kate is off school')).toBe('awaiting-worker');
  });

  test('a professional with many children is asked unless the full name is given', () => {
    const many = family(
      Array.from({ length: 12 }, (_, place) =>
        child(`C${place}`, `${FIRST[place]} Family${place}`, { household: `H${place}` }),
      ),
      {},
      'school',
    );

    expect(about(many, `${FIRST[3]} is off today`)).toBe('awaiting-worker');
    expect(about(many, `${FIRST[3]} Family3 is off today`)).toBe('C3');
    expect(decide(many, 'F.F. is off today').state).toBe('awaiting-worker');
  });
});

const FIRST = 'Megan Tomos Lili Gethin Harvey Aminah Rhodri Priya Zosia Kwame Ewan Nell'.split(' ');

test('“both” beside two names is those two', () => {
  const three = family([megan, tomos, lili]);

  expect(about(three, 'Megan and Tomos both have chickenpox')).toBe('C1,C2');
  expect(about(three, 'both megan and tomos are off')).toBe('C1,C2');
  expect(about(three, 'Megan says both of them are off')).toBe('awaiting-worker');
  expect(about(three, 'Megan was sick, both are off')).toBe('awaiting-worker');
  expect(about(three, 'Megan and Tomos are fine. hit them both')).toBe('awaiting-worker');
});

describe('somebody else', () => {
  test.each([
    'my nephew is staying with us',
    'worried about Kayden next door',
    'kayden told me his mum hits him',
    'the neighbours kids are out again',
    'a girl at school hit her',
    'my friends daughter needs help',
  ])('%s: asks, even with a sole link', (body) => {
    expect(about(one, body)).toBe('awaiting-worker');
  });

  test('a title makes an adult of a child’s name', () => {
    const hope = family([child('C1', 'Hope Larkin'), child('C2', 'Grace Larkin')]);

    for (const body of ['Mr Hope rang me', 'seen auntie hope today', 'he hates Miss Grace']) {
      expect(about(hope, body)).toBe('awaiting-worker');
    }
    expect(about(hope, 'i miss Grace so much')).toBe('C2');
  });

  test('the words around a name give it to somebody else', () => {
    for (const body of [
      'there is another Megan in her class',
      'Tomos has a mate called Megan',
      'my partner Tomos will come',
      'Tomos (my brother) is coming',
      'Megan the dog ran off',
      'saw the film Tomos',
      'Tomos senior rang',
      'Megan T is nice',
    ]) {
      expect(about(two, body)).toBe('awaiting-worker');
    }
    expect(about(two, 'our Megan is ill, Tomos is fine')).toBe('C1,C2');
    expect(about(two, 'Megan P is ill')).toBe('C1');
  });

  test('one or the other asks', () => {
    for (const body of [
      'either Megan or Tomos took it',
      'is it megans turn or tomos',
      'Tomos neu Megan',
    ]) {
      expect(about(two, body)).toBe('awaiting-worker');
    }
    expect(decide(two, 'Megan or Tomos took it').candidates).toEqual(
      expect.arrayContaining([['C1'], ['C2'], ['C1', 'C2']]),
    );
  });

  test('a grandchild is the linked child’s only from a grandparent', () => {
    expect(about(one, 'my grandson is poorly')).toBe('awaiting-worker');
    expect(about(family([megan], {}, 'grandmother'), 'my granddaughter is poorly')).toBe('C1');
  });

  test('somebody who writes on another’s phone asks', () => {
    for (const body of [
      'this is his nan on his dads phone',
      'im using my mums phone',
      'texting off kellys phone',
    ]) {
      expect(about(one, body)).toBe('awaiting-worker');
    }
    expect(about(one, 'shes on her phone all night')).toBe('C1');
  });

  test('a name no record has, in a row with a child’s, asks even with a sole link', () => {
    expect(about(one, 'Megan + Dapo')).toBe('awaiting-worker');
    expect(about(one, 'Megan, Dapo & Femi need lifts')).toBe('awaiting-worker');
  });

  test('“my daughter”, where only a boy is linked, asks', () => {
    const boy = family([child('C1', 'Tom Moss', { sex: 'male' })]);

    expect(about(boy, 'my daughter is fine and her dad knows')).toBe('awaiting-worker');
    expect(about(boy, 'my son is fine and his mum knows')).toBe('C1');
  });

  test('an adult on record may be named', () => {
    expect(about(one, 'Darren kicked off again')).toBe('C1');
    expect(about(one, 'Beth said you would ring')).toBe('C1');
  });

  test('a child elsewhere named in full is offered, and never attached', () => {
    const decision = decide(one, 'is it true Kofi Boateng went into care', {
      namesakes: [namesake('C9', 'Kofi Boateng')],
    });

    expect(decision.state).toBe('awaiting-worker');
    expect(decision.candidates).toContainEqual(['C9']);
  });

  test('an unnamed sibling asks', () => {
    for (const body of [
      'Megan and her brother are off',
      'the other one is worse',
      'his sister did it',
      'different one this time',
    ]) {
      expect(about(two, body)).toBe('awaiting-worker');
    }
    for (const body of [
      'Megans brother is with me too',
      "Megan's little sis rang",
      'megans bro x',
    ]) {
      expect(about(one, body)).toBe('awaiting-worker');
    }
  });

  test('forwarded and quoted words ask', () => {
    for (const body of [
      'Fwd: Megan is a liar',
      'he sent me "Megan is coming to live with me"',
      'look what I got sent >> Megan',
    ]) {
      expect(about(two, body)).toBe('awaiting-worker');
    }
  });

  test('a script that these rules do not read asks', () => {
    expect(about(one, 'وہ آج بیمار ہے')).toBe('awaiting-worker');
  });
});

describe('groups', () => {
  const three = family([megan, tomos, lili]);

  test('the whole linked household is meant by “the kids”, “all three”, “both”', () => {
    expect(about(three, 'the kids are shattered')).toBe('C1,C2,C3');
    expect(about(three, 'all three have nits')).toBe('C1,C2,C3');
    expect(about(two, 'both of them are off')).toBe('C1,C2');
    expect(about(two, 'y plant yn sal')).toBe('C1,C2');
  });

  test('“both” of three, twins who are none, and things counted ask or say nothing', () => {
    expect(about(three, 'both of them are off')).toBe('awaiting-worker');
    expect(about(three, 'the twins are off')).toBe('awaiting-worker');
    expect(about(one, 'both days are fine')).toBe('C1');
  });

  test('twins are those born on one day', () => {
    const twin = child('C4', 'Gwen Pritchard', { dateOfBirth: lili.dateOfBirth });
    expect(about(family([megan, lili, twin]), 'the twins are off')).toBe('C3,C4');
  });

  test('the eldest and the youngest are offered, and not attached: an older child may be on no record', () => {
    for (const [body, expected] of [
      ['my eldest wont come home', 'C1'],
      ['my youngest is ill', 'C3'],
    ] as const) {
      const decision = decide(three, body);
      expect(decision.state).toBe('awaiting-worker');
      expect(decision.candidates).toContainEqual([expected]);
    }
  });

  test('the girls only where every child has a sex on record', () => {
    const girl = { ...megan, sex: 'female' };
    const other = { ...lili, sex: 'female' };
    expect(about(family([girl, other]), 'the girls are off')).toBe('C1,C3');
    const mixed = decide(family([girl, other, { ...tomos, sex: 'male' }]), 'the girls are off');
    expect(mixed.state).toBe('awaiting-worker');
    expect(mixed.candidates).toContainEqual(['C1', 'C3']);
    expect(about(family([girl, other, tomos]), 'the girls are off')).toBe('awaiting-worker');
  });

  test('two households, a sibling who is not linked, a record that is not open: ask', () => {
    expect(about(family([megan, { ...tomos, household: 'H2' }]), 'the kids are off')).toBe(
      'awaiting-worker',
    );
    expect(about({ ...three, relationships: two.relationships }, 'the kids are off')).toBe(
      'awaiting-worker',
    );
    expect(
      about(
        family([megan, { ...tomos, status: 'closed', closed: '2025-01-01' }]),
        'the kids are off',
      ),
    ).toBe('awaiting-worker');
  });
});

describe('a baby', () => {
  test('on the way or just born is not on record yet', () => {
    for (const body of [
      'im pregnant',
      'my waters broke',
      'the new baby is here',
      '7lb 3 all well',
      'scan is tuesday',
    ]) {
      expect(about(one, body)).toBe('awaiting-worker');
    }
  });

  test('is the only linked child under two', () => {
    const infant = child('C5', 'Elsi Pritchard', { dateOfBirth: '2024-12-01' });
    expect(about(family([megan, infant]), 'the baby wont settle')).toBe('C5');
    expect(about(family([megan, tomos]), 'the baby wont settle')).toBe('awaiting-worker');
  });
});

test('“she” about children who are all recorded as boys asks', () => {
  const boy = family([{ ...tomos, sex: 'male' }]);
  expect(about(boy, 'she wont get up')).toBe('awaiting-worker');
  expect(about(boy, 'he wont get up')).toBe('C2');
});

describe('a care leaver', () => {
  const leaver = child('C1', 'Jade Moss', { dateOfBirth: '2006-01-01' });
  const baby = child('C2', 'Arlo Moss', { dateOfBirth: '2020-01-01' });
  const self = (caseNumbers: ChildList) => ({
    ...family(caseNumbers),
    holders: [{ id: 'P1', name: 'Jade Moss', alsoKnownAs: [] }],
    relationships: caseNumbers.map(({ caseNumber }) => ({
      contactId: 'P1',
      caseNumber,
      kind: caseNumber === 'C1' ? 'self' : 'mother',
      from: '2020-01-01',
      to: null,
    })),
  });
  type ChildList = Parameters<typeof family>[0];

  test('writes about themself', () => {
    expect(about(self([leaver]), 'Hi its Jade can you ring me')).toBe('C1');
    expect(about(self([leaver]), 'my flat is damp')).toBe('C1');
  });

  test('who is greeted by name is not taken for another child of that name', () => {
    const greeting = 'Hello Jade, can we talk tomorrow?';
    expect(about(self([leaver]), greeting, { direction: 'outbound', workerId: 'W1' })).toBe('C1');
    expect(about(family([leaver]), greeting, { direction: 'outbound', workerId: 'W1' })).toBe(
      'awaiting-worker',
    );
  });

  test('who is a parent too is asked, whatever they sign with', () => {
    expect(about(self([leaver, baby]), 'Hi its Jade can you ring me')).toBe('awaiting-worker');
    expect(about(self([leaver, baby]), 'Arlo is off nursery')).toBe('C2');
  });
});
