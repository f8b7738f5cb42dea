// A code to scan, drawn by the server: no script, and nothing of it leaves this product.
import QRCode from 'qrcode';

export type Drawing = { viewBox: string; path: string };

const MARGIN = 4; // ISO/IEC 18004: the quiet zone is four modules wide

/** The code as the parts of an SVG image. */
export function drawCode(text: string): Drawing {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
  const { size, data } = modules;
  const dark = Array.from({ length: size * size }, (_, place) => place).filter(
    (place) => data[place],
  );
  const path = dark
    .map((place) => `M${(place % size) + MARGIN} ${Math.floor(place / size) + MARGIN}h1v1h-1z`)
    .join('');
  const width = size + 2 * MARGIN;
  return { viewBox: `0 0 ${width} ${width}`, path };
}
