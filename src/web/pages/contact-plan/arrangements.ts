// What holds with a contact whatever the child: quiet, hours, and the recording notice, which only a
// manager may withhold, with a reason and a review date (Coventry 4.2c).
import type { z } from 'zod';
import {
  type KeptArrangement,
  keepArrangement,
  readKeptArrangement,
} from '../../../contact-plans/arrangement-store.ts';
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
import { content } from './content.ts';
import { type AnyRequest, PATH, type Params, several, subjectOf } from './request.ts';
import { arrangementsForm, contactParams } from './schema.ts';
import { dayChoices, noticeWords, TIME_CHOICES } from './view.ts';

const may = { seeChild: (params: Params) => params.caseNumber };
type Fields = z.infer<typeof arrangementsForm>;

export const arrangementRoutes: Route[] = [
  route({
    method: 'GET',
    path: `${PATH}/:contactId/arrangements`,
    may,
    params: contactParams,
    viewed: (params) => ({ subjectKind: 'contact', subjectId: params.contactId }),
    async handle(request) {
      const kept = await readKeptArrangement(request.database.pool, request.params.contactId);
      return showForm(request, kept, request.kept ?? fieldsOf(kept));
    },
  }),
  route({
    method: 'POST',
    path: `${PATH}/:contactId/arrangements`,
    may,
    params: contactParams,
    form: arrangementsForm,
    async handle({ form, ...request }): Promise<PageResult> {
      const { params, database, viewer, now } = request;
      const subject = await subjectOf(request);
      if (subject === null) return noPermission();
      const before = await readKeptArrangement(database.pool, params.contactId);
      if (!form.valid) return showForm(request, before, form.entered, form.errors);
      const reading = noticeIn(form.value, request, before);
      if (reading.errors.length > 0) {
        return showForm(request, before, form.entered, reading.errors);
      }
      const { value } = form;
      await database.transaction((connection) =>
        keepArrangement(connection, {
          contactId: params.contactId,
          quiet: value.quiet === 'yes',
          note: value.note === '' ? null : value.note,
          hoursFrom: value['hours-from'],
          hoursTo: value['hours-to'],
          days: value.day,
          notice: reading.notice,
          by: viewer.workerId,
          at: now,
          caseNumbers: subject.contact.caseNumbers,
        }),
      );
      return redirect(subject.path, content.arrangementsSaved);
    },
  }),
];

type NoticeReading = {
  notice: { reason: string; reviewOn: string } | null | undefined;
  errors: FormError[];
};

/** The manager's part of the form; a worker's form leaves the notice as it was. */
function noticeIn(
  value: Fields,
  { viewer, today }: AnyRequest,
  before: KeptArrangement | null,
): NoticeReading {
  if (viewer.role !== 'manager') return { notice: undefined, errors: [] };
  if (value.withhold !== 'yes') return { notice: null, errors: [] };
  const reason = value['notice-reason'];
  const reviewOn = readTypedDay(value['notice-review']);
  const same = before?.notice?.reason === reason && before.notice.reviewOn === reviewOn;
  // Saved again with nothing changed: the decision stays with whoever made it.
  if (same) return { notice: undefined, errors: [] };
  const wrong = reviewDayError(reviewOn, today);
  const errors = [
    ...(reason === '' ? [{ field: 'notice-reason', text: content.reasonMissing }] : []),
    ...(wrong === null ? [] : [{ field: 'notice-review', text: wrong }]),
  ];
  return { notice: reviewOn === null ? null : { reason, reviewOn }, errors };
}

async function showForm(
  request: AnyRequest,
  before: KeptArrangement | null,
  entered: Entered,
  errors: readonly FormError[] = [],
): Promise<PageResult> {
  const subject = await subjectOf(request);
  if (subject === null || !subject.mayChange) return noPermission();
  return render('pages/contact-plan/arrangements.njk', {
    title: content.arrangementsTitle,
    record: subject.head,
    back: { href: subject.path, text: subject.contact.name },
    content,
    ...subject,
    entered,
    ...(errors.length > 0 ? { errors } : {}),
    times: TIME_CHOICES,
    days: dayChoices(several(entered, 'day')),
    manages: request.viewer.role === 'manager',
    notice: before?.notice ? noticeWords(before.notice) : content.noticeTold,
  });
}

function fieldsOf(kept: KeptArrangement | null): Entered {
  if (kept === null) return {};
  return {
    ...(kept.quiet ? { quiet: 'yes' } : {}),
    note: kept.note ?? '',
    'hours-from': kept.hoursFrom ?? '',
    'hours-to': kept.hoursTo ?? '',
    day: kept.days.map(String),
    ...(kept.notice
      ? {
          withhold: 'yes',
          'notice-reason': kept.notice.reason,
          'notice-review': typedDay(kept.notice.reviewOn),
        }
      : {}),
  };
}
