// Samples of what no rule flagged: read by managers, counted.
import { mayReadMessage } from '../../../access/rules.ts';
import { recordTime } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { FLAG_CATEGORIES } from '../../../oversight/flag.ts';
import {
  countSamples,
  listSamples,
  readSample,
  readSampleRate,
  recordSampleResult,
  type Sample,
  saveSampleRate,
} from '../../../oversight/sample-store.ts';
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
import { CATEGORY_NAMES } from '../rules/content.ts';
import { content } from './content.ts';
import { rateForm, resultForm, sampleParams } from './schema.ts';

const PATH = '/oversight/samples';
type ListRequest = Pick<PageRequest<unknown, unknown, unknown>, 'database' | 'viewer' | 'access'>;
type OneRequest = Pick<
  PageRequest<{ sampleId: string }, unknown, unknown>,
  'database' | 'params' | 'access' | 'kept'
>;

export const samplesPage: Page = definePage({
  name: 'samples',
  routes: [
    route({
      method: 'GET',
      path: PATH,
      may: { haveRole: ['manager', 'administrator'] },
      handle: (request) => list(request, null, []),
    }),
    route({
      method: 'POST',
      path: PATH,
      may: { haveRole: ['administrator'] },
      form: rateForm,
      async handle(request) {
        const { form, database, viewer, now, audit } = request;
        if (!form.valid) return list(request, form.entered, form.errors);
        const { rate } = form.value;
        await saveSampleRate(database.pool, { rate, setBy: viewer.workerId, setAt: now });
        await audit({
          action: 'set-sample-rate',
          subjectKind: 'settings',
          subjectId: 'samples',
          caseNumbers: [],
          detail: { perWorkerAWeek: rate },
        });
        return redirect(PATH, content.rateSaved);
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/:sampleId`,
      may: { haveRole: ['manager'] },
      params: sampleParams,
      viewed: ({ sampleId }) => ({ subjectKind: 'sample', subjectId: sampleId, caseNumbers: [] }),
      handle: (request) => one(request, null, []),
    }),
    route({
      method: 'POST',
      path: `${PATH}/:sampleId`,
      may: { haveRole: ['manager'] },
      params: sampleParams,
      form: resultForm,
      async handle(request) {
        const { form, database, viewer, now, audit } = request;
        const sample = await visibleSample(request);
        if (sample === null) return noPermission();
        if (!form.valid) return one(request, form.entered, form.errors);
        const { result, category, note } = form.value;
        const isFirst = await recordSampleResult(database.pool, {
          sampleId: sample.id,
          result,
          category: result === 'missed' && category !== '' ? category : null,
          note,
          recordedBy: viewer.workerId,
          recordedAt: now,
        });
        if (!isFirst) return redirectWithWarning(`${PATH}/${sample.id}`, content.second);
        await audit({
          action: 'record-sample-result',
          subjectKind: 'sample',
          subjectId: sample.id,
          caseNumbers: sample.caseNumbers,
          detail: { result },
        });
        return redirect(PATH, content.saved);
      },
    }),
  ],
});

async function list(
  { database, viewer, access }: ListRequest,
  entered: Entered | null,
  errors: readonly FormError[],
): Promise<PageResult> {
  const { pool } = database;
  const [samples, counts, rate] = await Promise.all([
    listSamples(pool, await access.casesQuery(1)),
    countSamples(pool),
    readSampleRate(pool),
  ]);
  return render('pages/samples/list.njk', {
    title: content.title,
    ...(errors.length > 0 ? { errors } : {}),
    content,
    counts: content.counts(
      plural(counts.drawn, 'message', 'messages'),
      plural(counts.looked, 'message', 'messages'),
      plural(counts.missed, 'flag was missed', 'flags were missed'),
    ),
    samples: samples.map((sample) => ({
      href: `${PATH}/${sample.id}`,
      text: content.about(sample.workerName, recordTime(sample.at)),
      state: sample.result === null ? content.open : content.results[sample.result],
    })),
    isManager: viewer.role === 'manager',
    canSet: viewer.role === 'administrator',
    rate: entered?.rate ?? String(rate),
  });
}

/** The sample, where its child is one the viewer may see. */
async function visibleSample({
  database,
  params,
  access,
}: Pick<OneRequest, 'database' | 'params' | 'access'>): Promise<Sample | null> {
  const sample = await readSample(database.pool, params.sampleId);
  if (sample === null || sample.caseNumbers.length === 0) return null;
  const visible = await access.visibleCases(sample.caseNumbers);
  return mayReadMessage(sample.caseNumbers, visible) ? sample : null;
}

async function one(
  request: OneRequest,
  entered: Entered | null,
  errors: readonly FormError[],
): Promise<PageResult> {
  const sample = await visibleSample(request);
  if (sample === null) return noPermission();
  const fields = entered ?? request.kept ?? {};
  const title = content.about(sample.workerName, recordTime(sample.at));
  return render('pages/samples/sample.njk', {
    title,
    ...(errors.length > 0 ? { errors } : {}),
    back: { href: PATH, text: content.title },
    content,
    heading: title,
    from: content.from[sample.direction],
    text: sample.text,
    conversation: `/conversations/${sample.conversationId}`,
    action: `${PATH}/${sample.id}`,
    result: sample.result === null ? null : content.results[sample.result],
    category:
      sample.category === null ? null : (CATEGORY_NAMES[sample.category] ?? sample.category),
    note: sample.note,
    fields,
    choices: [
      { value: 'nothing-missed', text: content.no, checked: fields.result === 'nothing-missed' },
      { value: 'missed', text: content.yes, checked: fields.result === 'missed' },
    ],
    categories: [
      { value: '', text: content.choose },
      ...FLAG_CATEGORIES.map((value) => ({
        value,
        text: CATEGORY_NAMES[value] ?? value,
        selected: fields.category === value,
      })),
    ],
  });
}
