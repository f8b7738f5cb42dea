import { type CueReader, namesOf } from './context.ts';

/** How long a worker's choice speaks for later messages (milliseconds). */
const CHOICE_SPEAKS_FOR = 24 * 3_600_000;

/** For: what a worker chose for this conversation in the last 24 hours. Against: they said it is not casework. */
export const workerChoice: CueReader = (context) => {
  const { choice } = context.state;
  if (
    choice === null ||
    choice.at > context.event.at ||
    context.event.at - choice.at > CHOICE_SPEAKS_FOR
  )
    return [];
  if (choice.caseNumbers.length === 0) {
    return [
      {
        speaks: 'against',
        kind: 'not-casework-before',
        caseNumbers: [],
        reason: 'A worker said that the message before was not casework.',
      },
    ];
  }
  return [
    {
      speaks: 'for',
      kind: 'worker-choice',
      caseNumbers: [...choice.caseNumbers].sort(),
      reason: `A worker said today that this conversation is about ${namesOf(context, choice.caseNumbers)}.`,
      leansOn: choice.messageId,
    },
  ];
};
