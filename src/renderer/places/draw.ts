/** @file Draws the world behind the marks. Runs in the renderer. */
import { graticule } from './graticule.ts';
import { boxAround, isFree, type Box } from './labels.ts';
import { worldPixels, type Size, type View } from './projection.ts';
import { countryName } from './town-words.ts';
import { side, type Country, type World } from './world.ts';

/** Of a country's name, CSS px. */
const lineHeight = 14;

interface Colours {
  readonly sea: string;
  readonly land: string;
  readonly line: string;
  readonly text: string;
}

/** The interface's own colours, as they are now: dark or light. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    sea: value('--surface-1'),
    land: value('--surface-4'),
    line: value('--map-line'),
    text: value('--text-muted'),
  };
}

export function drawWorld(
  canvas: HTMLCanvasElement,
  world: World,
  view: View,
  size: Size,
  font: string,
  /** Where marks lie: no name of a country is drawn beneath them. */
  taken: readonly Box[] = [],
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const density = window.devicePixelRatio;
  const [wide, high] = [Math.round(size.width * density), Math.round(size.height * density)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const colours = coloursOf(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.sea;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const pixels = worldPixels(view.zoom);
  const scale = pixels / side;
  const copies = Math.ceil(size.width / 2 / pixels + 0.5);
  for (let copy = -copies; copy <= copies; copy += 1) {
    const left = size.width / 2 + (copy - view.x) * pixels;
    if (left > size.width || left + pixels < 0) continue;
    const top = size.height / 2 - view.y * pixels;
    const k = scale * density;
    context.setTransform(k, 0, 0, k, left * density, top * density);
    context.fillStyle = colours.land;
    context.fill(world.land);
    context.strokeStyle = colours.line;
    context.lineWidth = 1 / scale;
    context.stroke(world.borders);
    context.setTransform(density, 0, 0, density, 0, 0);
    nameCountries(context, world.countries, { left, top, scale, font, color: colours.text, taken }, size);
  }
  context.setTransform(density, 0, 0, density, 0, 0);
  drawGraticule(context, view, size, { font, color: colours.text, taken });
}

/** Faint lines, with degrees along the left and the upper edge where no mark lies. */
function drawGraticule(
  context: CanvasRenderingContext2D,
  view: View,
  size: Size,
  { font, color, taken }: Pick<Lettering, 'font' | 'color' | 'taken'>,
): void {
  const { latitudes, longitudes } = graticule(view, size);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.globalAlpha = 0.2;
  context.beginPath();
  // In the middle of a pixel, or the line would be two pixels wide.
  for (const { at } of latitudes) {
    context.moveTo(0, Math.round(at) + 0.5);
    context.lineTo(size.width, Math.round(at) + 0.5);
  }
  for (const { at } of longitudes) {
    context.moveTo(Math.round(at) + 0.5, 0);
    context.lineTo(Math.round(at) + 0.5, size.height);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.font = font;
  context.fillStyle = color;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const write = (words: string, left: number, y: number): void => {
    const width = context.measureText(words).width;
    if (left + width <= size.width && isFree(boxAround(left + width / 2, y, width, lineHeight), taken))
      context.fillText(words, left, y);
  };
  for (const { at, words } of longitudes) write(words, at + 5, 10);
  // The corner is the longitudes'.
  for (const { at, words } of latitudes) if (at > 32) write(words, 6, at - 9);
}

interface Lettering {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly font: string;
  readonly color: string;
  readonly taken: readonly Box[];
}

/** Names that fit into their countries and cover nothing; the largest countries come first. */
function nameCountries(
  context: CanvasRenderingContext2D,
  countries: readonly Country[],
  { left, top, scale, font, color, taken }: Lettering,
  { width, height }: Size,
): void {
  context.font = font;
  context.fillStyle = color;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const full = [...taken];
  for (const country of countries) {
    if (country.height * scale < 24 || country.width * scale < 40) continue;
    const [x, y] = [left + country.x * scale, top + country.y * scale];
    if (x < 0 || x > width || y < 0 || y > height) continue;
    const name = countryName(country);
    const wide = context.measureText(name).width;
    const box = boxAround(x, y, wide, lineHeight);
    if (wide >= country.width * scale * 0.9 || !isFree(box, full)) continue;
    context.fillText(name, x, y);
    full.push(box);
  }
}
