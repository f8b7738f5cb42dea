import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChildForAccess,
  type ConversationForAccess,
  mayReadMessage,
  maySeeChild,
  maySeeConversation,
  type Reach,
  type Standing,
} from './rules.ts';
import { ROLES, type Viewer } from './viewer.ts';

const IDS = ['W1', 'W2', 'W3', 'W4'];

const viewerOf = fc.record<Viewer>({
  workerId: fc.constantFrom(...IDS),
  name: fc.constant('Somebody'),
  role: fc.constantFrom(...ROLES),
  team: fc.constantFrom('North', 'South'),
  managerId: fc.constantFrom(null, ...IDS),
});
const standing = fc.record<Standing>({
  workerId: fc.constantFrom(...IDS),
  role: fc.constantFrom('lead', 'co-worker', 'duty'),
});
const child = fc.record<ChildForAccess>({
  caseNumber: fc.constant('CT-1'),
  status: fc.constantFrom('open', 'closed', 'restricted', 'adopted'),
  current: fc.array(standing, { maxLength: 3 }),
  last: fc.array(standing, { maxLength: 2 }),
});
const reachOf = fc.tuple(fc.subarray(IDS), fc.subarray(IDS)).map(
  ([everyone, direct]): Reach => ({
    everyone: new Set([...everyone, ...direct]),
    direct: new Set(direct),
  }),
);
const conversation = fc.record<ConversationForAccess>({
  caseNumbers: fc.subarray(['CT-1', 'CT-2', 'CT-3']),
  contactKnown: fc.boolean(),
  attended: fc.boolean(),
  number: fc.option(
    fc.record({
      workerId: fc.constantFrom(null, ...IDS),
      team: fc.constantFrom('North', 'South'),
    }),
  ),
});

describe('who may see a child', () => {
  test('auditors and administrators never see a record', () => {
    fc.assert(
      fc.property(viewerOf, reachOf, child, (viewer, reach, facts) => {
        fc.pre(viewer.role === 'auditor' || viewer.role === 'administrator');
        expect(maySeeChild(viewer, reach, facts)).toBe(false);
      }),
    );
  });

  test('a restricted record is for those allocated today and the direct manager of its lead', () => {
    fc.assert(
      fc.property(viewerOf, reachOf, child, (viewer, reach, any) => {
        const facts: ChildForAccess = { ...any, status: 'restricted' };
        const allocated = facts.current.some(({ workerId }) => workerId === viewer.workerId);
        const managesLead = facts.current.some(
          ({ workerId, role }) => role === 'lead' && reach.direct.has(workerId),
        );
        const expected =
          (viewer.role === 'worker' && allocated) ||
          (viewer.role === 'manager' && (allocated || managesLead));

        expect(maySeeChild(viewer, reach, facts)).toBe(expected);
      }),
    );
  });

  test('a worker who is not allocated and never was sees nothing, whatever the status', () => {
    fc.assert(
      fc.property(viewerOf, reachOf, child, (viewer, reach, facts) => {
        const stands = [...facts.current, ...facts.last].map(({ workerId }) => workerId);
        fc.pre(viewer.role === 'worker' && !stands.includes(viewer.workerId));
        expect(maySeeChild(viewer, reach, facts)).toBe(false);
      }),
    );
  });

  test('an allocation that has ended opens only a closed record, and only while nobody holds it', () => {
    fc.assert(
      fc.property(viewerOf, reachOf, child, (viewer, reach, facts) => {
        fc.pre(viewer.role === 'worker');
        fc.pre(facts.current.every(({ workerId }) => workerId !== viewer.workerId));
        const seen = maySeeChild(viewer, reach, facts);
        expect(seen && (facts.status !== 'closed' || facts.current.length > 0)).toBe(false);
      }),
    );
  });

  test('more allocations never take access away from somebody allocated', () => {
    fc.assert(
      fc.property(viewerOf, reachOf, child, standing, (viewer, reach, facts, another) => {
        fc.pre(viewer.role === 'worker' && facts.current.length > 0);
        fc.pre(maySeeChild(viewer, reach, facts));
        const more = { ...facts, current: [...facts.current, another] };
        expect(maySeeChild(viewer, reach, more)).toBe(true);
      }),
    );
  });
});

describe('who may open a conversation', () => {
  test('everyone who may see one of its children', () => {
    fc.assert(
      fc.property(viewerOf, conversation, (viewer, facts) => {
        fc.pre(facts.caseNumbers.length > 0);
        expect(maySeeConversation(viewer, facts, new Set(facts.caseNumbers.slice(0, 1)))).toBe(
          true,
        );
      }),
    );
  });

  test('a known family whose children have a worker is nobody else’s business', () => {
    fc.assert(
      fc.property(viewerOf, conversation, (viewer, facts) => {
        const attended = { ...facts, contactKnown: true, attended: true };
        expect(maySeeConversation(viewer, attended, new Set())).toBe(false);
      }),
    );
  });

  test('an unknown number reaches the managers of the team that was written to', () => {
    fc.assert(
      fc.property(viewerOf, conversation, (any, facts) => {
        const viewer: Viewer = { ...any, role: 'manager' };
        const unknown: ConversationForAccess = { ...facts, caseNumbers: [], contactKnown: false };
        const isTheirs =
          facts.number === null ||
          facts.number.team === viewer.team ||
          facts.number.workerId === viewer.workerId;
        expect(maySeeConversation(viewer, unknown, new Set())).toBe(isTheirs);
      }),
    );
  });
});

test('a message is shown when it is about nobody yet or about a child the viewer may see', () => {
  expect(mayReadMessage([], new Set())).toBe(true);
  expect(mayReadMessage(['CT-1', 'CT-2'], new Set(['CT-2']))).toBe(true);
  expect(mayReadMessage(['CT-1'], new Set(['CT-2']))).toBe(false);
});
