// The rota: who is asked about what is urgent. Data of the authority, kept version after version.
import { LINE_MANAGER, NEXT_MANAGER } from '../../../escalation/rota.ts';
import {
  listRotaPeople,
  type RotaPerson,
  readRota,
  saveRota,
} from '../../../escalation/rota-store.ts';
import { recordTime } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
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
} from '../../page/index.ts';
import { content, DAYS } from './content.ts';
import {
  BANK_HOLIDAY,
  enteredOf,
  listOf,
  MOST_HOURS,
  PLACES,
  readRotaForm,
  rotaForm,
  textOf,
} from './schema.ts';

const PATH = '/settings/rota';
const MAY = { haveRole: ['administrator', 'manager'] } as const;

type AnyRequest = Pick<
  PageRequest<unknown, unknown, unknown>,
  'database' | 'today' | 'kept' | 'viewer'
>;

export const rotaPage: Page = definePage({
  name: 'rota',
  navigation: { text: content.title, href: PATH, order: 70, roles: ['administrator'] },
  routes: [
    route({ method: 'GET', path: PATH, may: MAY, handle: (request) => show(request, null, []) }),
    route({
      method: 'POST',
      path: PATH,
      may: MAY,
      form: rotaForm,
      async handle(request) {
        const { form, database, viewer, now, today, audit } = request;
        const people = await listRotaPeople(database.pool, today);
        const known = new Set([
          LINE_MANAGER,
          NEXT_MANAGER,
          ...people.map(({ workerId }) => workerId),
        ]);
        const { rota, errors } = readRotaForm(form.entered, known);
        if (rota === null) return show(request, form.entered, errors);
        await saveRota(database.pool, rota, viewer.workerId, now);
        await audit({
          action: 'save-rota',
          subjectKind: 'settings',
          subjectId: 'rota',
          caseNumbers: [],
          detail: { hours: rota.shifts.length, dutyPhone: rota.dutyTeam !== null },
        });
        return redirect(PATH, content.saved);
      },
    }),
  ],
});

async function show(
  { database, today, kept, viewer }: AnyRequest,
  entered: Entered | null,
  errors: readonly FormError[],
): Promise<PageResult> {
  const [saved, people] = await Promise.all([
    readRota(database.pool),
    listRotaPeople(database.pool, today),
  ]);
  const fields = entered ?? kept ?? (saved ? enteredOf(saved.rota) : {});
  const filled = Array.from({ length: MOST_HOURS }, (_, index) => index + 1).filter(
    (row) => textOf(fields, `name-${row}`) !== '' || listOf(fields, `days-${row}`).length > 0,
  );
  const rows = Math.min(MOST_HOURS, Math.max(0, ...filled) + 1);
  return render('pages/rota/page.njk', {
    title: content.title,
    ...(errors.length > 0 ? { errors } : {}),
    content,
    saved: saved ? content.savedBy(saved.setByName, recordTime(saved.setAt)) : content.none,
    hours: Array.from({ length: rows }, (_, index) =>
      hoursView(fields, index + 1, index + 1 > filled.length, people),
    ),
    dutyTeam: textOf(fields, 'duty-team'),
    dutyPhone: phone(textOf(fields, 'duty-phone')),
    isAdministrator: viewer.role === 'administrator',
  });
}

function hoursView(fields: Entered, row: number, isSpare: boolean, people: readonly RotaPerson[]) {
  const days = listOf(fields, `days-${row}`);
  return {
    row,
    heading: isSpare ? content.another : content.hours(row),
    name: textOf(fields, `name-${row}`),
    from: textOf(fields, `from-${row}`),
    to: textOf(fields, `to-${row}`),
    days: [
      ...DAYS.map((text, index) => ({
        value: String(index + 1),
        text,
        checked: days.includes(String(index + 1)),
      })),
      { value: BANK_HOLIDAY, text: content.bankHolidays, checked: days.includes(BANK_HOLIDAY) },
    ],
    people: PLACES.map((place, index) => {
      const chosen = textOf(fields, `${place}-${row}`);
      const option = (value: string, text: string) => ({ value, text, selected: chosen === value });
      return {
        name: `${place}-${row}`,
        label: content.people[index] ?? place,
        items: [
          option('', content.nobody),
          option(LINE_MANAGER, content.lineManager),
          option(NEXT_MANAGER, content.nextManager),
          ...people.map(({ workerId, name, team }) => option(workerId, `${name}, ${team}`)),
        ],
      };
    }),
  };
}
