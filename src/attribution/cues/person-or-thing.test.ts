// A name that is a word, a place or a brand is somebody only where a person fits; any name is nobody where only a
// thing or a place does.
import { describe, expect, test } from 'vitest';
import { about, child, family } from '../../../test/attribution/families.ts';

const named = (...names: string[]) =>
  family(names.map((name, place) => child(`C${place + 1}`, `${name} Pritchard`)));

describe('a name that is also a word', () => {
  const facts = named('Hunter', 'Amber', 'Grace');

  test.each([
    'a job hunter rang',
    'new hunter wellies',
    'the lights were amber',
    'an amber ring went missing',
    'it says amber on the form',
    'bus pass grace period is over',
    'the old hunter next to the pond',
    '2 hunters in the field',
    'amber',
  ])('%s: asked', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });

  test.each([
    ['hunter told his teacher', 'C1'],
    ['amber fell off her bike', 'C2'],
    ['can you collect hunter at 3', 'C1'],
    ['how did amber get on', 'C2'],
    ['me and hunter had words', 'C1'],
    ['took amber to the dentist', 'C2'],
    ['had a nice time with Hunter', 'C1'],
    ['hunters mum is me', 'C1'],
    ['amber has a temperature', 'C2'],
    ['Amber is settled in class', 'C2'],
  ])('%s: somebody', (body, expected) => {
    expect(about(facts, body)).toBe(expected);
  });
});

describe('a name that is also a place', () => {
  const facts = named('Victoria', 'Chester', 'Megan');

  test.each([
    'meet at victoria',
    'gone to chester',
    'back from chester monday',
    'train to victoria is late',
    'the victoria road shop',
    'left for chester early',
    'been in victoria all day',
    'chester lost 2 nil',
    'what about chester college',
    'victoria tomorrow',
    'chester drew two all',
  ])('%s: asked', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });

  test.each([
    ['chester told me he hates it', 'C2'],
    ['Chester drew this for you', 'C2'],
    ['victoria has lost her inhaler', 'C1'],
    ['asked chester about it', 'C2'],
    ['worried about victoria', 'C1'],
    ['shouted at Megan', 'C3'],
  ])('%s: somebody', (body, expected) => {
    expect(about(facts, body)).toBe(expected);
  });

  test('two words that are both places are a place in small letters, and a name with capitals', () => {
    const full = family([child('C1', 'Brandon Pickering'), child('C2', 'Victoria Park')]);
    expect(about(full, 'brandon pickering way')).toBe('awaiting-worker');
    expect(about(full, 'walked round Victoria Park')).toBe('awaiting-worker');
    expect(about(full, 'we spoke to Brandon Pickering about it')).toBe('C1');
  });
});

describe('a brand, and what one speaks to', () => {
  const facts = named('Mercedes', 'Alexa');

  test.each([
    'a mercedes was outside',
    'mercedes van nearly hit us',
    'alexa wont turn off',
    'asked alexa for a timer',
  ])('%s: asked', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });
  test.each([
    ['mercedes has broken her wrist', 'C1'],
    ['alexa has been excluded', 'C2'],
  ])('%s: somebody', (body, expected) => {
    expect(about(facts, body)).toBe(expected);
  });
});

describe('a name that is nothing else, where a thing bears it', () => {
  const facts = named('Megan', 'Callum', 'James');

  test.each([
    'megan frost pushed her',
    'callum brown was there',
    'megan may from dance',
    'a callum from the pub',
    'his callum is in the wash',
    'storm megan took the fence',
    'megan the labrador',
    'megans law leaflet',
    'callums is shut',
    'the megan and callum arms',
    'statue of callum',
    'megan bus 43',
    'callum speaker is broken',
    'listening to megan on spotify',
    'by callum hes right',
    'james or whatever',
    'miss megan rang about the trip',
  ])('%s: asked', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });

  test.each([
    ['megan contact 3pm', 'C1'],
    ['callums assessment is friday', 'C2'],
    ['what did megan eat', 'C1'],
    ['at school callum hit a wall', 'C2'],
    ['i miss megan so much', 'C1'],
    ['poor megan', 'C1'],
    ['pics of callum', 'C2'],
    ['megan - temp 39', 'C1'],
    ['keep an eye on megan', 'C1'],
    ['tell her megan cried', 'C1'],
  ])('%s: somebody', (body, expected) => {
    expect(about(facts, body)).toBe(expected);
  });
});

describe('names that are words of other languages', () => {
  test('a Welsh article, and a word in small letters, make no name', () => {
    const facts = named('Seren', 'Bryn');
    expect(about(facts, "mae'r seren ar y goeden")).toBe('awaiting-worker');
    expect(about(facts, 'dwi ar ben y bryn rwan')).toBe('awaiting-worker');
    expect(about(facts, 'dydi Seren ddim yn dda heddiw')).toBe('C1');
  });
  test('Urdu and Polish words in small letters are words', () => {
    expect(about(named('Khushi', 'Bilal'), 'bahut khushi hui sun ke')).toBe('awaiting-worker');
    expect(about(named('Maja', 'Adam'), 'oni maja spotkanie jutro')).toBe('awaiting-worker');
    expect(about(named('Khushi', 'Bilal'), 'khushi has been crying')).toBe('C1');
  });
});

describe('a slip of a name', () => {
  const facts = named('Henry', 'Mason');
  test('attaches only where a person fits', () => {
    expect(about(facts, 'hnery has been sick')).toBe('C1');
    expect(about(facts, 'the hnery')).toBe('awaiting-worker');
    expect(about(facts, 'hnery')).toBe('awaiting-worker');
  });
});

test('a friend of the child who suffers something may be on no record', () => {
  const facts = named('Megan');
  expect(about(facts, 'her mate got stabbed')).toBe('awaiting-worker');
  expect(about(facts, 'shes at her mates')).toBe('C1');
});
