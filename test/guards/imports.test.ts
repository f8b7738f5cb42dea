// The rooms and the doors between them (docs/architecture.md, "Rooms").
import { expect, test } from 'vitest';
import { importsOf, isStore, productFiles, roomOf } from './source.ts';

/** A vendor's own packages: known to its adapter and to nobody else. */
const VENDORS: Readonly<Record<string, RegExp>> = {
  twilio: /^twilio($|\/)/,
  slack: /^@slack\//,
  teams: /^(botbuilder|botframework|adaptivecards|@microsoft\/agents)/,
  'whatsapp-web': /^(whatsapp-web\.js|puppeteer)/,
};

/** Rooms that a message passes through, one after the other. */
const STAGES = ['capture', 'attribution', 'oversight', 'record', 'annotation', 'delivery'];
/** They call rooms, and no room calls them. */
const CALLERS = ['web', 'jobs', 'command-line', 'simulator'];

const edges = productFiles().flatMap((file) =>
  importsOf(file).map((imported) => ({ from: file.path, ...imported })),
);
const show = (wrong: typeof edges) => wrong.map(({ from, target }) => `${from} → ${target}`);

test('the guards read the code they guard', () => {
  expect(edges.length).toBeGreaterThan(100);
  expect(edges).toContainEqual({
    from: 'src/database/client.ts',
    target: 'src/database/generated/client.ts',
    isOurs: true,
    typeOnly: false,
  });
});

test('the port imports nothing of ours', () => {
  const wrong = edges.filter(
    ({ from, target, isOurs }) =>
      roomOf(from) === 'messaging' && isOurs && roomOf(target) !== 'messaging',
  );

  expect(show(wrong)).toEqual([]);
});

test('an adapter knows the port, its own files and its own vendor, and nothing else of ours', () => {
  const wrong = edges.filter(({ from, target, isOurs }) => {
    const own = /^adapters\/([^/]+)\//.exec(from)?.[1];
    if (own === undefined) return false;
    if (isOurs) return !target.startsWith(`adapters/${own}/`) && roomOf(target) !== 'messaging';
    return Object.entries(VENDORS).some(([vendor, names]) => vendor !== own && names.test(target));
  });

  expect(show(wrong)).toEqual([]);
});

test('no vendor is known in src', () => {
  const wrong = edges.filter(
    ({ from, target }) =>
      from.startsWith('src/') && Object.values(VENDORS).some((names) => names.test(target)),
  );

  expect(show(wrong)).toEqual([]);
});

test('only compose.ts knows the adapters', () => {
  const wrong = edges.filter(
    ({ from, target }) =>
      from.startsWith('src/') &&
      target.startsWith('adapters/') &&
      !/^src\/compose(-device)?\.ts$/.test(from),
  );

  expect(show(wrong)).toEqual([]);
});

test('a stage reads and writes nothing through another stage’s store', () => {
  const wrong = edges.filter(({ from, target }) => {
    const [room, other] = [roomOf(from) ?? '', roomOf(target) ?? ''];
    return STAGES.includes(room) && STAGES.includes(other) && room !== other && isStore(target);
  });

  expect(show(wrong)).toEqual([]);
});

test('rooms never call the web or the queue that call them', () => {
  const wrong = edges.filter(({ from, target, typeOnly }) => {
    const [room, other] = [roomOf(from), roomOf(target)];
    return room && other && !typeOnly && !CALLERS.includes(room) && CALLERS.includes(other);
  });

  expect(show(wrong)).toEqual([]);
});
