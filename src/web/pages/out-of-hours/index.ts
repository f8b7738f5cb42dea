// When messages are read and what a family is told in between: the authority's own hours and words.
import { z } from 'zod';
import { findWorkerName } from '../../../access/access-store.ts';
import { outOfHoursSchema } from '../../../delivery/out-of-hours.ts';
import {
  type OutOfHoursVersion,
  readOutOfHours,
  saveOutOfHours,
} from '../../../delivery/out-of-hours-store.ts';
import { recordTime } from '../../../format/dates.ts';
import {
  definePage,
  type Entered,
  type FormError,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  render,
  route,
  severalSchema,
} from '../../page/index.ts';
import { DAYS } from '../rota/content.ts';
import { content } from './content.ts';

const PATH = '/settings/out-of-hours';
const MAY = { haveRole: ['administrator'] } as const;

const form = z
  .object({
    on: z.string().optional(),
    days: severalSchema,
    opensAt: z.string().default(''),
    closesAt: z.string().default(''),
    dutyNumber: z.string().default(''),
    wordsEn: z.string().default(''),
    wordsCy: z.string().default(''),
    cyCheckedBy: z.string().default(''),
  })
  .transform(({ on, days, ...fields }) => ({
    ...fields,
    days: days.map(Number),
    on: on !== undefined,
  }))
  .pipe(
    outOfHoursSchema
      .and(z.object({ on: z.boolean() }))
      .transform(({ on, ...settings }) => ({ on, settings })),
  );

export const outOfHoursPage: Page = definePage({
  name: 'out-of-hours',
  navigation: { text: content.title, href: PATH, order: 71, roles: ['administrator'] },
  routes: [
    route({ method: 'GET', path: PATH, may: MAY, handle: (request) => show(request, null, []) }),
    route({
      method: 'POST',
      path: PATH,
      may: MAY,
      form,
      async handle(request) {
        const { form, database, viewer, now, audit } = request;
        if (!form.valid) return show(request, form.entered, form.errors);
        const { on, settings } = form.value;
        const { workerId } = viewer;
        await saveOutOfHours(database.pool, { on, settings, setBy: workerId, setAt: now });
        await audit({
          action: 'save-out-of-hours',
          subjectKind: 'settings',
          subjectId: 'out-of-hours',
          caseNumbers: [],
          detail: { on, welsh: settings.wordsCy !== null },
        });
        return redirect(PATH, content.saved);
      },
    }),
  ],
});

async function show(
  { database, kept }: Pick<PageRequest<unknown, unknown, unknown>, 'database' | 'kept'>,
  entered: Entered | null,
  errors: readonly FormError[],
): Promise<PageResult> {
  const saved = await readOutOfHours(database.pool);
  const fields = entered ?? kept ?? (saved ? enteredOf(saved) : {});
  const name = saved ? await findWorkerName(database.pool, saved.setBy) : null;
  const { days = [] } = fields;
  return render('pages/out-of-hours/page.njk', {
    title: content.title,
    ...(errors.length > 0 ? { errors } : {}),
    content,
    isOff: !saved?.on,
    saved: saved ? content.savedBy(name ?? 'Casethread', recordTime(saved.setAt)) : null,
    fields,
    on: fields.on !== undefined,
    days: DAYS.map((text, index) => ({
      value: String(index + 1),
      text,
      checked: days.includes(String(index + 1)),
    })),
  });
}

function enteredOf({ on, settings }: OutOfHoursVersion): Entered {
  return {
    ...(on ? { on: 'yes' } : {}),
    days: settings.days.map(String),
    opensAt: settings.opensAt,
    closesAt: settings.closesAt,
    dutyNumber: settings.dutyNumber,
    wordsEn: settings.wordsEn,
    wordsCy: settings.wordsCy ?? '',
    cyCheckedBy: settings.cyCheckedBy ?? '',
  };
}
