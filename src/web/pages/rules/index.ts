// Flag rules: what makes Casethread ask a manager to look, as the authority has it.
import type { RuleSet } from '../../../oversight/rule-schema.ts';
import { definePage, type Page } from '../../page/index.ts';
import { content } from './content.ts';
import { listRoutes } from './list.ts';
import { ruleRoutes } from './rule.ts';
import { versionRoutes } from './version.ts';

/** @param readShipped reads the rules that come with Casethread. */
export function rulesPage(readShipped: () => RuleSet): Page {
  let read: RuleSet | undefined;
  const shipped = (): RuleSet => {
    read ??= readShipped();
    return read;
  };
  return definePage({
    name: 'rules',
    navigation: {
      text: content.title,
      href: '/settings/rules',
      order: 75,
      roles: ['administrator'],
    },
    routes: [...listRoutes(shipped), ...ruleRoutes(shipped), ...versionRoutes()],
  });
}
