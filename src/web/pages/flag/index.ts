// One item: why it is here, who has done what, and one form to decide.
import type { z } from 'zod';
import { findWorkerName } from '../../../access/access-store.ts';
import { decide, finishFollowUp } from '../../../escalation/decide-store.ts';
import { acknowledgeItem } from '../../../escalation/pass-on.ts';
import { readDecisions } from '../../../escalation/view-store.ts';
import { findVisibleItem, type VisibleItem } from '../../../escalation/visible-store.ts';
import { clockTime } from '../../../format/dates.ts';
import {
  definePage,
  noPermission,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { acknowledgedBefore, content as oversight } from '../oversight/content.ts';
import { content, DECISION_WORDS, decidedMeanwhile } from './content.ts';
import {
  type DecisionForm,
  decisionForm,
  followUpErrors,
  followUpForm,
  itemParams,
} from './schema.ts';
import { itemView, type MeaningOf, type Shown } from './view.ts';

const PATH = '/oversight/flags/:id';
const TEMPLATE = 'pages/flag/page.njk';

type Params = z.infer<typeof itemParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;
type Form<Value> = Omit<PageRequest<Params, unknown, Value>, 'query'>;

/** `meaningOf` says what a rule is for, by its id@version. */
export function flagPage({ meaningOf }: { meaningOf: MeaningOf }): Page {
  const common = { may: { haveRole: ['manager'] }, params: itemParams } as const;
  return definePage({
    name: 'flag',
    routes: [
      route({
        method: 'GET',
        path: PATH,
        ...common,
        handle: (request) => show(request, meaningOf, {}),
      }),
      route({
        method: 'POST',
        path: PATH,
        ...common,
        form: decisionForm,
        handle: (request) => record(request, meaningOf),
      }),
      route({ method: 'POST', path: `${PATH}/acknowledge`, ...common, handle: acknowledge }),
      route({
        method: 'POST',
        path: `${PATH}/follow-up`,
        ...common,
        form: followUpForm,
        handle: (request) => followUp(request, meaningOf),
      }),
    ],
  });
}

function itemOf({ database, viewer, today, params }: AnyRequest): Promise<VisibleItem | null> {
  return findVisibleItem(database.pool, viewer, today, params.id);
}

async function show(request: AnyRequest, meaningOf: MeaningOf, shown: Shown): Promise<PageResult> {
  const item = await itemOf(request);
  if (item === null) return noPermission();
  const { caseNumbers, ...view } = await itemView(request, item, meaningOf, shown);
  await request.audit({
    action: 'view',
    subjectKind: 'oversight-item',
    subjectId: item.id,
    caseNumbers,
  });
  return render(TEMPLATE, view);
}

async function record(request: Form<DecisionForm>, meaningOf: MeaningOf): Promise<PageResult> {
  const { form, params, viewer, database, now, today, audit } = request;
  const item = await itemOf(request);
  if (item === null) return noPermission();
  const { entered } = form;
  if (!form.valid) return show(request, meaningOf, { entered, errors: form.errors });
  const { decision, reason, seen, followUp } = form.value;
  const errors = followUpErrors(followUp, today);
  if (errors.length > 0) return show(request, meaningOf, { entered, errors });
  const result = await decide(database, {
    itemId: params.id,
    decision,
    reason,
    followUp: followUp?.date ? { words: followUp.words, on: followUp.date } : null,
    decidedBy: viewer.workerId,
    at: now,
    seen,
  });
  if (result.outcome === 'decided-meanwhile') {
    const last = (await readDecisions(database.pool, params.id)).at(-1);
    const text =
      last === undefined
        ? ''
        : decidedMeanwhile(
            last.decidedBy === viewer.workerId ? 'You' : last.decidedByName,
            clockTime(last.decidedAt),
            DECISION_WORDS[last.decision].said,
          );
    return show(request, meaningOf, { entered, errors: [{ field: 'decision', text }] });
  }
  await audit({
    action: 'decide',
    subjectKind: 'oversight-item',
    subjectId: params.id,
    caseNumbers: result.caseNumbers,
    detail: { decision, onRecord: result.onRecord },
  });
  return redirect('/oversight', result.onRecord ? content.recorded : content.recordedHere);
}

async function acknowledge(request: Form<unknown>): Promise<PageResult> {
  const { params, viewer, database, now, audit } = request;
  const item = await itemOf(request);
  if (item === null) return noPermission();
  const result = await acknowledgeItem(database, params.id, viewer.workerId, now);
  if (result.outcome === 'before') {
    const name = result.by === null ? null : await findWorkerName(database.pool, result.by);
    const who = result.by === viewer.workerId ? 'You' : (name ?? 'Somebody');
    return redirectWithWarning('/oversight', acknowledgedBefore(who, clockTime(result.at)));
  }
  await audit({
    action: 'acknowledge',
    subjectKind: 'oversight-item',
    subjectId: params.id,
    caseNumbers: [],
  });
  return redirect('/oversight', oversight.acknowledged);
}

async function followUp(
  request: Form<z.infer<typeof followUpForm>>,
  meaningOf: MeaningOf,
): Promise<PageResult> {
  const { form, params, viewer, database, now, audit } = request;
  const item = await itemOf(request);
  if (item === null) return noPermission();
  if (!form.valid) return show(request, meaningOf, { entered: form.entered, errors: form.errors });
  const done = await finishFollowUp(database.pool, {
    itemId: params.id,
    decisionId: form.value.decision,
    words: form.value.done,
    doneBy: viewer.workerId,
    at: now,
  });
  if (!done) return redirectWithWarning(`/oversight/flags/${params.id}`, content.followedUpBefore);
  await audit({
    action: 'follow-up',
    subjectKind: 'oversight-item',
    subjectId: params.id,
    caseNumbers: [],
  });
  return redirect('/oversight', content.followedUp);
}
