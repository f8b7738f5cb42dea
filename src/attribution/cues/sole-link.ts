import { type CueReader, isKnownSender, shortName } from './context.ts';

/** For: one verified contact with exactly one linked child, whose record is open. */
export const soleLink: CueReader = (context) => {
  const [only, ...others] = context.standing.linked.values();
  // A conversation is linked to a child because it is recorded for them: that is a cue of its own.
  if (context.index.facts.room) return [];
  if (only === undefined || others.length > 0 || only.status !== 'open' || !isKnownSender(context))
    return [];
  return [
    {
      speaks: 'for',
      kind: 'sole-link',
      caseNumbers: [only.child.caseNumber],
      reason: `${shortName(only.child)} is the only child linked to this contact.`,
    },
  ];
};
