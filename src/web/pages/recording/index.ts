// One contact recording: the messages, and the worker's context. Open, Save and complete: two taps.

import type { z } from 'zod';
import { readCarriedWords } from '../../../annotation/carried-store.ts';
import {
  addContext,
  type Completion,
  type CompletionOutcome,
  completeRecording,
} from '../../../annotation/complete-store.ts';
import {
  type ContextFields,
  type ContextSubmission,
  readContext,
} from '../../../annotation/context.ts';
import { readDraft, saveDraft } from '../../../annotation/draft-store.ts';
import { clockTime } from '../../../format/dates.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { readJoinedInto, readPerson, readRecording } from '../../../record/recording-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import {
  definePage,
  type Entered,
  type FormError,
  noPermission,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { agreementRoutes } from './agreement.ts';
import { completedElsewhere, content, messagesAdded } from './content.ts';
import { correctionRoutes } from './correction.ts';
import { recordingForm, recordingParams, recordingQuery } from './schema.ts';
import { addressOfRecord, recordingView } from './view.ts';

const PATH = '/children/:caseNumber/recordings/:id';
const TEMPLATE = 'pages/recording/page.njk';

type Params = z.infer<typeof recordingParams>;
type Form = z.infer<typeof recordingForm>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;
type PostRequest = Omit<PageRequest<Params, unknown, Form>, 'query'>;
type Shown = { entered?: Entered; addsContext?: boolean; errors?: readonly FormError[] };

/** The page of one recording; `nation` says whose working days count. */
export function recordingPage({ nation }: { nation: Nation }): Page {
  return definePage({
    name: 'recording',
    routes: [
      route({
        method: 'GET',
        path: PATH,
        may: { seeChild: (params) => params.caseNumber },
        params: recordingParams,
        query: recordingQuery,
        viewed: (params) => ({ subjectKind: 'recording', subjectId: params.id }),
        handle: ({ query, ...request }) =>
          show(request, nation, { addsContext: query.add === 'context' }),
      }),
      route({
        method: 'POST',
        path: PATH,
        may: { seeChild: (params) => params.caseNumber },
        params: recordingParams,
        form: recordingForm,
        handle: (request) => save(request, nation),
      }),
      ...correctionRoutes(PATH),
      ...agreementRoutes(PATH),
    ],
  });
}

async function show(request: AnyRequest, nation: Nation, shown: Shown): Promise<PageResult> {
  const { params, database, viewer, access, now, today, kept } = request;
  const [head, recording] = await Promise.all([
    readChildHead(database.pool, params.caseNumber, today),
    readRecording(database.pool, params.caseNumber, params.id),
  ]);
  if (head === null || recording === null) return noPermission();
  if (recording.state === 'joined') return toJoined(request);
  const draft = await readDraft(database, viewer.workerId, recording.id);
  const own = shown.entered ?? kept ?? draft?.fields ?? null;
  const waits = recording.state === 'awaiting-context';
  const carried =
    own === null && waits
      ? await readCarriedWords(database.pool, recording.id, viewer.workerId)
      : null;
  const view = await recordingView(
    { database, access, viewer, now, nation, head, recording },
    {
      entered: own ?? carried ?? {},
      addsContext: shown.addsContext === true,
      draftAt: shown.entered || kept ? null : (draft?.changedAt ?? null),
      isCarried: carried !== null,
    },
  );
  return render(TEMPLATE, shown.errors ? { ...view, errors: shown.errors } : view);
}

async function save(request: PostRequest, nation: Nation): Promise<PageResult> {
  const { params, form, database, viewer, now, today } = request;
  const recording = await readRecording(database.pool, params.caseNumber, params.id);
  if (recording === null) return noPermission();
  if (!form.valid) return show(request, nation, { entered: form.entered, errors: form.errors });
  const { finish, seen, adds, ...fields } = form.value;
  if (recording.state === 'withdrawn' || recording.state === 'joined') {
    return keepElsewhere(request, recording.state, fields);
  }
  if (finish === 'later') {
    await saveDraft(database, viewer.workerId, recording.id, { fields, changedAt: now });
    return redirect('/recordings', content.draftKept);
  }
  const isComplete = recording.state === 'complete';
  const addsContext = isComplete && adds === 'yes';
  const urgent = recording.urgentAt !== null && !isComplete;
  const reading = readContext(fields, { urgent, today });
  const errors = reading.valid ? nothingAdded(reading.submission, addsContext) : reading.errors;
  if (!reading.valid || errors.length > 0) {
    return show(request, nation, { entered: form.entered, addsContext, errors });
  }
  const completion: Completion = {
    recordingId: recording.id,
    workerId: viewer.workerId,
    surface: 'web',
    submission: reading.submission,
    seenMessages: seen,
    at: now,
  };
  if (addsContext) {
    await addContext(database, completion);
    return redirect(addressOf(params), content.added);
  }
  return answerTo(await completeRecording(database, completion), request, nation);
}

/** Words are added to a complete recording only where there are some. */
function nothingAdded(
  { statements, significantEvent }: ContextSubmission,
  addsContext: boolean,
): FormError[] {
  if (!addsContext || statements.length > 0 || significantEvent !== null) return [];
  return [{ field: 'add', text: content.nothingAdded }];
}

/** What the worker is told. Whatever they wrote is still in the form when it was not saved. */
async function answerTo(
  outcome: CompletionOutcome,
  request: PostRequest,
  nation: Nation,
): Promise<PageResult> {
  const { entered } = request.form;
  switch (outcome.outcome) {
    case 'completed':
      return redirect(addressOf(request.params), content.completed);
    case 'moved':
      return redirectWithWarning(addressOf(request.params), content.movedMeanwhile);
    case 'statement-needed':
      return show(request, nation, {
        entered,
        errors: [{ field: 'add', text: content.statementNeeded }],
      });
    case 'messages-added': {
      const before = Number(entered.seen);
      const came = Math.max(1, outcome.messages - (Number.isInteger(before) ? before : 0));
      return show(request, nation, {
        entered,
        errors: [{ field: 'messages', text: messagesAdded(came) }],
      });
    }
    case 'already-complete': {
      const { name } = await readPerson(request.database.pool, outcome.by);
      const text = completedElsewhere(name, clockTime(outcome.at), outcome.surface);
      const errors = [{ field: 'add', text }];
      return show(request, nation, { entered, addsContext: true, errors });
    }
  }
}

/** The messages went somewhere else while the worker was writing: their words are kept as a draft. */
async function keepElsewhere(
  { params, database, viewer, now }: PostRequest,
  state: 'withdrawn' | 'joined',
  fields: ContextFields,
): Promise<PageResult> {
  const into =
    state === 'joined' ? await readJoinedInto(database.pool, params.caseNumber, params.id) : null;
  const id = into ?? params.id;
  await saveDraft(database, viewer.workerId, id, { fields, changedAt: now });
  return redirectWithWarning(addressOf({ ...params, id }), content.movedMeanwhile);
}

/** A recording that was joined to another leads there. */
async function toJoined({ params, database }: AnyRequest): Promise<PageResult> {
  const id = await readJoinedInto(database.pool, params.caseNumber, params.id);
  return id === null ? noPermission() : redirect(addressOf({ ...params, id }));
}

function addressOf({ caseNumber, id }: Params): string {
  return `${addressOfRecord(caseNumber)}/recordings/${id}`;
}
