// Correcting a statement: new words beside the first ones, with the reason (Coventry 4.5).
import type { z } from 'zod';
import { correctStatement } from '../../../annotation/correction-store.ts';
import { recordTime } from '../../../format/dates.ts';
import { type ChildHead, readChildHead } from '../../../record/head-store.ts';
import { readRecording, readStatements } from '../../../record/recording-store.ts';
import {
  type Entered,
  noPermission,
  type PageRequest,
  type PageResult,
  type PageView,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { content, withRole } from './content.ts';
import { correctionForm, correctionParams } from './schema.ts';
import { addressOfRecord } from './view.ts';

const TEMPLATE = 'pages/recording/correction.njk';
type Params = z.infer<typeof correctionParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;

/** GET and POST below the recording at `path`. */
export function correctionRoutes(path: string): Route[] {
  const where = `${path}/statements/:statementId/correction`;
  const may = { seeChild: (params: Params) => params.caseNumber };
  return [
    route({
      method: 'GET',
      path: where,
      may,
      params: correctionParams,
      viewed: (params) => ({ subjectKind: 'recording', subjectId: params.id }),
      async handle(request) {
        const view = await correctionView(request, request.kept ?? null);
        return view === null ? noPermission() : render(TEMPLATE, view);
      },
    }),
    route({
      method: 'POST',
      path: where,
      may,
      params: correctionParams,
      form: correctionForm,
      handle: async ({ form, ...request }): Promise<PageResult> => {
        const { params, database, viewer, now } = request;
        const view = await correctionView(request, form.entered);
        if (view === null) return noPermission();
        if (!form.valid) return render(TEMPLATE, { ...view, errors: form.errors });
        const { id: recordingId, statementId, caseNumber } = params;
        const { text, reason } = form.value;
        await correctStatement(database, {
          recordingId,
          statementId,
          text,
          reason,
          workerId: viewer.workerId,
          at: now,
        });
        return redirect(
          `${addressOfRecord(caseNumber)}/recordings/${recordingId}`,
          content.corrected,
        );
      },
    }),
  ];
}

/** The first words with the form beside them; null when there are no such words to correct. */
async function correctionView(
  { params, database, today }: AnyRequest,
  entered: Entered | null,
): Promise<PageView | null> {
  const [head, recording] = await Promise.all([
    readChildHead(database.pool, params.caseNumber, today),
    readRecording(database.pool, params.caseNumber, params.id),
  ]);
  if (head === null || recording?.state !== 'complete') return null;
  const statements = await readStatements(database.pool, recording.id);
  const statement = statements.find(({ id }) => id === params.statementId);
  if (statement === undefined) return null;
  return {
    title: content.correct,
    record: head satisfies ChildHead,
    back: {
      href: `${addressOfRecord(params.caseNumber)}/recordings/${recording.id}`,
      text: content.title,
    },
    content,
    first: {
      text: statement.text,
      by: `${withRole(statement.author)}, ${recordTime(statement.at)}`,
    },
    manager: recording.managerName,
    entered: { text: entered?.text ?? statement.text, reason: entered?.reason ?? '' },
  };
}
