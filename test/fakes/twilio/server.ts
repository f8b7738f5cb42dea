// Twilio's REST interface over real HTTP, as far as Casethread uses it. It checks what Twilio checks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listJson } from './list.ts';
import {
  callJson,
  type FakeCall,
  type FakeMedia,
  type FakeMessage,
  fakeSid,
  messageJson,
} from './message.ts';

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
  calls: FakeCall[];
  /** Approved content by its id: the words with {{1}} where a variable goes. */
  contents: Map<string, string>;
  /** Puts a call into the ledger. */
  ring(call?: Partial<FakeCall>): FakeCall;
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
  const calls: FakeCall[] = [];
  const contents = new Map<string, string>();
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
    const change = /^(POST|DELETE) \/Messages\/(\w+)(?:\/Media\/(\w+))?\.json$/.exec(line);
    if (change) return redacted(change[2] ?? '', change[3], parameters, response);
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
    if (line === 'GET /Messages.json') return json(response, 200, listJson(messageList(), asked));
    if (line === 'GET /Calls.json') return json(response, 200, listJson(callList(), asked));
    if (line === 'GET .json') return json(response, 200, { sid: ACCOUNT_SID, status: 'active' });
    return refuse(response, 404, 20404);
  }

  function created(parameters: URLSearchParams, response: ServerResponse) {
    const to = parameters.get('To') ?? '';
    if (!parameters.get('From')) return refuse(response, 400, 21603);
    const contentSid = parameters.get('ContentSid');
    if (contentSid && parameters.get('Body')) return refuse(response, 400, 21622);
    if (contentSid && !contents.has(contentSid)) return refuse(response, 404, 21655);
    if (!contentSid && !parameters.get('Body')) return refuse(response, 400, 21602);
    if (!contentSid && to.startsWith('whatsapp:') && !isWindowOpen(to)) {
      return refuse(response, 400, 63016);
    }
    if (!/^(whatsapp:)?(\+\d{8,15}|[A-Z]{2}\..+)$/.test(to)) return refuse(response, 400, 21211);
    if ([...(parameters.get('Body') ?? '')].length > 1600) return refuse(response, 400, 21617);
    return json(response, 201, messageJson(ACCOUNT_SID, create(parameters)));
  }

  /** Free words only within 24 hours of their last message, when the test has messages of theirs. */
  function isWindowOpen(to: string): boolean {
    const theirs = messages.filter(({ from }) => from === to);
    const newest = Math.max(...theirs.map(({ sentAt }) => sentAt.getTime()));
    return theirs.length === 0 || Date.now() - newest < 24 * 3_600_000;
  }

  function wordsOf(parameters: URLSearchParams): string {
    const content = contents.get(parameters.get('ContentSid') ?? '');
    if (content === undefined) return parameters.get('Body') ?? '';
    const variables: Record<string, string> = JSON.parse(
      parameters.get('ContentVariables') ?? '{}',
    );
    return content.replace(/\{\{(\w+)\}\}/g, (_whole, key: string) => variables[key] ?? '');
  }

  function create(parameters: URLSearchParams): FakeMessage {
    return hold({
      from: parameters.get('From') ?? '',
      to: parameters.get('To') ?? '',
      body: wordsOf(parameters),
      direction: 'outbound-api',
      status: 'queued',
      unsent: true,
    });
  }

  const messageList = () => ({
    key: 'messages',
    time: 'DateSent' as const,
    items: messages,
    timeOf: ({ unsent, sentAt }: FakeMessage) => (unsent ? null : sentAt),
    from: ({ from }: FakeMessage) => from,
    to: ({ to }: FakeMessage) => to,
    show: (message: FakeMessage) => messageJson(ACCOUNT_SID, message),
  });
  const callList = () => ({
    key: 'calls',
    time: 'StartTime' as const,
    items: calls,
    timeOf: ({ startedAt }: FakeCall) => startedAt,
    from: ({ from }: FakeCall) => from,
    to: ({ to }: FakeCall) => to,
    show: (call: FakeCall) => callJson(ACCOUNT_SID, call),
  });

  /** Words are replaced only by nothing, and only of a message that is done with. */
  function redacted(
    messageSid: string,
    mediaSid: string | undefined,
    parameters: URLSearchParams,
    response: ServerResponse,
  ) {
    const message = messages.find(({ sid }) => sid === messageSid);
    if (!message) return refuse(response, 404, 20404);
    if (mediaSid !== undefined) {
      const place = message.media.findIndex(({ sid }) => sid === mediaSid);
      if (place < 0) return refuse(response, 404, 20404);
      message.media.splice(place, 1);
      return response.writeHead(204).end();
    }
    if (parameters.get('Body') !== '') return refuse(response, 400, 21602);
    if (message.unsent) return refuse(response, 409, 20009);
    message.body = '';
    return json(response, 200, messageJson(ACCOUNT_SID, message));
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

  function ring(changes: Partial<FakeCall> = {}): FakeCall {
    const call: FakeCall = {
      sid: fakeSid('CA'),
      from: '+447700900142',
      to: '+447700900010',
      direction: 'inbound',
      status: 'completed',
      startedAt: new Date(),
      ...changes,
    };
    calls.push(call);
    return call;
  }

  return {
    url,
    requests,
    messages,
    calls,
    contents,
    ring,
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
