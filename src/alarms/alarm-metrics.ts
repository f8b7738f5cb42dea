// Every alarm as a gauge, so that whoever watches the machines sees it too.
import { Gauge, type Registry } from 'prom-client';
import type { Queryable } from '../database/client.ts';
import { ALARM_KINDS, listOpenAlarms } from './alarm-store.ts';

/** Adds `casethread_alarms_open{kind}`: how many alarms of each kind are open at the time of asking. */
export function alarmGauge(registry: Registry, connection: Queryable): void {
  new Gauge({
    name: 'casethread_alarms_open',
    help: 'Alarms that somebody must see, by kind; 0 is well',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const open = await listOpenAlarms(connection).catch(() => null);
      this.reset();
      if (open === null) return; // the database is away: nothing is said rather than "all is well"
      for (const kind of ALARM_KINDS) {
        this.set({ kind }, open.filter((alarm) => alarm.kind === kind).length);
      }
    },
  });
}
