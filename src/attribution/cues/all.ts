// Every cue, in the order in which a decision lists them.
import type { Cue } from '../types.ts';
import type { CueContext, CueReader } from './context.ts';
import { continuation } from './continuation.ts';
import { forwarded } from './forwarded.ts';
import { namedChild } from './named-child.ts';
import { newBaby } from './new-baby.ts';
import { openedScope } from './opened-scope.ts';
import { quotedReply } from './quoted-reply.ts';
import { selfToo } from './self-too.ts';
import { sender } from './sender.ts';
import { sex, sexOfOthers } from './sex.ts';
import { siblingGroup } from './sibling-group.ts';
import { soleLink } from './sole-link.ts';
import { somebodyElse } from './somebody-else.ts';
import { unnamedSibling } from './unnamed-sibling.ts';
import { unreadable } from './unreadable.ts';
import { unsettledBefore } from './unsettled-before.ts';
import { workerChoice } from './worker-choice.ts';

/** From the message's own words. */
const OWN_WORDS: readonly CueReader[] = [
  namedChild,
  siblingGroup,
  newBaby,
  somebodyElse,
  unnamedSibling,
  selfToo,
  forwarded,
  unreadable,
  sex,
];
/** From who writes and what went before. */
const AROUND_IT: readonly CueReader[] = [sender, quotedReply, workerChoice, soleLink];

export type CuesRead = { own: readonly Cue[]; all: readonly Cue[] };

export function readCues(context: CueContext): CuesRead {
  const own = readAll(OWN_WORDS, context);
  const namesSomebody = own.some((cue) => cue.speaks === 'for');
  const around = readAll(AROUND_IT, context);
  const before = [
    ...openedScope(context, own),
    ...around,
    ...continuation(context, namesSomebody),
    ...unsettledBefore(context, namesSomebody),
  ];
  return {
    own,
    all: [...own, ...before, ...(namesSomebody ? [] : sexOfOthers(context, before))],
  };
}

function readAll(readers: readonly CueReader[], context: CueContext): Cue[] {
  const cues: Cue[] = [];
  for (const read of readers) cues.push(...read(context));
  return cues;
}

/** Do a message's own words point elsewhere than a worker's answer? */
export function pointsElsewhere(own: readonly Cue[], caseNumbers: readonly string[]): boolean {
  const chosen = [...caseNumbers].sort().join();
  return own.some((cue) =>
    cue.speaks === 'for'
      ? [...cue.caseNumbers].sort().join() !== chosen
      : cue.kind !== 'unreadable',
  );
}
