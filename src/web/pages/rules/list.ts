// The list: what is in force, every rule in plain words, the versions.

import { recordTime } from '../../../format/dates.ts';
import { plural } from '../../../format/words.ts';
import { readAgain } from '../../../oversight/re-evaluate.ts';
import { listRules, NO_CHANGES } from '../../../oversight/rule-change.ts';
import type { RuleSet } from '../../../oversight/rule-schema.ts';
import {
  type InForce,
  listVersions,
  readInForce,
  takeForce,
} from '../../../oversight/rules-store.ts';
import {
  type Entered,
  type FormError,
  type PageRequest,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { readTypedDay } from '../../page/typed-day.ts';
import { CATEGORY_NAMES, content } from './content.ts';
import { reasonForm, sinceForm } from './schema.ts';

export const PATH = '/settings/rules';
/** Administrators change rules; managers may read them, and see what a change would do to their families' messages. */
export const MAY_READ = { haveRole: ['administrator', 'manager'] } as const;
export const MAY_CHANGE = { haveRole: ['administrator'] } as const;

type AnyRequest = Pick<PageRequest<unknown, unknown, unknown>, 'database' | 'viewer'>;
type Shown = { errors?: readonly FormError[]; entered?: Entered };

export function listRoutes(shipped: () => RuleSet): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      may: MAY_READ,
      handle: (request) => show(request, shipped, {}),
    }),
    route({
      method: 'POST',
      path: `${PATH}/read-again`,
      may: MAY_CHANGE,
      form: sinceForm,
      async handle(request) {
        const { form, database, now, today, audit } = request;
        const day = form.valid ? readTypedDay(form.value.since) : null;
        const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
        if (day === null || day > today || day < yearAgo) {
          const errors = [{ field: 'since', text: content.sinceError }];
          return show(request, shipped, { errors, entered: form.entered });
        }
        const count = await readAgain(database, new Date(`${day}T00:00:00Z`));
        await audit({
          action: 're-evaluate-rules',
          subjectKind: 'settings',
          subjectId: 'rules',
          caseNumbers: [],
          detail: { since: day, messages: count, at: now.toISOString() },
        });
        return redirect(PATH, content.readAgainDone(plural(count, 'message', 'messages')));
      },
    }),
    route({
      method: 'POST',
      path: `${PATH}/shipped`,
      may: MAY_CHANGE,
      form: reasonForm,
      async handle(request) {
        const { form, database, viewer, now, audit } = request;
        if (!form.valid) return show(request, shipped, form);
        await takeForce(database.pool, {
          versionId: null,
          reason: form.value.reason,
          takenBy: viewer.workerId,
          takenAt: now,
        });
        await audit({
          action: 'put-rules-in-force',
          subjectKind: 'settings',
          subjectId: 'rules',
          caseNumbers: [],
          detail: { version: 'shipped' },
        });
        return redirect(PATH, content.backDone);
      },
    }),
  ];
}

async function show(
  { database, viewer }: AnyRequest,
  shipped: () => RuleSet,
  { errors, entered }: Shown,
): Promise<PageResult> {
  const [inForce, versions] = await Promise.all([
    readInForce(database.pool),
    listVersions(database.pool),
  ]);
  const rules = listRules(shipped(), inForce.changes ?? NO_CHANGES);
  const groups = Map.groupBy(rules, ({ category }) => category);
  return render('pages/rules/list.njk', {
    title: content.title,
    ...(errors === undefined ? {} : { errors }),
    entered: entered ?? {},
    content,
    inForce: inForceWords(inForce),
    canChange: viewer.role === 'administrator',
    isChanged: inForce.versionId !== null,
    groups: [...groups].map(([category, own]) => ({
      id: category,
      name: CATEGORY_NAMES[category] ?? category,
      rules: own.map(({ rule, isOn, origin }) => ({
        href: `${PATH}/rules/${rule.id}`,
        means: rule.means,
        severity: content.severity[rule.severity],
        isUrgent: rule.severity === 'urgent',
        isOff: !isOn,
        origin: content.origin[origin],
      })),
    })),
    versions: versions.map((version) => ({
      href: `${PATH}/versions/${version.id}`,
      name: content.version(version.number),
      summary: version.summary,
      made: content.madeBy(version.madeByName, recordTime(version.madeAt)),
      state:
        version.takenAt === null ? content.draft : content.tookForce(recordTime(version.takenAt)),
    })),
  });
}

/** What is in force, in a sentence. */
function inForceWords(inForce: InForce): string {
  const at = inForce.takenAt === null ? '' : recordTime(inForce.takenAt);
  if (inForce.changes === null) return content.unreadable;
  if (inForce.number !== null)
    return content.inForce(inForce.number, inForce.takenByName, at, inForce.reason);
  return inForce.takenAt === null
    ? content.shipped
    : content.backToShipped(inForce.takenByName, at, inForce.reason);
}
