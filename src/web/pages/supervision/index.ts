// Supervision (Cardiff & Vale 6): an agenda that writes itself, walked through with a decision a line.

import { fullDate } from '../../../format/dates.ts';
import {
  findSupervised,
  listSupervised,
  type Supervised,
} from '../../../supervision/supervised-store.ts';
import { definePage, noPermission, type Page, redirect, render, route } from '../../page/index.ts';
import { addOwnLineRoutes } from './add-line.ts';
import { addressOf } from './agenda.ts';
import { content } from './content.ts';
import { decideRoutes, showAgenda } from './decide.ts';
import { fileRoutes } from './file.ts';
import { onRecordRoute } from './on-record.ts';
import { agendaQuery, workerParams } from './schema.ts';

const may = { haveRole: ['worker', 'manager'] } as const;

export const supervisionPage: Page = definePage({
  name: 'supervision',
  navigation: {
    text: content.title,
    href: '/supervision',
    order: 60,
    roles: ['worker', 'manager'],
  },
  routes: [
    route({
      method: 'GET',
      path: '/supervision',
      may,
      viewed: () => ({ subjectKind: 'page', subjectId: 'supervision' }),
      async handle({ viewer, database, today }) {
        // A worker has one file: their own.
        if (viewer.role !== 'manager') return redirect(addressOf(viewer.workerId));
        const people = await listSupervised(database.pool, viewer, today);
        return render('pages/supervision/list.njk', {
          title: content.title,
          content,
          rows: people.map(personRow),
          ownHref: addressOf(viewer.workerId),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/supervision/:workerId',
      may,
      params: workerParams,
      query: agendaQuery,
      viewed: ({ workerId }) => ({ subjectKind: 'supervision', subjectId: workerId }),
      async handle({ params, query, ...request }) {
        const { database, viewer, today } = request;
        const person = await findSupervised(database.pool, viewer, params.workerId, today);
        if (person === null) return noPermission();
        return showAgenda(
          { ...request, person },
          { line: query.line, entered: request.kept ?? {} },
        );
      },
    }),
    ...decideRoutes(may),
    ...addOwnLineRoutes(may),
    ...fileRoutes(may),
    onRecordRoute,
  ],
});

function personRow({ workerId, name, role, team, lastAt, isOpen }: Supervised) {
  return {
    href: addressOf(workerId),
    title: name,
    level: 3,
    lines: [
      `${role === 'manager' ? 'Manager' : 'Social worker'}, ${team}`,
      lastAt === null ? content.never : `Last supervision ${fullDate(lastAt)}.`,
    ],
    ...(isOpen ? { tag: { text: content.begun, colour: 'blue' } } : {}),
  };
}
