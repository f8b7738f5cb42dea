// How each team is prompted in Slack and Teams: data of the authority, kept version after version.
import { z } from 'zod';
import {
  keepSetting,
  listSettings,
  listTeams,
  type SurfaceSetting,
  UNSET,
} from '../../../surfaces/setting-store.ts';
import {
  definePage,
  type Entered,
  type FormError,
  noPermission,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { content, PLATFORMS } from './content.ts';

const PATH = '/settings/surfaces';
const MAY = { haveRole: ['administrator'] } as const;
const KINDS = ['slack', 'teams'] as const;

const settingForm = z.object({
  surface: z.enum(KINDS),
  team: z.string(),
  channelId: z
    .string()
    .trim()
    .default('')
    .pipe(z.string().regex(/^\S{0,200}$/, content.errors.channelId)),
  words: z.enum(['allocated', 'nobody'], { error: content.errors.words }),
});

export const surfacesPage: Page = definePage({
  name: 'surfaces',
  navigation: { text: content.title, href: PATH, order: 74, roles: ['administrator'] },
  routes: [
    route({ method: 'GET', path: PATH, may: MAY, handle: (request) => show(request, {}, []) }),
    route({
      method: 'POST',
      path: PATH,
      may: MAY,
      form: settingForm,
      async handle(request) {
        const { form, database, viewer, now, today, audit } = request;
        if (!form.valid) return show(request, form.entered, form.errors);
        const { surface, team, channelId, words } = form.value;
        if (!(await listTeams(database.pool, today)).includes(team)) return noPermission();
        const setting: SurfaceSetting = {
          surface,
          team,
          channelId: channelId === '' ? null : channelId,
          words,
        };
        await keepSetting(database.pool, setting, { workerId: viewer.workerId, at: now });
        await audit({
          action: 'save-surface-setting',
          subjectKind: 'settings',
          subjectId: `${surface}:${team}`,
          caseNumbers: [],
          detail: { words, channel: setting.channelId !== null },
        });
        return redirect(PATH, content.saved(`${team}, ${PLATFORMS[surface]}`));
      },
    }),
  ],
});

async function show(
  { database, today }: Pick<PageRequest<unknown, unknown, unknown>, 'database' | 'today'>,
  entered: Entered,
  errors: readonly FormError[],
): Promise<PageResult> {
  const teams = await listTeams(database.pool, today);
  const platforms = await Promise.all(
    KINDS.map(async (surface) => {
      const settings = await listSettings(database.pool, surface);
      return {
        surface,
        name: PLATFORMS[surface],
        channelHint: content.channelHint[surface],
        teams: teams.map((team, index) => {
          const isEntered = entered.surface === surface && entered.team === team;
          const { channelId, words } = settings.get(team) ?? UNSET;
          return {
            team,
            id: `${surface}-${index}`,
            channelId: isEntered ? entered.channelId : channelId,
            words: isEntered ? entered.words : words,
            errors: isEntered ? errors : [],
          };
        }),
      };
    }),
  );
  const wrong = platforms.flatMap(({ teams: each }) => each).find((row) => row.errors.length > 0);
  return render('pages/surfaces/page.njk', {
    title: content.title,
    content,
    platforms,
    // Each form's fields have ids of their own: the summary leads to the one that was sent.
    ...(wrong
      ? { errors: wrong.errors.map(({ field, text }) => ({ field: `${field}-${wrong.id}`, text })) }
      : {}),
  });
}
