// Making a plan, and reviewing it: a new version above the ones before it.
import { readKeptArrangement } from '../../../contact-plans/arrangement-store.ts';
import { readPossibleUsers } from '../../../contact-plans/people-store.ts';
import { type ContactPlan, PLAN_CHANNELS } from '../../../contact-plans/plan.ts';
import { keepPlan, readPlanVersions } from '../../../contact-plans/plan-store.ts';
import { fullDate } from '../../../format/dates.ts';
import { readChildren } from '../../../record/recording-store.ts';
import {
  type Entered,
  type FormError,
  noPermission,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { readTypedDay, reviewDayError, typedDay } from '../../page/typed-day.ts';
import { CHANNEL_LABELS, content } from './content.ts';
import { type AnyRequest, PATH, type Params, type Subject, several, subjectOf } from './request.ts';
import { contactParams, planForm } from './schema.ts';
import { dayChoices, TIME_CHOICES } from './view.ts';

const TEMPLATE = 'pages/contact-plan/change.njk';
const may = { seeChild: (params: Params) => params.caseNumber };

export const changeRoutes: Route[] = [
  route({
    method: 'GET',
    path: `${PATH}/:contactId/change`,
    may,
    params: contactParams,
    viewed: (params) => ({ subjectKind: 'contact-plan', subjectId: params.contactId }),
    async handle(request) {
      const subject = await subjectOf(request);
      if (subject === null || !subject.mayChange) return noPermission();
      return showForm(request, subject, request.kept ?? (await fieldsToStartFrom(request)));
    },
  }),
  route({
    method: 'POST',
    path: `${PATH}/:contactId/change`,
    may,
    params: contactParams,
    form: planForm,
    async handle({ form, ...request }): Promise<PageResult> {
      const { params, access, viewer, database, now, today } = request;
      const subject = await subjectOf(request);
      if (subject === null) return noPermission();
      const { entered } = form;
      const typed = typeof entered['review-on'] === 'string' ? entered['review-on'] : '';
      const reviewOn = readTypedDay(typed);
      const wrong = reviewDayError(reviewOn, today);
      const late = wrong === null ? [] : [{ field: 'review-on', text: wrong }];
      if (!form.valid) return showForm(request, subject, entered, [...form.errors, ...late]);
      if (reviewOn === null || late.length > 0) return showForm(request, subject, entered, late);
      const { value } = form;
      const visible = await access.visibleCases(subject.contact.caseNumbers);
      const users = await readPossibleUsers(database.pool, params.caseNumber, today);
      const usedBy = users.filter(({ workerId }) => value['used-by'].includes(workerId));
      const caseNumbers = subject.contact.caseNumbers.filter(
        (caseNumber) =>
          caseNumber === params.caseNumber ||
          (visible.has(caseNumber) && value.child.includes(caseNumber)),
      );
      await database.transaction((connection) =>
        keepPlan(connection, {
          contactId: params.contactId,
          caseNumbers,
          terms: {
            purpose: value.purpose,
            channels: value.channel,
            hoursFrom: value['hours-from'],
            hoursTo: value['hours-to'],
            days: value.day,
            usedBy: usedBy.map(({ workerId }) => workerId),
            risks: value.risks,
            measures: value.measures,
            agreedWith: value['agreed-with'],
            reviewOn,
          },
          endedReason: null,
          by: viewer.workerId,
          at: now,
        }),
      );
      return redirect(subject.path, content.saved);
    },
  }),
];

async function showForm(
  request: AnyRequest,
  subject: Subject,
  entered: Entered,
  errors: readonly FormError[] = [],
): Promise<PageResult> {
  const { params, database, access, today } = request;
  const visible = await access.visibleCases(subject.contact.caseNumbers);
  const [users, children] = await Promise.all([
    readPossibleUsers(database.pool, params.caseNumber, today),
    readChildren(database.pool, [...visible]),
  ]);
  const chosen = (name: string) => several(entered, name);
  return render(TEMPLATE, {
    title: content.title,
    record: subject.head,
    back: { href: subject.path, text: subject.contact.name },
    content,
    ...subject,
    entered,
    ...(errors.length > 0 ? { errors } : {}),
    channels: PLAN_CHANNELS.map((value) => ({
      value,
      text: CHANNEL_LABELS[value],
      checked: chosen('channel').includes(value),
    })),
    times: TIME_CHOICES,
    days: dayChoices(chosen('day')),
    users: users.map(({ workerId, name }) => ({
      value: workerId,
      text: name,
      checked: chosen('used-by').includes(workerId),
    })),
    // The child whose record this is: always.
    children: children
      .filter(({ caseNumber }) => caseNumber !== params.caseNumber)
      .map(({ caseNumber, name, dateOfBirth }) => ({
        value: caseNumber,
        text: name,
        hint: { text: `Born ${fullDate(dateOfBirth)}, ${caseNumber}` },
        checked: chosen('child').includes(caseNumber),
      })),
  });
}

/** The newest version, to be changed; for a first plan the hours agreed with the contact. */
async function fieldsToStartFrom({ database, params }: AnyRequest): Promise<Entered> {
  const [plan] = await readPlanVersions(database.pool, params.caseNumber, params.contactId);
  if (plan !== undefined) return fieldsOf(plan);
  const kept = await readKeptArrangement(database.pool, params.contactId);
  return {
    'hours-from': kept?.hoursFrom ?? '',
    'hours-to': kept?.hoursTo ?? '',
    day: (kept?.days ?? []).map(String),
  };
}

function fieldsOf(plan: ContactPlan): Entered {
  return {
    purpose: plan.purpose,
    channel: [...plan.channels],
    'hours-from': plan.hoursFrom ?? '',
    'hours-to': plan.hoursTo ?? '',
    day: plan.days.map(String),
    'used-by': [...plan.usedBy],
    risks: plan.risks,
    measures: plan.measures,
    'agreed-with': plan.agreedWith,
    'review-on': typedDay(plan.reviewOn),
  };
}
