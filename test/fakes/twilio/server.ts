// Twilio's REST interface over real HTTP, as far as Casethread uses it. It checks what Twilio checks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeMedia, type FakeMessage, fakeSid, messageJson } from './message.ts';

export const ACCOUNT_SID = 'AC00000000000000000000000000000042';
export const AUTH_TOKEN = 'a-token-for-tests';

/** How the next request fails; 'none' lets one pass. */
export type Failure =
  | { kind: 'none' }
  | { kind: 'answer'; status: number; code?: number; retryAfter?: string }
  /** Takes the request, does what it asks, and drops the connection. */
  | { kind: 'drop-after' };

export type FakeTwilio = {
  url: string;
  /** What was asked, in order: `POST /2010-04-01/…`, with the form or the query. */
  requests: { line: string; parameters: URLSearchParams }[];
  messages: FakeMessage[];
  /** Puts a message into the ledger. */
  hold(message: Partial<FakeMessage>): FakeMessage;
  /** The address that a webhook names for an attachment. */
  mediaUrl(message: FakeMessage, index?: number): string;
  failNext(...failures: Failure[]): void;
  close(): Promise<void>;
};

export function fakeMedia(changes: Partial<FakeMedia> = {}): FakeMedia {
  return {
    sid: fakeSid('ME'),
    contentType: 'image/jpeg',
    bytes: Buffer.from('not really a photo'),
    missingFor: 0,
    redirectTo: null,
    ...changes,
  };
}

/** Listens on a free port of this machine. */
export async function startFakeTwilio(): Promise<FakeTwilio> {
  const failures: Failure[] = [];
  const requests: FakeTwilio['requests'] = [];
  const messages: FakeMessage[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // a listening TCP server has one
  const url = `http://127.0.0.1:${address.port}`;
  const root = `/2010-04-01/Accounts/${ACCOUNT_SID}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = new URL(request.url ?? '/', url);
    const parameters =
      request.method === 'POST'
        ? new URLSearchParams(Buffer.concat(chunks).toString())
        : asked.searchParams;
    requests.push({ line: `${request.method} ${asked.pathname}`, parameters });
    if (asked.pathname.startsWith('/content/')) return content(asked.pathname, request, response);
    const failure = failures.shift();
    if (failure?.kind === 'answer') {
      if (failure.retryAfter) response.setHeader('retry-after', failure.retryAfter);
      return refuse(response, failure.status, failure.code ?? failure.status);
    }
    if (request.headers.authorization !== `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}`) {
      return refuse(response, 401, 20003);
    }
    if (failure?.kind === 'drop-after') {
      if (request.method === 'POST') create(parameters);
      request.socket.destroy();
      return;
    }
    route(`${request.method} ${asked.pathname.replace(root, '')}`, parameters, asked, response);
  }

  function route(line: string, parameters: URLSearchParams, asked: URL, response: ServerResponse) {
    const media = /^GET \/Messages\/(\w+)\/Media(?:\/(\w+)|\.json)$/.exec(line);
    if (media) return mediaAnswer(media[1] ?? '', media[2], response);
    const one = /^GET \/Messages\/(\w+)\.json$/.exec(line)?.[1];
    if (one) {
      const message = messages.find(({ sid }) => sid === one);
      return message
        ? json(response, 200, messageJson(ACCOUNT_SID, message))
        : refuse(response, 404, 20404);
    }
    if (line === 'POST /Messages.json') return created(parameters, response);
    if (line === 'GET /Messages.json') return list(parameters, asked, response);
    if (line === 'GET .json') return json(response, 200, { sid: ACCOUNT_SID, status: 'active' });
    return refuse(response, 404, 20404);
  }

  function created(parameters: URLSearchParams, response: ServerResponse) {
    const to = parameters.get('To') ?? '';
    if (!parameters.get('From')) return refuse(response, 400, 21603);
    if (!parameters.get('Body')) return refuse(response, 400, 21602);
    if (!/^(whatsapp:)?(\+\d{8,15}|[A-Z]{2}\..+)$/.test(to)) return refuse(response, 400, 21211);
    if ([...(parameters.get('Body') ?? '')].length > 1600) return refuse(response, 400, 21617);
    return json(response, 201, messageJson(ACCOUNT_SID, create(parameters)));
  }

  function create(parameters: URLSearchParams): FakeMessage {
    return hold({
      from: parameters.get('From') ?? '',
      to: parameters.get('To') ?? '',
      body: parameters.get('Body') ?? '',
      direction: 'outbound-api',
      status: 'queued',
      unsent: true,
    });
  }

  /** Newest first, page by page, as documented. */
  function list(parameters: URLSearchParams, asked: URL, response: ServerResponse) {
    const size = Math.min(Number(parameters.get('PageSize') ?? 50), 1000);
    const page = Number(parameters.get('Page') ?? 0);
    const after = Date.parse(parameters.get('DateSent>') ?? '') || 0;
    const before = Date.parse(parameters.get('DateSent<') ?? '') || Number.POSITIVE_INFINITY;
    const matching = messages
      .filter(({ to }) => !parameters.has('To') || to === parameters.get('To'))
      .filter(({ from }) => !parameters.has('From') || from === parameters.get('From'))
      .filter(
        ({ unsent }) => !unsent || !(parameters.has('DateSent>') || parameters.has('DateSent<')),
      )
      .filter(({ sentAt }) => sentAt.getTime() >= after && sentAt.getTime() <= before)
      .sort((one, other) => other.sentAt.getTime() - one.sentAt.getTime());
    const shown = matching.slice(page * size, (page + 1) * size);
    const next = new URL(asked);
    next.searchParams.set('Page', String(page + 1));
    const more = matching.length > (page + 1) * size;
    json(response, 200, {
      messages: shown.map((message) => messageJson(ACCOUNT_SID, message)),
      next_page_uri: more ? next.pathname + next.search : null,
    });
  }

  function mediaAnswer(messageSid: string, mediaSid: string | undefined, response: ServerResponse) {
    const message = messages.find(({ sid }) => sid === messageSid);
    if (!message) return refuse(response, 404, 20404);
    if (mediaSid === undefined) {
      return json(response, 200, {
        media_list: message.media.map((media) => ({
          sid: media.sid,
          content_type: media.contentType,
          uri: `${root}/Messages/${messageSid}/Media/${media.sid}.json`,
        })),
      });
    }
    const media = message.media.find(({ sid }) => sid === mediaSid);
    if (!media || media.missingFor > 0) {
      if (media) media.missingFor -= 1;
      return refuse(response, 404, 20404);
    }
    response.writeHead(307, { location: media.redirectTo ?? `${url}/content/${media.sid}` }).end();
  }

  function content(path: string, _request: IncomingMessage, response: ServerResponse) {
    const all = messages.flatMap(({ media }) => media);
    const media = all.find(({ sid }) => path === `/content/${sid}`);
    if (!media) return refuse(response, 404, 20404);
    response.writeHead(200, { 'content-type': media.contentType }).end(media.bytes);
  }

  function hold(changes: Partial<FakeMessage>): FakeMessage {
    const message: FakeMessage = {
      sid: fakeSid('SM'),
      from: '+447700900142',
      to: '+447700900010',
      body: 'Morning, he slept better',
      direction: 'inbound',
      status: 'received',
      errorCode: null,
      sentAt: new Date(),
      unsent: false,
      media: [],
      ...changes,
    };
    messages.push(message);
    return message;
  }

  return {
    url,
    requests,
    messages,
    hold,
    mediaUrl: (message, index = 0) =>
      `https://api.twilio.com${root}/Messages/${message.sid}/Media/${message.media[index]?.sid}`,
    failNext: (...next) => failures.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: number): void {
  json(response, status, { code, message: 'As documented', more_info: '', status });
}
