// CSS, scripts and pictures: ours, and GOV.UK's and MoJ's as they are published. Their address
// carries a hash of the content of all of them, so that browsers may keep them for ever.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';

const require = createRequire(import.meta.url);
const GOVUK = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist/govuk');
const MOJ = join(dirname(require.resolve('@ministryofjustice/frontend/package.json')), 'moj');
const OWN = fileURLToPath(new URL('assets', import.meta.url));

/** The published files we serve. The crown and the crest of GOV.UK are not among them. */
const PUBLISHED: Readonly<Record<string, string>> = {
  'govuk/govuk-frontend.min.css': join(GOVUK, 'govuk-frontend.min.css'),
  'govuk/govuk-frontend.min.js': join(GOVUK, 'govuk-frontend.min.js'),
  'moj/moj-frontend.min.css': join(MOJ, 'moj-frontend.min.css'),
  'moj/moj-frontend.min.js': join(MOJ, 'moj-frontend.min.js'),
  // A pure decision that the browser makes too, while somebody types.
  'shared/segments.js': fileURLToPath(new URL('../delivery/segments.js', import.meta.url)),
};
/** GOV.UK's licensed font. Named by no element here, yet browsers may ask for it while loading. */
const FONT_FACES = /@font-face\s*\{[^}]*\}/g;
const KEPT_FOR_EVER = 'public, max-age=31536000, immutable';

export type Assets = {
  router: Router;
  /** The address of one file: `own/casethread.css` → /assets/3f9c…/own/casethread.css. */
  address(file: string): string;
};

/** Reads every file once and keeps it: together they are under half a megabyte. */
export function createAssets(): Assets {
  const files = new Map<string, Buffer>();
  for (const [name, path] of Object.entries(PUBLISHED)) files.set(name, readAsset(path));
  for (const name of readdirSync(OWN)) files.set(`own/${name}`, readAsset(join(OWN, name)));
  const version = hashOf(files.values());

  const router = express.Router();
  for (const [name, content] of files) {
    router.get(`/assets/${version}/${name}`, function sendAsset(_request, response) {
      response.setHeader('Cache-Control', KEPT_FOR_EVER);
      response.type(extname(name)).send(content);
    });
  }
  // MoJ's style sheet names its icons by this address, without a version.
  router.use('/assets/images', express.static(join(MOJ, 'assets/images'), { maxAge: '1d' }));

  return {
    router,
    address: (file) => {
      if (!files.has(file)) throw new Error(`There is no asset ${file}.`);
      return `/assets/${version}/${file}`;
    },
  };
}

function readAsset(path: string): Buffer {
  const content = readFileSync(path);
  if (extname(path) !== '.css') return content;
  return Buffer.from(content.toString('utf8').replaceAll(FONT_FACES, ''));
}

function hashOf(contents: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 12);
}
