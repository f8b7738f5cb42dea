// Phones that the authority issued: registered with an approval, linked, and their groups. For administrators.

import type { z } from 'zod';
import { recordAudit } from '../../../access/audit-store.ts';
import { listDevices, listPosts, registerDevice } from '../../../devices/device-store.ts';
import {
  definePage,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  render,
  route,
} from '../../page/index.ts';
import { content } from './content.ts';
import { deviceRoutes } from './device.ts';
import { registerSchema } from './schema.ts';
import { nameOf, rowOf } from './view.ts';

const PATH = '/settings/devices';
const MAY = { haveRole: ['administrator'] } as const;
const APPROVERS = ['manager', 'information-governance'];

/** `isOn`: whether this installation reads phones at all. */
export function devicesPage({ isOn }: { isOn: boolean }): Page {
  return definePage({
    name: 'devices',
    navigation: { text: content.title, href: PATH, order: 87, roles: ['administrator'] },
    routes: [
      route({
        method: 'GET',
        path: PATH,
        may: MAY,
        async handle({ database, now }) {
          const devices = await listDevices(database.pool);
          const rows = devices.map((device) => rowOf(device, isOn, now));
          return render('pages/devices/page.njk', { title: content.title, content, rows, isOn });
        },
      }),
      route({
        method: 'GET',
        path: `${PATH}/register`,
        may: MAY,
        handle: (request) => showForm(request, { entered: request.kept ?? {} }),
      }),
      route({
        method: 'POST',
        path: `${PATH}/register`,
        may: MAY,
        form: registerSchema,
        handle: register,
      }),
      ...deviceRoutes({ isOn, path: PATH, may: MAY }),
    ],
  });
}

type Request = Pick<PageRequest<never, never, never>, 'database' | 'viewer' | 'today'>;
type Shown = Pick<Parameters<typeof render>[1], 'errors' | 'entered'>;

async function showForm({ database, viewer, today }: Request, shown: Shown): Promise<PageResult> {
  const posts = await listPosts(database.pool, today);
  const approvers = posts.filter(
    ({ role, workerId }) => APPROVERS.includes(role) && workerId !== viewer.workerId,
  );
  const chosen = (value: string, text: string) => ({ value, text });
  return render('pages/devices/register.njk', {
    title: content.form.title,
    back: { href: PATH, text: content.back },
    content: content.form,
    teams: [...new Set(posts.map(({ team }) => team))].sort().map((team) => chosen(team, team)),
    holders: posts
      .filter(({ role }) => role === 'worker' || role === 'manager')
      .map(({ workerId, name, team }) => chosen(workerId, `${name}, ${team}`)),
    approvers: approvers.map(({ workerId, name, team }) => chosen(workerId, `${name}, ${team}`)),
    ...shown,
  });
}

async function register(
  request: PageRequest<unknown, unknown, z.output<typeof registerSchema>>,
): Promise<PageResult> {
  const { form, database, viewer, now, today } = request;
  if (!form.valid) return showForm(request, { errors: form.errors, entered: form.entered });
  const again = (field: string, text: string) =>
    showForm(request, { errors: [{ field, text }], entered: form.entered });
  const { number, label, team, holder, approver, approvedOn, dpia } = form.value;
  const posts = await listPosts(database.pool, today);
  const approves = posts.some(
    ({ workerId, role }) =>
      workerId === approver && APPROVERS.includes(role) && workerId !== viewer.workerId,
  );
  if (!approves) return again('approver', 'Choose who approved it');
  if (!posts.some((post) => post.team === team)) {
    return again('team', 'Choose the team that answers for it');
  }
  if (holder !== '' && !posts.some(({ workerId }) => workerId === holder)) {
    return again('holder', 'Choose who holds it');
  }
  if (approvedOn > today)
    return again('approvedOn', 'When it was approved must be today or in the past');
  const registered = await database.transaction(async (connection) => {
    const outcome = await registerDevice(connection, {
      number,
      label,
      team,
      workerId: holder || null,
      approvedBy: approver,
      approvedOn,
      dpiaReference: dpia,
      registeredBy: viewer.workerId,
      registeredAt: now,
    });
    if (outcome.outcome === 'registered') {
      await recordAudit(connection, {
        at: now,
        actor: viewer.workerId,
        action: 'register',
        subjectKind: 'phone',
        subjectId: outcome.id,
        caseNumbers: [],
        detail: { approvedBy: approver, approvedOn, dpiaReference: dpia },
      });
    }
    return outcome;
  });
  if (registered.outcome === 'number-taken') {
    return again('number', 'A phone with this number is registered already');
  }
  const devices = await listDevices(database.pool);
  const device = devices.find(({ id }) => id === registered.id);
  return redirect(`${PATH}/${registered.id}`, content.registered(device ? nameOf(device) : label));
}
