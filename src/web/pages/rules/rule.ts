// One rule, in plain words and in its patterns; administrators write the next version of it.
import { FLAG_CATEGORIES } from '../../../oversight/flag.ts';
import {
  type ListedRule,
  listRules,
  NO_CHANGES,
  problemsOf,
  withRule,
} from '../../../oversight/rule-change.ts';
import type { RuleSet } from '../../../oversight/rule-schema.ts';
import { readInForce, saveVersion } from '../../../oversight/rules-store.ts';
import {
  type Entered,
  type FormError,
  notFound,
  type PageRequest,
  type PageResult,
  type Route,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { CATEGORY_NAMES, content } from './content.ts';
import { MAY_CHANGE, MAY_READ, PATH } from './list.ts';
import { ruleForm, ruleParams } from './schema.ts';

const NEW = 'new';

type AnyRequest = Pick<
  PageRequest<{ ruleId: string }, unknown, unknown>,
  'database' | 'viewer' | 'params' | 'kept'
>;

export function ruleRoutes(shipped: () => RuleSet): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: `${PATH}/rules/:ruleId`,
      may: MAY_READ,
      params: ruleParams,
      handle: (request) => show(request, shipped, null, []),
    }),
    route({
      method: 'POST',
      path: `${PATH}/rules/:ruleId`,
      may: MAY_CHANGE,
      params: ruleParams,
      form: ruleForm,
      async handle(request) {
        const { form, params, database, viewer, now, audit } = request;
        if (!form.valid) return show(request, shipped, form.entered, form.errors);
        const { changes, rules } = await rulesNow(database.pool, shipped);
        const old = rules.find(({ rule }) => rule.id === params.ruleId);
        const isNew = params.ruleId === NEW;
        if (!isNew && old === undefined) return notFound();
        const { value } = form;
        const errors: FormError[] = [];
        if (isNew && rules.some(({ rule }) => rule.id === value.id))
          errors.push({ field: 'id', text: content.errors.taken });
        const lines = linesOf(value.match);
        const problems = problemsOf(shipped(), lines);
        if (problems.length > 0)
          errors.push({ field: 'match', text: problems.slice(0, 3).join('. ') });
        if (errors.length > 0) return show(request, shipped, form.entered, errors);
        const rule = {
          id: isNew ? value.id : params.ruleId,
          version: (old?.rule.version ?? 0) + 1,
          severity: value.severity,
          means: value.means,
          ...(value.direction === 'both' ? {} : { direction: value.direction }),
          match: lines,
          ...(old?.rule.unless === undefined ? {} : { unless: old.rule.unless }),
        };
        const category = old?.category ?? value.category;
        const versionId = await saveVersion(database.pool, {
          changes: withRule(changes, { category, rule, isOn: value.on === 'yes' }),
          summary: value.why,
          madeBy: viewer.workerId,
          madeAt: now,
        });
        await audit({
          action: 'draft-rules',
          subjectKind: 'settings',
          subjectId: 'rules',
          caseNumbers: [],
          detail: { rule: rule.id, version: versionId },
        });
        return redirect(`${PATH}/versions/${versionId}`, content.saved);
      },
    }),
  ];
}

async function rulesNow(connection: Parameters<typeof readInForce>[0], shipped: () => RuleSet) {
  const changes = (await readInForce(connection)).changes ?? NO_CHANGES;
  return { changes, rules: listRules(shipped(), changes) };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

async function show(
  { database, viewer, params, kept }: AnyRequest,
  shipped: () => RuleSet,
  entered: Entered | null,
  errors: readonly FormError[],
): Promise<PageResult> {
  const { rules } = await rulesNow(database.pool, shipped);
  const listed = rules.find(({ rule }) => rule.id === params.ruleId);
  const isNew = params.ruleId === NEW;
  const canChange = viewer.role === 'administrator';
  if (listed === undefined && !(isNew && canChange)) return notFound();
  const fields = entered ?? kept ?? enteredOf(listed);
  const chosen = (name: string, value: string): boolean => fields[name] === value;
  return render('pages/rules/rule.njk', {
    title: listed?.rule.means ?? content.newRule,
    ...(errors.length > 0 ? { errors } : {}),
    back: { href: PATH, text: content.title },
    content,
    canChange,
    isNew,
    action: `${PATH}/rules/${params.ruleId}`,
    heading: listed === undefined ? content.newRule : listed.rule.means,
    name: listed === undefined ? '' : `${listed.rule.id}, version ${listed.rule.version}`,
    about: listed === undefined ? '' : (CATEGORY_NAMES[listed.category] ?? listed.category),
    severity: listed === undefined ? '' : content.severity[listed.rule.severity],
    isOff: listed !== undefined && !listed.isOn,
    unless:
      listed?.rule.unless === undefined ? null : content.unless(listed.rule.unless.join(', ')),
    patterns: listed?.rule.match ?? [],
    fields,
    categories: FLAG_CATEGORIES.map((value) => ({
      value,
      text: CATEGORY_NAMES[value] ?? value,
      selected: chosen('category', value),
    })),
    severities: [
      {
        value: 'urgent',
        text: content.severity.urgent,
        hint: { text: content.urgentHint },
        checked: chosen('severity', 'urgent'),
      },
      {
        value: 'review',
        text: content.severity.review,
        hint: { text: content.reviewHint },
        checked: chosen('severity', 'review'),
      },
    ],
    directions: (['inbound', 'outbound', 'both'] as const).map((value) => ({
      value,
      text: content.directions[value],
      checked: chosen('direction', value),
    })),
    inUse: [
      { value: 'yes', text: content.on, checked: chosen('on', 'yes') },
      { value: 'no', text: content.isOff, checked: chosen('on', 'no') },
    ],
  });
}

function enteredOf(listed: ListedRule | undefined): Entered {
  if (listed === undefined) return { direction: 'both', on: 'yes' };
  const { category, rule, isOn } = listed;
  return {
    id: rule.id,
    category,
    severity: rule.severity,
    direction: rule.direction ?? 'both',
    means: rule.means,
    match: rule.match.join('\n'),
    on: isOn ? 'yes' : 'no',
  };
}
