import { type CueReader, namesOf } from './context.ts';

/** For: it quotes a message that is placed. Against: it quotes one that still waits, or that is not here. */
export const quotedReply: CueReader = (context) => {
  const { quotes } = context.event;
  if (quotes === null) return [];
  const quoted = context.state.placed.get(quotes);
  if (quoted?.state === 'attributed') {
    return [
      {
        speaks: 'for',
        kind: 'quoted-reply',
        caseNumbers: quoted.caseNumbers,
        reason: `It answers a message about ${namesOf(context, quoted.caseNumbers)}.`,
        leansOn: quotes,
      },
    ];
  }
  const reason =
    quoted === undefined
      ? 'It answers a message that is not kept here.'
      : quoted.state === 'not-casework'
        ? 'It answers a message that is not casework.'
        : 'It answers a message that still waits for somebody to say which child it is about.';
  return [{ speaks: 'against', kind: 'waiting-before', caseNumbers: [], reason }];
};
