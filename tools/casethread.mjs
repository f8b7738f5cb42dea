#!/usr/bin/env node
// `npx casethread`. Plain JavaScript, so that an old Node can still say what is missing.
const required = 24;
if (Number(process.versions.node.split('.')[0]) < required) {
  console.error(
    `Casethread needs Node ${required} or newer, and this is ${process.versions.node}. ` +
      'Run it as "npx casethread" in the checkout after "npm ci", which brings its own Node.',
  );
  process.exit(1);
}
await import('../src/main.ts');
