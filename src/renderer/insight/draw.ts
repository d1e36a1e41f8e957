/** @file Draws bytes, histograms and pairs of neighbours on a canvas. Runs in the renderer. */

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel; may end before the picture does: the rest stays clear. */
  readonly pixels: Uint8Array;
}

/** Three bytes a pixel become four. */
export function rgba({ width, height, pixels }: Raster): Uint8ClampedArray<ArrayBuffer> {
  const data = new Uint8ClampedArray(width * height * 4);
  const count = Math.min(width * height, Math.floor(pixels.length / 3));
  for (let pixel = 0; pixel < count; pixel += 1) {
    data[pixel * 4] = pixels[pixel * 3] ?? 0;
    data[pixel * 4 + 1] = pixels[pixel * 3 + 1] ?? 0;
    data[pixel * 4 + 2] = pixels[pixel * 3 + 2] ?? 0;
    data[pixel * 4 + 3] = 255;
  }
  return data;
}

export function drawRaster(canvas: HTMLCanvasElement, raster: Raster): void {
  canvas.width = raster.width;
  canvas.height = raster.height;
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(rgba(raster), raster.width, raster.height), 0, 0);
}

const ground = '#000';
/** Red, green and blue that add up to nearly white. */
const inks = ['#d8433f', '#2fa84f', '#3f74ec'] as const;

/** 256 columns for each channel, put on top of each other as light. An even histogram stands half as high as the canvas. */
export function drawHistogram(canvas: HTMLCanvasElement, histogram: readonly (readonly number[])[]): void {
  const [width, height] = [512, 160];
  const context = begin(canvas, width, height);
  if (context === null) return;
  context.globalCompositeOperation = 'lighter';
  for (const [channel, counts] of histogram.entries()) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    // What is black or burnt out must not flatten all the rest.
    const most = Math.max((2 * total) / 256, ...counts.slice(1, -1));
    context.fillStyle = inks[channel] ?? '#fff';
    for (const [value, count] of counts.entries()) {
      const tall = most === 0 ? 0 : Math.min(height, Math.ceil((count / most) * height));
      context.fillRect(value * 2, height - tall, 2, tall);
    }
  }
}

/** Each pair of neighbours is a dot: one value across, the other up. */
export function drawPairs(canvas: HTMLCanvasElement, pairs: Uint8Array): void {
  const side = 258;
  const context = begin(canvas, side, side);
  if (context === null) return;
  context.fillStyle = 'rgb(240 240 244 / 0.55)';
  for (let at = 0; at + 1 < pairs.length; at += 2)
    context.fillRect(pairs[at] ?? 0, 255 - (pairs[at + 1] ?? 0), 2.5, 2.5);
}

function begin(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  return context;
}
