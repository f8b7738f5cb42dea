// A picture for "Send a photo": a drawn house, with a door in another colour each time, so that two
// photos are two files. PNG (ISO/IEC 15948), 8-bit truecolour, no filter.
import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 320;
const HEIGHT = 240;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Colour = readonly [number, number, number];

/** `seed` from 0 to 16,777,215 chooses the colour of the door. */
export function housePhoto(seed: number): Buffer {
  const door: Colour = [(seed >> 16) & 0xff, (seed >> 8) & 0xff, seed & 0xff];
  const rowLength = 1 + WIDTH * 3; // a row begins with its filter: none
  const rows = Buffer.alloc(rowLength * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) rows.set(colourAt(x, y, door), y * rowLength + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number, door: Colour): Colour {
  const inside = (left: number, top: number, right: number, bottom: number) =>
    x >= left && x < right && y >= top && y < bottom;
  if (inside(145, 150, 175, 200)) return door;
  if (inside(115, 120, 140, 140) || inside(180, 120, 205, 140)) return [255, 240, 160];
  if (inside(100, 100, 220, 200)) return [214, 178, 140];
  if (y >= 50 && y < 100 && Math.abs(x - 160) < (y - 50) * 1.5) return [150, 60, 50];
  if ((x - 270) ** 2 + (y - 45) ** 2 < 500) return [250, 205, 60];
  return y < 190 ? [150, 200, 235] : [110, 165, 90];
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
