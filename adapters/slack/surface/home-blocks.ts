// App Home: what waits for this worker, with due times.
import type { Home, HomeRow, Refusal } from '../../../src/messaging/surface.ts';
import { actButton } from './card-blocks.ts';
import {
  actions,
  type Block,
  bold,
  divider,
  escaped,
  header,
  link,
  marking,
  section,
  small,
} from './elements.ts';

const MOST_BLOCKS = 95;

export type HomeView = { type: 'home'; blocks: Block[] };

export function homeView(home: Home): HomeView {
  const rows = home.sections.flatMap(({ heading, rows: each, more }) => [
    divider(),
    section(bold(heading)),
    ...each.map(rowBlock),
    ...(more ? [small(escaped(more))] : []),
  ]);
  return {
    type: 'home',
    blocks: [
      header('Waiting for you'),
      section(escaped(home.summary)),
      ...(home.links.length > 0
        ? [
            divider(),
            section(bold('Your team')),
            actions(home.links.map(({ label, url }) => link(label, url))),
          ]
        : []),
      ...rows.slice(0, MOST_BLOCKS - 8),
      actions([link('Open the inbox', home.url)]),
      marking(escaped(home.updated)),
    ],
  };
}

function rowBlock({ heading, words, act, urgent }: HomeRow): Block {
  const lines = [bold(heading), ...words.split('\n').map(escaped)];
  return section(lines.join('\n'), {
    accessory: actButton(act, urgent, `${act.label}: ${heading}`),
  });
}

/** The home of somebody who is no worker of ours today. */
export function refusalHome(refusal: Refusal): HomeView {
  return { type: 'home', blocks: refusalBlocks(refusal) };
}

/** Who may not: what happened, what was kept, what to do. */
export function refusalBlocks({
  heading,
  words,
  url,
}: Pick<Refusal, 'heading' | 'words' | 'url'>): Block[] {
  return [section(bold(heading)), section(escaped(words)), actions([link('Open Casethread', url)])];
}
