// Errors that a person can do something about, in words; anything else is a fault of ours.
import { ConfigurationError } from '../config.ts';

const DATABASE_AWAY = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
];
/** Said by pg without a code: nobody answered in time, or the connection was lost in the middle. */
const LOST = /timeout exceeded when trying to connect|^Connection terminated/;
const DATABASE_REFUSES = ['28P01', '28000', '3D000', '42501'];

/** In words what happened and what to do, or undefined when the error was not expected. */
export function explainFailure(error: unknown): string | undefined {
  if (error instanceof ConfigurationError) return error.message;
  if (error instanceof AggregateError) return explainFailure(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const path = 'path' in error ? String(error.path) : '';
  if (path !== '') return explainFile(code, path);
  if (code === 'ENOSPC')
    return 'The disk is full. What was kept before is kept. Make room, then run this again.';
  if (DATABASE_AWAY.includes(code) || LOST.test(error.message)) {
    return `The database does not answer (${code || 'no connection'}). What was kept before is kept. ${DOCTOR}`;
  }
  if (DATABASE_REFUSES.includes(code)) {
    return `The database refused us: ${error.message}. Nothing was changed. ${DOCTOR}`;
  }
  if (code === 'EISDIR') return 'A folder was named, and a file is needed. Nothing was changed.';
  if (code === 'EADDRINUSE') {
    return 'Another program uses this address already. Stop it, or set PORT to another number.';
  }
  // Said in words where they are thrown (src/database, src/free-port.ts).
  if (/^(PostgreSQL|Migration|The database's files|No port) /.test(error.message)) {
    return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
  }
  return undefined;
}

const DOCTOR = 'Run "npx casethread doctor", which says what to mend.';

function explainFile(code: string, path: string): string | undefined {
  switch (code) {
    case 'ENOENT':
      return `There is no ${path}. Nothing was changed. Check the name, then run this again.`;
    case 'EACCES':
    case 'EPERM':
      return `${path} cannot be opened: this user may not. Nothing was changed there.`;
    case 'ENOTDIR':
      return `${path} is not a folder, and a folder is needed.`;
    case 'ENOSPC':
      return `The disk of ${path} is full. Make room, then run this again.`;
    default:
      return undefined;
  }
}
