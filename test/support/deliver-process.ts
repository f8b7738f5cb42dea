// A process of its own that sends what is due once, as the queue's worker does. For killing.
import { createCapture } from '../../src/capture/capture.ts';
import { openDatabase } from '../../src/database/client.ts';
import { deliverDue } from '../../src/delivery/deliver.ts';
import { twilioAt } from './twilio-at.ts';

const [databaseUrl = '', twilioUrl = ''] = process.argv.slice(2);
const database = openDatabase(databaseUrl);
const clock = () => new Date();
await deliverDue({
  database,
  capture: createCapture({ database, clock }),
  adapters: [twilioAt(twilioUrl)],
  clock,
});
await database.close();
