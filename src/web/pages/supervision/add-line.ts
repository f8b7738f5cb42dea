// A line that Casethread could not know of.
import type { z } from 'zod';
import type { Role } from '../../../access/viewer.ts';
import { fullDate } from '../../../format/dates.ts';
import { readChildren } from '../../../record/recording-store.ts';
import { readAllocatedCases } from '../../../supervision/supervised-store.ts';
import { addOwnLine } from '../../../supervision/supervision-store.ts';
import {
  type Entered,
  type FormError,
  noPermission,
  type PageRequest,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { addressOf } from './agenda.ts';
import { content } from './content.ts';
import { supervisedBy } from './decide.ts';
import { ownLineForm, workerParams } from './schema.ts';

type Params = z.infer<typeof workerParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;

export function addOwnLineRoutes(may: { haveRole: readonly Role[] }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/supervision/:workerId/add',
      may,
      params: workerParams,
      viewed: ({ workerId }) => ({ subjectKind: 'supervision', subjectId: workerId }),
      handle: (request) => showForm(request, request.kept ?? {}),
    }),
    route({
      method: 'POST',
      path: '/supervision/:workerId/add',
      may,
      params: workerParams,
      form: ownLineForm,
      async handle({ form, ...request }): Promise<PageResult> {
        const person = await supervisedBy(request);
        if (person === null) return noPermission();
        if (!form.valid) return showForm(request, form.entered, form.errors);
        const { about, child } = form.value;
        const offered = await childrenToChoose(request);
        const chosen = offered.filter(({ caseNumber }) => caseNumber === child);
        if (child !== '' && chosen.length === 0) return noPermission();
        const act = { workerId: person.workerId, by: request.viewer.workerId, at: request.now };
        const line = { heading: about, caseNumbers: chosen.map(({ caseNumber }) => caseNumber) };
        await request.database.transaction((connection) => addOwnLine(connection, line, act));
        return redirect(addressOf(person.workerId), content.lineAdded);
      },
    }),
  ];
}

/** The worker's children whom the manager may see, oldest first. */
async function childrenToChoose({ params, database, access, today }: AnyRequest) {
  const cases = await readAllocatedCases(database.pool, params.workerId, today);
  return readChildren(database.pool, [...(await access.visibleCases(cases))]);
}

async function showForm(
  request: AnyRequest,
  entered: Entered,
  errors: readonly FormError[] = [],
): Promise<PageResult> {
  const person = await supervisedBy(request);
  if (person === null) return noPermission();
  const children = await childrenToChoose(request);
  return render('pages/supervision/add-line.njk', {
    title: content.addTitle,
    content,
    back: { href: addressOf(person.workerId), text: `Supervision with ${person.name}` },
    entered,
    ...(errors.length > 0 ? { errors } : {}),
    choices: [
      { value: '', text: content.noChild },
      ...children.map(({ caseNumber, name, dateOfBirth }) => ({
        value: caseNumber,
        text: `${name}, born ${fullDate(dateOfBirth)}, ${caseNumber}`,
      })),
    ],
  });
}
