// What the pages about phones show of each.
import { createHash } from 'node:crypto';
import type { Device } from '../../../devices/device-store.ts';
import { wishOf } from '../../../devices/wish.ts';
import { fullDate, recordTime } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { STATES } from './content.ts';
import { drawCode } from './qr.ts';

/** The heartbeat comes every 15 seconds: as long as an alarm waits, so does this page. */
const UNWELL_AFTER_MS = 60_000;

export function stateOf(device: Device, isOn: boolean, now: Date): keyof typeof STATES {
  if (device.revokedAt !== null) return 'ended';
  if (!isOn) return 'off';
  const wish = wishOf(device, now);
  if (wish === 'nothing') return 'not-linked';
  if (wish === 'unlink') return 'ending';
  if (wish === 'link') return device.state === 'code' ? 'waiting' : 'connecting';
  const isWell =
    device.wellAt !== null && now.getTime() - device.wellAt.getTime() < UNWELL_AFTER_MS;
  return isWell ? 'reading' : 'lost';
}

export function nameOf({ sequence, label }: Pick<Device, 'sequence' | 'label'>): string {
  return `Phone ${sequence}, ${label}`;
}

export function rowOf(device: Device, isOn: boolean, now: Date) {
  const { holder, team, number } = device;
  return {
    href: `/settings/devices/${device.id}`,
    title: nameOf(device),
    lines: [`${phone(number)}, ${holder ?? `shared by ${team}`}`],
    tag: STATES[stateOf(device, isOn, now)],
    level: 2,
  };
}

/** A registration as a list of facts: who approved it, when, under which assessment. */
export function factsOf(device: Device): { key: string; value: string }[] {
  const { holder, team, approver, approvedOn, dpiaReference, registrar, registeredAt } = device;
  const { heardAt, comparedTo, revokedAt, revokedBy, revokedReason } = device;
  const facts = [
    { key: 'Number', value: phone(device.number) },
    { key: 'Held by', value: holder ?? `The team shares it` },
    { key: 'Team', value: team },
    { key: 'Approved by', value: `${approver}, ${fullDate(approvedOn)}` },
    { key: 'Impact assessment', value: dpiaReference },
    { key: 'Registered by', value: `${registrar}, ${recordTime(registeredAt)}` },
  ];
  if (heardAt) facts.push({ key: 'Last message or change kept', value: recordTime(heardAt) });
  if (comparedTo) facts.push({ key: 'Everything kept up to', value: recordTime(comparedTo) });
  if (revokedAt) {
    facts.push({
      key: 'Registration ended by',
      value: `${revokedBy}, ${recordTime(revokedAt)}: ${revokedReason}`,
    });
  }
  return facts;
}

export function linkOf(device: Device, isOn: boolean, now: Date) {
  const state = stateOf(device, isOn, now);
  const isWaiting = state === 'waiting' && device.code !== null;
  return {
    state,
    tag: STATES[state],
    drawing: isWaiting && device.code ? drawCode(device.code) : null,
    isOpening: state === 'connecting',
    mayLink: state === 'not-linked',
    mayUnlink: ['reading', 'lost', 'waiting', 'connecting'].includes(state),
  };
}

/** Changes when the part of the page about the link would look different; holds nothing of the code. */
export function tokenOf(device: Device, isOn: boolean, now: Date): string {
  const { state, drawing } = linkOf(device, isOn, now);
  if (drawing === null) return state;
  return `${state}-${createHash('sha256').update(drawing.path).digest('hex').slice(0, 16)}`;
}
