// Twilio's lists: newest first, page by page, with everything that a page says of itself
// (https://www.twilio.com/docs/usage/twilios-response#paging-information).

/** `time`: the parameter's name; an item without a time is in no window. */
export type Listed<T> = {
  key: string;
  time: 'DateSent' | 'StartTime';
  items: readonly T[];
  timeOf(item: T): Date | null;
  from(item: T): string;
  to(item: T): string;
  show(item: T): object;
};

export function listJson<T>(listed: Listed<T>, asked: URL): object {
  const parameters = asked.searchParams;
  const size = Math.min(Number(parameters.get('PageSize') ?? 50), 1_000);
  const page = Number(parameters.get('Page') ?? 0);
  const after = parameters.get(`${listed.time}>`);
  const before = parameters.get(`${listed.time}<`);
  const matching = listed.items
    .filter((item) => !parameters.has('To') || listed.to(item) === parameters.get('To'))
    .filter((item) => !parameters.has('From') || listed.from(item) === parameters.get('From'))
    .filter((item) => isWithin(listed.timeOf(item), after, before))
    .sort((one, other) => ((listed.timeOf(other) ?? FAR) > (listed.timeOf(one) ?? FAR) ? 1 : -1));
  const shown = matching.slice(page * size, (page + 1) * size);
  return {
    first_page_uri: pageUri(asked, 0),
    end: page * size + Math.max(0, shown.length - 1),
    [listed.key]: shown.map(listed.show),
    previous_page_uri: page > 0 ? pageUri(asked, page - 1) : null,
    uri: asked.pathname + asked.search,
    page_size: size,
    start: page * size,
    next_page_uri: matching.length > (page + 1) * size ? pageUri(asked, page + 1) : null,
    page,
  };
}

const FAR = new Date(8_640_000_000_000_000);

function isWithin(time: Date | null, after: string | null, before: string | null): boolean {
  if (after === null && before === null) return true;
  if (time === null) return false;
  const second = Math.floor(time.getTime() / 1_000) * 1_000;
  return (
    second >= (Date.parse(after ?? '') || 0) &&
    second <= (Date.parse(before ?? '') || FAR.getTime())
  );
}

function pageUri(asked: URL, page: number): string {
  const uri = new URL(asked);
  uri.searchParams.set('Page', String(page));
  if (page > 0) uri.searchParams.set('PageToken', `PASM${page}`);
  return uri.pathname + uri.search;
}
