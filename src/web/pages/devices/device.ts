// One phone: its approval, its link, its groups, and the end of its registration.
import { recordAudit } from '../../../access/audit-store.ts';
import type { Role } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';
import { type Device, readDevice, revokeDevice } from '../../../devices/device-store.ts';
import { listGroups, registerGroup, withdrawGroup } from '../../../devices/group-store.ts';
import { noteLinkEvent } from '../../../devices/link-store.ts';
import { recordTime } from '../../../format/dates.ts';
import {
  type Entered,
  type FormError,
  json,
  notFound,
  type PageRequest,
  type PageResult,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import type { Route } from '../../page/route.ts';
import { content } from './content.ts';
import { deviceParamsSchema, groupParamsSchema, groupSchema, revokeSchema } from './schema.ts';
import { factsOf, linkOf, nameOf, tokenOf } from './view.ts';

type Needs = { isOn: boolean; path: string; may: { haveRole: readonly Role[] } };
type Request = Pick<PageRequest<never, never, never>, 'database' | 'viewer' | 'now'>;
type Shown = { entered?: Entered; errors?: readonly FormError[] };

/** Links and groups are the phone's own affair: nobody's record is named in the audit of these acts. */
async function act(
  { database, viewer, now }: Request,
  {
    action,
    deviceId,
    subjectId = deviceId,
  }: { action: string; deviceId: string; subjectId?: string },
  work: (connection: Queryable) => Promise<boolean>,
): Promise<boolean> {
  return database.transaction(async (connection) => {
    const done = await work(connection);
    const event = { action, subjectKind: 'phone', subjectId, caseNumbers: [] };
    if (done) await recordAudit(connection, { at: now, actor: viewer.workerId, ...event });
    return done;
  });
}

export function deviceRoutes({ isOn, path, may }: Needs): Route[] {
  const one = `${path}/:deviceId`;
  const params = deviceParamsSchema;
  const addressOf = (deviceId: string) => `${path}/${deviceId}`;

  async function show(
    { database, now }: Request,
    deviceId: string,
    shown: Shown,
  ): Promise<PageResult> {
    const device = await readDevice(database.pool, deviceId);
    if (!device) return notFound();
    const groups = await listGroups(database.pool, deviceId);
    const address = addressOf(deviceId);
    return render('pages/devices/device.njk', {
      title: nameOf(device),
      back: { href: path, text: content.back },
      content,
      address,
      inForce: device.revokedAt === null,
      isOn,
      facts: factsOf(device),
      link: linkOf(device, isOn, now),
      groups: groups.map(({ id, name, reason, registeredAt, isFound }) => ({
        title: name,
        lines: [
          reason,
          recordTime(registeredAt),
          isFound ? content.groups.found : content.groups.notFound,
        ],
        withdraw: `${address}/groups/${id}/withdraw`,
      })),
      live: {
        url: `${address}/live`,
        token: tokenOf(device, isOn, now),
        region: 'link',
        mode: 'append',
      },
      ...shown,
    });
  }

  /** A phone whose approval is in force, or the answer instead. */
  async function inForce({ database }: Request, deviceId: string): Promise<Device | null> {
    const device = await readDevice(database.pool, deviceId);
    return device?.revokedAt === null ? device : null;
  }

  return [
    route({
      method: 'GET',
      path: one,
      may,
      params,
      handle: (request) => show(request, request.params.deviceId, { entered: request.kept ?? {} }),
    }),
    route({
      method: 'GET',
      path: `${one}/live`,
      may,
      params,
      async handle({ database, params: { deviceId }, now }) {
        const device = await readDevice(database.pool, deviceId);
        return device ? json({ token: tokenOf(device, isOn, now), words: null }) : notFound();
      },
    }),
    ...(['link', 'unlink'] as const).map((what) =>
      route({
        method: 'POST',
        path: `${one}/${what}`,
        may,
        params,
        async handle(request) {
          const { deviceId } = request.params;
          if (!(await inForce(request, deviceId))) return notFound();
          await act(request, { action: `${what}-phone`, deviceId }, async (connection) => {
            const { viewer, now } = request;
            await noteLinkEvent(connection, deviceId, `${what}-asked`, viewer.workerId, now);
            return true;
          });
          const words = what === 'link' ? content.link.asked : content.link.unlinkAsked;
          return redirect(addressOf(deviceId), words);
        },
      }),
    ),
    route({
      method: 'POST',
      path: `${one}/groups`,
      may,
      params,
      form: groupSchema,
      async handle(request) {
        const { form, viewer, now } = request;
        const { deviceId } = request.params;
        if (!(await inForce(request, deviceId))) return notFound();
        if (!form.valid) {
          return show(request, deviceId, { errors: form.errors, entered: form.entered });
        }
        const { name, why } = form.value;
        await act(request, { action: 'register-group', deviceId }, async (connection) => {
          await registerGroup(connection, deviceId, {
            name,
            reason: why,
            by: viewer.workerId,
            at: now,
          });
          return true;
        });
        return redirect(addressOf(deviceId), content.groups.registered(name));
      },
    }),
    route({
      method: 'POST',
      path: `${one}/groups/:groupId/withdraw`,
      may,
      params: groupParamsSchema,
      async handle(request) {
        const { viewer, now } = request;
        const { deviceId, groupId } = request.params;
        await act(request, { action: 'withdraw-group', deviceId }, (connection) =>
          withdrawGroup(connection, deviceId, groupId, viewer.workerId, now),
        );
        return redirect(addressOf(deviceId), content.groups.withdrawn);
      },
    }),
    route({
      method: 'POST',
      path: `${one}/revoke`,
      may,
      params,
      form: revokeSchema,
      async handle(request) {
        const { form, viewer, now } = request;
        const { deviceId } = request.params;
        if (!form.valid) {
          return show(request, deviceId, { errors: form.errors, entered: form.entered });
        }
        const revocation = { reason: form.value.reason, by: viewer.workerId, at: now };
        const ended = await act(request, { action: 'end-registration', deviceId }, (connection) =>
          revokeDevice(connection, deviceId, revocation),
        );
        return ended
          ? redirect(addressOf(deviceId), content.revoke.done)
          : redirectWithWarning(addressOf(deviceId), content.revoke.gone);
      },
    }),
  ];
}
