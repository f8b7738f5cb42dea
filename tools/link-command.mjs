// After an install: puts this checkout's own command where `npx casethread` looks first, so that
// npx neither asks the registry nor finds a stranger's package of that name.
import { rmSync, symlinkSync } from 'node:fs';

const link = new URL('../node_modules/.bin/casethread', import.meta.url);
rmSync(link, { force: true });
symlinkSync('../../tools/casethread.mjs', link);
