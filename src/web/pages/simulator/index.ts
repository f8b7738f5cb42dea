// The families' side of a demonstration, for newcomers: up to three phones and the provider between.
import { ROLES } from '../../../access/viewer.ts';
import type { Simulator } from '../../../simulator/index.ts';
import { readLines } from '../../../simulator/phones-store.ts';
import {
  type Behaviour,
  readBehaviour,
  type SimulatedChannel,
  writeBehaviour,
} from '../../../simulator/simulator-store.ts';
import {
  definePage,
  type Entered,
  type FormError,
  json,
  type Page,
  type PageResult,
  type PublicRequest,
  publicRoute,
  redirect,
  render,
} from '../../page/index.ts';
import { content, refuseWords, screenOf, textAs } from './content.ts';
import { readPhones } from './phones.ts';
import { type Act, actSchema, behaviourSchema, shownSchema } from './schema.ts';

const BECAUSE = 'in a demonstration it plays the families, who have no account';

/** Only for a demonstration: anybody who reaches it can write as any family. */
export function simulatorPage(simulator: Pick<Simulator, 'write' | 'ring'>): Page {
  return definePage({
    name: 'simulator',
    navigation: { text: 'Simulator', href: '/simulator', order: 100, roles: ROLES },
    routes: [
      publicRoute({
        method: 'GET',
        path: '/simulator',
        because: BECAUSE,
        query: shownSchema,
        handle: (request) => show(request, request.query.phone),
      }),
      publicRoute({
        method: 'GET',
        path: '/simulator/live',
        because: BECAUSE,
        query: shownSchema,
        async handle({ database, query, now, today }) {
          const { token } = await readPhones(database.pool, query.phone, { now, today });
          return json({ token });
        },
      }),
      publicRoute({
        method: 'POST',
        path: '/simulator/messages',
        because: BECAUSE,
        form: actSchema,
        async handle(request) {
          const { form, database } = request;
          if (!form.valid) return showErrors(request, form.errors, form.entered);
          await doAct(simulator, form.value, await readLines(database.pool));
          return redirect(addressOf(form.value.shown));
        },
      }),
      publicRoute({
        method: 'POST',
        path: '/simulator/behaviour',
        because: BECAUSE,
        form: behaviourSchema,
        async handle(request) {
          const { form, database } = request;
          if (!form.valid) return showErrors(request, form.errors, form.entered);
          const { shown, provider, refuses } = form.value;
          const before = await readBehaviour(database.pool);
          const elsewhere = before.refuses.filter((address) => !shown.includes(address));
          await writeBehaviour(database.pool, {
            twice: provider.includes('twice'),
            outOfOrder: provider.includes('order'),
            refuses: [...elsewhere, ...refuses],
          });
          return redirect(addressOf(shown), content.changed);
        },
      }),
    ],
  });
}

type Lines = Awaited<ReturnType<typeof readLines>>;

async function doAct(
  simulator: Pick<Simulator, 'write' | 'ring'>,
  { act, from, line, words }: Act,
  lines: Lines,
): Promise<void> {
  const [chosen, officialNumber = ''] = line.split(' ');
  const channel: SimulatedChannel = chosen === 'whatsapp' ? 'whatsapp' : 'sms';
  const pair = { channel, officialNumber, counterpart: from };
  switch (act) {
    case 'send':
      await simulator.write({ ...pair, body: words, photo: false });
      return;
    case 'photo':
      await simulator.write({ ...byWhatsApp(pair, lines), body: words, photo: true });
      return;
    case 'call':
      await simulator.ring({ ...pair, channel: 'sms' });
      return;
    default:
      act satisfies never;
  }
}

type Pair = { channel: SimulatedChannel; officialNumber: string; counterpart: string };

/** A photo goes to a WhatsApp number of the authority, where it has one. */
function byWhatsApp(pair: Pair, lines: Lines): Pair {
  if (pair.channel === 'whatsapp') return pair;
  const line = lines.find(({ channel }) => channel === 'whatsapp');
  return { ...pair, channel: 'whatsapp', officialNumber: line?.address ?? pair.officialNumber };
}

function addressOf(shown: readonly string[]): string {
  return `/simulator?${new URLSearchParams(shown.map((address) => ['phone', address]))}`;
}

type Circumstances = Pick<PublicRequest<unknown, unknown, unknown>, 'database' | 'now' | 'today'>;

async function show(
  { database, now, today }: Circumstances,
  addresses: readonly string[],
  more: { errors?: readonly FormError[]; entered?: Entered } = {},
): Promise<PageResult> {
  const { phones, choices, last, token } = await readPhones(database.pool, addresses, {
    now,
    today,
  });
  const behaviour = await readBehaviour(database.pool);
  const shown = phones.map(({ address }) => address);
  return render('pages/simulator/page.njk', {
    title: content.title,
    content,
    behaviour: behaviourView(behaviour, phones),
    choices,
    last,
    shown,
    phones: phones.map((phone, index) => ({
      ...phone,
      label: textAs(phone.name),
      screen: screenOf(phone.name),
      field: `words-${index + 1}`,
    })),
    live: { url: addressOf(shown).replace('?', '/live?'), token },
    refresh: addressOf(shown),
    ...more,
  });
}

function behaviourView(behaviour: Behaviour, phones: readonly { address: string; name: string }[]) {
  return {
    ...behaviour,
    refusable: phones.map(({ address, name }) => ({
      value: address,
      text: refuseWords(name),
      checked: behaviour.refuses.includes(address),
    })),
  };
}

/** Errors belong to the phone on which something was written. */
function showErrors(
  request: Circumstances,
  errors: readonly FormError[],
  entered: Entered,
): Promise<PageResult> {
  const { phone: shown } = shownSchema.parse({ phone: entered.shown ?? [] });
  const position = shown.indexOf(String(entered.from ?? '')) + 1;
  const placed = errors.map(({ field, text }) => ({
    field: field === 'words' ? `words-${Math.max(position, 1)}` : field,
    text,
  }));
  return show(request, shown, { errors: placed, entered });
}
