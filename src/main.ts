#!/usr/bin/env node
import { runCommandLine } from './command-line/program.ts';
import { composeParts } from './compose.ts';

const terminal = { out: process.stdout, err: process.stderr };
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  composeParts({ env: process.env, terminal }),
);
