// The manager agrees to a correction, or declines it with a reason (Coventry 4.5b).
import type { z } from 'zod';
import type { Viewer } from '../../../access/viewer.ts';
import { decideCorrection } from '../../../annotation/agreement-store.ts';
import { recordTime, when } from '../../../format/dates.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { readPerson, readRecording, readStatements } from '../../../record/recording-store.ts';
import {
  type Entered,
  noPermission,
  type PageRequest,
  type PageResult,
  type PageView,
  type Route,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { content, withRole } from './content.ts';
import { correctionView } from './correction-view.ts';
import { agreementForm, agreementParams } from './schema.ts';
import { addressOfRecord } from './view.ts';

const TEMPLATE = 'pages/recording/agreement.njk';
type Params = z.infer<typeof agreementParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;

/** GET and POST below the recording at `path`, for managers who may see the child. */
export function agreementRoutes(path: string): Route[] {
  const where = `${path}/corrections/:correctionId`;
  const may = { seeChild: (params: Params) => params.caseNumber };
  return [
    route({
      method: 'GET',
      path: where,
      may,
      params: agreementParams,
      viewed: (params) => ({ subjectKind: 'recording', subjectId: params.id }),
      async handle(request) {
        const view = await agreementView(request, request.kept ?? {});
        return view === null ? noPermission() : render(TEMPLATE, view);
      },
    }),
    route({
      method: 'POST',
      path: where,
      may,
      params: agreementParams,
      form: agreementForm,
      handle: async ({ form, ...request }): Promise<PageResult> => {
        const view = await agreementView(request, form.entered);
        if (view === null) return noPermission();
        if (!form.valid) return render(TEMPLATE, { ...view, errors: form.errors });
        const { agreed, reason } = form.value;
        return decide(request, agreed === 'yes', reason === '' ? null : reason);
      },
    }),
  ];
}

async function decide(
  { params, database, viewer, now }: AnyRequest,
  agreed: boolean,
  reason: string | null,
): Promise<PageResult> {
  const { correctionId } = params;
  const outcome = await database.transaction((connection) =>
    decideCorrection(connection, {
      correctionId,
      agreed,
      reason,
      managerId: viewer.workerId,
      at: now,
    }),
  );
  const back = `${addressOfRecord(params.caseNumber)}/recordings/${params.id}`;
  switch (outcome.outcome) {
    case 'decided':
      return redirect(back, content.decided);
    case 'decided-before': {
      const { name } = await readPerson(database.pool, outcome.by);
      const what = outcome.agreed ? 'agreed to' : 'declined';
      const text = `${name} ${what} this correction ${when(outcome.at, now)}. Yours was not recorded.`;
      return redirectWithWarning(back, text);
    }
    case 'own-correction':
    case 'no-such-correction':
      return noPermission();
    default:
      return outcome satisfies never;
  }
}

/** Both words with the form below; null where this person has nothing to decide. */
async function agreementView(request: AnyRequest, entered: Entered): Promise<PageView | null> {
  const { params, database, viewer, today } = request;
  if (viewer.role !== 'manager') return null;
  const [head, recording] = await Promise.all([
    readChildHead(database.pool, params.caseNumber, today),
    readRecording(database.pool, params.caseNumber, params.id),
  ]);
  if (head === null || recording === null) return null;
  const found = await readCorrection(request, viewer);
  if (found === null) return null;
  const { statement, correction } = found;
  return {
    title: content.decideCorrection,
    record: head,
    back: {
      href: `${addressOfRecord(params.caseNumber)}/recordings/${recording.id}`,
      text: content.title,
    },
    content,
    first: {
      text: statement.text,
      by: `${withRole(statement.author)}, ${recordTime(statement.at)}`,
    },
    correction: correctionView(correction, recording.managerName),
    waits: correction.decision === null,
    entered,
  };
}

/** Nobody decides about their own correction. */
async function readCorrection({ database, params }: AnyRequest, viewer: Viewer) {
  for (const statement of await readStatements(database.pool, params.id)) {
    const correction = statement.corrections.find(({ id }) => id === params.correctionId);
    if (correction === undefined) continue;
    return correction.author.workerId === viewer.workerId ? null : { statement, correction };
  }
  return null;
}
