// The supervision file: what was decided in each supervision, as it stood.
import type { Role } from '../../../access/viewer.ts';
import type { Database } from '../../../database/client.ts';
import { capital, longDate, recordTime } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { type NamedChild, readChildren } from '../../../record/recording-store.ts';
import { listPastSupervisions, readDecidedLines } from '../../../supervision/file-store.ts';
import { findSupervised } from '../../../supervision/supervised-store.ts';
import { noPermission, type Route, render, route } from '../../page/index.ts';
import { addressOf } from './agenda.ts';
import { agendaTitle, content, GROUP_HEADINGS, hiddenWords } from './content.ts';
import { decidedView } from './decision-view.ts';
import { fileParams } from './schema.ts';

export async function readPastSupervisions({ pool }: Database, workerId: string) {
  const past = await listPastSupervisions(pool, workerId);
  return past.map(({ id, finishedAt, decided, undecided }) => ({
    href: `${addressOf(workerId)}/${id}`,
    title: longDate(finishedAt),
    words: `${plural(decided, 'decision', 'decisions')}${undecided > 0 ? `, ${plural(undecided, 'line', 'lines')} left for the next` : ''}.`,
  }));
}

export function fileRoutes(may: { haveRole: readonly Role[] }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/supervision/:workerId/:supervisionId',
      may,
      params: fileParams,
      viewed: ({ supervisionId }) => ({ subjectKind: 'supervision', subjectId: supervisionId }),
      async handle({ params, viewer, database, access, today }) {
        const { pool } = database;
        const person = await findSupervised(pool, viewer, params.workerId, today);
        if (person === null) return noPermission();
        const past = await listPastSupervisions(pool, person.workerId);
        const found = past.find(({ id }) => id === params.supervisionId);
        if (found === undefined) return noPermission();
        const decided = await readDecidedLines(pool, found.id);
        const visible = await access.visibleCases([
          ...new Set(decided.flatMap(({ caseNumbers }) => caseNumbers)),
        ]);
        const shown = decided.filter(
          ({ caseNumbers }) =>
            caseNumbers.length === 0 || caseNumbers.some((caseNumber) => visible.has(caseNumber)),
        );
        const children = await readChildren(pool, [...visible]);
        return render('pages/supervision/file.njk', {
          title: content.file,
          content,
          back: { href: addressOf(person.workerId), text: content.title },
          caption: `${content.file} of ${person.name}`,
          heading: longDate(found.finishedAt),
          finished: `Finished by ${found.finishedByName}, ${recordTime(found.finishedAt)}.`,
          left:
            found.undecided > 0
              ? `${plural(found.undecided, 'line was', 'lines were')} left for the next supervision.`
              : null,
          hidden: hiddenWords(decided.length - shown.length),
          lines: shown.map((line, index) => ({
            ...decidedView(line, recordTime),
            number: index + 1,
            id: `line-${index + 1}`,
            group: GROUP_HEADINGS[line.kind],
            title: capital(agendaTitle(line, namesOf(children, line.caseNumbers))),
            detail: line.detail,
          })),
        });
      },
    }),
  ];
}

function namesOf(children: readonly NamedChild[], caseNumbers: readonly string[]): string[] {
  return children
    .filter(({ caseNumber }) => caseNumbers.includes(caseNumber))
    .map(({ name }) => name);
}
