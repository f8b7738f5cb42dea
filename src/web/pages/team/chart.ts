// Flat bars that read on a phone, each with its number: no hover, and never colour alone.
import { scaleLinear } from 'd3-scale';

export type Bar = {
  label: string;
  /** Null: there is nothing to measure, which is a gap and never 0. */
  value: number | null;
  /** What stands on the bar, or in the gap. */
  text: string;
  /** Below the target: paler, and the text says so. */
  pale?: boolean;
};

export type Chart = {
  id: string;
  title: string;
  description: string;
  /** What the labels are. */
  axis: string;
  bars: readonly Bar[];
  /** The value at the right edge. */
  most: number;
  target?: { value: number; text: string };
};

const WIDTH = 420;
const ROW = 58;
const LABEL = 20;
const BAR = 27;
const TOP = 24;
/** A bar shorter than its number carries the number beside it. */
const ROOM_FOR_TEXT = 170;

const DARK = '#0b3a46';
const PALE = '#8eb8dc';
const INK = '#0b0c0c';

/** Places for the template to draw: everything in the units of the view box. */
export function drawChart({ bars, most, target, ...chart }: Chart) {
  const scale = scaleLinear([0, Math.max(1, most)], [0, WIDTH]);
  const height = TOP + bars.length * ROW;
  return {
    ...chart,
    width: WIDTH,
    height,
    target: target && { x: scale(target.value), text: target.text, from: 20, to: height - 6 },
    bars: bars.map(({ label, value, text, pale }, index) => {
      const y = TOP + index * ROW;
      const width = value === null ? 0 : scale(value);
      const inside = width >= ROOM_FOR_TEXT;
      return {
        label,
        text,
        labelY: y + LABEL - 4,
        y: y + LABEL,
        height: BAR,
        width,
        fill: pale ? PALE : DARK,
        textX: inside ? 10 : width + 8,
        textY: y + LABEL + 19,
        ink: inside && !pale ? '#ffffff' : INK,
      };
    }),
  };
}
