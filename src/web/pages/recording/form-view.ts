// The form of `annotation/` as GOV.UK's macros draw it, filled with what was entered before.
import { FORM_WORDS, STATEMENT_FIELDS, STATEMENT_KINDS } from '../../../annotation/form.ts';
import type { Entered } from '../../page/index.ts';

/** Everything the form's template needs. `child` is the first name. */
export function formView(entered: Entered, child: string) {
  const value = (name: string) => {
    const found = entered[name];
    return typeof found === 'string' ? found : '';
  };
  const ticked = [entered.add ?? []].flat();
  const eventTyped = ['summary', 'when-day', 'when-month', 'when-year'].some(value);
  return {
    add: {
      legend: FORM_WORDS.addLegend,
      hint: FORM_WORDS.addHint(child),
      statements: STATEMENT_KINDS.map((kind) => {
        const field = STATEMENT_FIELDS[kind];
        const source = field.source && { ...field.source, value: value(field.source.name) };
        const checked = ticked.includes(kind) || value(kind) !== '' || Boolean(source?.value);
        return { ...field, source, checked, value: value(kind) };
      }),
    },
    event: {
      ...FORM_WORDS,
      label: FORM_WORDS.eventLabel(child),
      checked: entered.sig === 'yes' || eventTyped,
      day: value('when-day'),
      month: value('when-month'),
      year: value('when-year'),
      summary: value('summary'),
    },
    words: FORM_WORDS,
  };
}
