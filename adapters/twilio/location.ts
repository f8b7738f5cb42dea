// A location comes in the parameters, not as a file: kept as GeoJSON (RFC 7946), resolvable offline.
import type { MediaReference } from '../../src/messaging/message.ts';
import type { MessageParameters } from './parse.ts';

const GEO_JSON = 'application/geo+json';

/** The place in a WhatsApp message as an attachment, or null when there is none. */
export function locationOf(parameters: MessageParameters): MediaReference | null {
  const longitude = Number(parameters.Longitude ?? Number.NaN);
  const latitude = Number(parameters.Latitude ?? Number.NaN);
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return null;
  const feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [longitude, latitude] },
    properties: { name: parameters.Label ?? null, address: parameters.Address ?? null },
  };
  const bytes = Buffer.from(JSON.stringify(feature)).toString('base64');
  return { contentType: GEO_JSON, source: `data:${GEO_JSON};base64,${bytes}` };
}
