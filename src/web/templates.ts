// Nunjucks, set up once: templates are compiled on first use and kept.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { age, ageWords } from '../format/age.ts';
import {
  capital,
  clockTime,
  day,
  dayHeading,
  fullDate,
  longDate,
  recordTime,
  timeRange,
  when,
} from '../format/dates.ts';
import { phone } from '../format/phone.ts';
import { excerpt, listOf, plural, quoted } from '../format/words.ts';
import type { Assets } from './assets.ts';
import type { FormError } from './page/form.ts';

const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

const SEARCH_PATHS = [
  fileURLToPath(new URL('.', import.meta.url)),
  join(packageFolder('govuk-frontend'), 'dist'),
  packageFolder('@ministryofjustice/frontend'),
];

export type Templates = { render(template: string, view: object): string };

/** Escapes everything that is not marked safe. Filters are the functions of `format/`. */
export function createTemplates(assets: Assets): Templates {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader(SEARCH_PATHS, { watch: false, noCache: false }),
    { autoescape: true, trimBlocks: true, lstripBlocks: true },
  );
  const filters = {
    age,
    ageWords,
    capital,
    clockTime,
    day,
    dayHeading,
    errorFor,
    errorList,
    excerpt,
    fullDate,
    listOf,
    longDate,
    phone,
    plural,
    quoted,
    recordTime,
    timeRange,
    when,
  };
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter);
  environment.addGlobal('asset', assets.address);
  return { render: (template, view) => environment.render(template, view) };
}

/** What a GOV.UK field shows as its `errorMessage`. */
function errorFor(errors: readonly FormError[] | undefined, field: string) {
  const found = errors?.find((error) => error.field === field);
  return found ? { text: found.text } : undefined;
}

/** The list of a GOV.UK error summary. */
function errorList(errors: readonly FormError[]) {
  return errors.map(({ field, text }) => ({ text, href: `#${field}` }));
}
