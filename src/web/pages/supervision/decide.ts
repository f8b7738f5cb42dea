// Deciding a line. It is saved by itself: a fire alarm loses nothing.
import type { z } from 'zod';
import type { Role } from '../../../access/viewer.ts';
import { decideCorrection } from '../../../annotation/agreement-store.ts';
import { renewPlans } from '../../../contact-plans/plan-store.ts';
import type { Queryable } from '../../../database/client.ts';
import { clockTime, recordTime } from '../../../format/dates.ts';
import { lineName } from '../../../supervision/line.ts';
import { findSupervised } from '../../../supervision/supervised-store.ts';
import {
  addToDecision,
  decideLine,
  finishSupervision,
} from '../../../supervision/supervision-store.ts';
import {
  type Entered,
  type FormError,
  noPermission,
  type PageRequest,
  type PageResult,
  type Route,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { readTypedDay, reviewDayError } from '../../page/typed-day.ts';
import {
  type AgendaRequest,
  addressOf,
  agendaView,
  nextLine,
  openLine,
  readAgenda,
} from './agenda.ts';
import { content, decidedMeanwhile } from './content.ts';
import { readPastSupervisions } from './file.ts';
import type { LiveLine } from './lines.ts';
import {
  additionForm,
  additionParams,
  type DecisionForm,
  decisionForm,
  workerParams,
} from './schema.ts';

type Params = z.infer<typeof workerParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;
type May = { haveRole: readonly Role[] };

export function decideRoutes(may: May): Route[] {
  return [
    route({
      method: 'POST',
      path: '/supervision/:workerId',
      may,
      params: workerParams,
      form: decisionForm,
      async handle({ form, ...request }) {
        const person = await supervisedBy(request);
        if (person === null) return noPermission();
        const asked = { ...request, person };
        if (!form.valid) {
          const line = typeof form.entered.line === 'string' ? form.entered.line : undefined;
          return showAgenda(asked, { line, entered: form.entered, errors: form.errors });
        }
        return decide(asked, form.value, form.entered);
      },
    }),
    route({
      method: 'POST',
      path: '/supervision/:workerId/decisions/:lineId',
      may,
      params: additionParams,
      form: additionForm,
      async handle({ form, params, ...request }): Promise<PageResult> {
        const person = await supervisedBy({ ...request, params });
        if (person === null) return noPermission();
        const path = addressOf(person.workerId);
        if (!form.valid) return redirectWithWarning(path, content.decisionMissing);
        const { decision: words, action } = form.value;
        const act = { workerId: person.workerId, by: request.viewer.workerId, at: request.now };
        const added = await request.database.transaction((connection) =>
          addToDecision(connection, params.lineId, { words, action: action || null }, act),
        );
        return added ? redirect(path, content.added) : noPermission();
      },
    }),
    route({
      method: 'POST',
      path: '/supervision/:workerId/finish',
      may,
      params: workerParams,
      async handle(request): Promise<PageResult> {
        const person = await supervisedBy(request);
        if (person === null) return noPermission();
        const { workerId } = person;
        const { lines } = await readAgenda({ ...request, person });
        const undecided = lines.flatMap(({ state, line }) =>
          state === 'to-decide' ? [lineName(line)] : [],
        );
        const act = { workerId, by: request.viewer.workerId, at: request.now };
        await request.database.transaction((connection) =>
          finishSupervision(connection, undecided, act),
        );
        return redirect(addressOf(workerId), content.finished);
      },
    }),
  ];
}

/** The worker, when this manager supervises them. Nobody decides in their own supervision. */
export async function supervisedBy({ params, viewer, database, today }: AnyRequest) {
  if (params.workerId === viewer.workerId) return null;
  return findSupervised(database.pool, viewer, params.workerId, today);
}

type Act = { workerId: string; by: string; at: Date };
type Asked = AgendaRequest & Pick<AnyRequest, 'kept'>;

async function decide(request: Asked, form: DecisionForm, entered: Entered): Promise<PageResult> {
  const { viewer, now, today, database, person } = request;
  const agenda = await readAgenda(request);
  const entry = agenda.lines.find(({ line }) => lineName(line) === form.line);
  const path = addressOf(person.workerId);
  if (entry === undefined) return redirectWithWarning(path, content.gone);
  if (entry.state === 'decided') {
    const { id, decision } = entry.line;
    return showAgenda(request, { entered, meanwhile: { lineId: id, ...decision } });
  }
  const { line } = entry;
  const reading = readDecision(line, form, viewer.workerId, today);
  if (reading.errors.length > 0) {
    return showAgenda(request, { line: form.line, entered, errors: reading.errors });
  }
  const act = { workerId: person.workerId, by: viewer.workerId, at: now };
  const outcome = await database.transaction(async (connection) => {
    const free = await agreeFirst(connection, line, form, act);
    if (!free) return null;
    const decided = await decideLine(connection, line, reading, act);
    if (decided.outcome === 'decided') await renew(connection, line, reading.reviewOn, act);
    return decided;
  });
  if (outcome === null) return decidedElsewhere(request, form.line, entered);
  if (outcome.outcome === 'decided-before') {
    const { lineId, decision } = outcome;
    return showAgenda(request, { entered, meanwhile: { lineId, ...decision } });
  }
  const next = nextLine(agenda, entry.number);
  if (next === null) return redirect(`${path}#line-${entry.number}`);
  const query = new URLSearchParams([['line', lineName(next.line)]]);
  return redirect(`${path}?${query}#line-${next.number}`);
}

/** What the decision says, and what is wrong with it. */
function readDecision(line: LiveLine, form: DecisionForm, viewerId: string, today: string) {
  const errors: FormError[] = [];
  const action = form.action === '' ? null : form.action;
  let words = form.decision;
  let reviewOn: string | null = null;
  if (line.asks.kind === 'agreement') {
    if (line.asks.authorId === viewerId) {
      errors.push({ field: 'decision', text: content.ownCorrection });
    } else if (form.agreed === undefined) {
      errors.push({ field: 'agreed', text: content.chooseDecision });
    } else if (form.agreed === 'no' && words === '') {
      errors.push({ field: 'decision', text: content.reasonMissing });
    }
    words = `${form.agreed === 'yes' ? content.agreed : content.declined} ${words}`.trim();
  } else if (words === '') {
    errors.push({ field: 'decision', text: content.decisionMissing });
  }
  if (line.asks.kind === 'review' && form.review.trim() !== '') {
    reviewOn = readTypedDay(form.review);
    const wrong = reviewDayError(reviewOn, today);
    if (wrong !== null) errors.push({ field: 'review', text: wrong });
  }
  return { words, action, reviewOn, errors };
}

/** Agrees or declines a correction. False: somebody did meanwhile, and nothing of this is kept. */
async function agreeFirst(
  connection: Queryable,
  line: LiveLine,
  form: DecisionForm,
  { by, at }: Act,
): Promise<boolean> {
  if (line.asks.kind !== 'agreement') return true;
  const { outcome } = await decideCorrection(connection, {
    correctionId: line.asks.correctionId,
    agreed: form.agreed === 'yes',
    reason: form.decision === '' ? null : form.decision,
    managerId: by,
    at,
  });
  return outcome === 'decided';
}

/** A plan goes on until its next review. */
async function renew(
  connection: Queryable,
  line: LiveLine,
  reviewOn: string | null,
  { by, at }: Act,
): Promise<void> {
  if (line.asks.kind !== 'review' || reviewOn === null) return;
  const { contactId } = line.asks;
  await renewPlans(connection, { contactId, caseNumbers: line.caseNumbers, reviewOn, by, at });
}

/** The correction was decided here by somebody else, or on the recording's own page. */
async function decidedElsewhere(
  request: Asked,
  name: string,
  entered: Entered,
): Promise<PageResult> {
  const { lines } = await readAgenda(request);
  const decided = lines.find(({ state, line }) => state === 'decided' && lineName(line) === name);
  if (decided?.state !== 'decided') {
    return redirectWithWarning(addressOf(request.person.workerId), content.gone);
  }
  const { id, decision } = decided.line;
  return showAgenda(request, { entered, meanwhile: { lineId: id, ...decision } });
}

type ShownAgenda = {
  line?: string | undefined;
  entered: Entered;
  errors?: readonly FormError[];
  /** Somebody else was first. */
  meanwhile?: { lineId: string; byName: string; at: Date; words: string };
};

/** The page of one worker's supervision. */
export async function showAgenda(request: Asked, shown: ShownAgenda): Promise<PageResult> {
  const { person, viewer, now, database } = request;
  const agenda = await readAgenda(request);
  const { meanwhile } = shown;
  const open = openLine(agenda, shown.line);
  const own = viewer.workerId === person.workerId;
  const title = own ? content.own : `Supervision with ${person.name}`;
  const meanwhileView = meanwhile && {
    href: `${addressOf(person.workerId)}/decisions/${meanwhile.lineId}`,
    words: decidedMeanwhile(meanwhile.byName, clockTime(meanwhile.at), meanwhile.words),
  };
  const errors = meanwhileView
    ? [{ field: 'addition', text: meanwhileView.words }]
    : (shown.errors ?? []);
  return render('pages/supervision/page.njk', {
    title,
    content,
    back: {
      href: own && viewer.role !== 'manager' ? '/inbox' : '/supervision',
      text: own && viewer.role !== 'manager' ? 'Inbox' : content.title,
    },
    caption: recordTime(now),
    person: person.name,
    ...agendaView(agenda, request, open && !meanwhileView ? lineName(open.line) : null),
    past: await readPastSupervisions(database, person.workerId),
    entered: shown.entered,
    meanwhile: meanwhileView ?? null,
    ...(errors.length > 0 ? { errors } : {}),
  });
}
