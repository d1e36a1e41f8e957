/** @file What can be chosen in the export dialog, as it is shown, as it is asked for, and as it is remembered. Runs in the renderer. No DOM. */
import type { ExportOptions } from '../../shared/contract.ts';

export const formats = ['original', 'jpeg', 'webp', 'png'] as const;
export const withouts = ['nothing', 'place', 'metadata'] as const;
export const layouts = ['flat', 'date', 'albums'] as const;
/** In pixels; 0 = full size. */
export const edges = [0, 3840, 2560, 1600] as const;
export const qualities = ['95', '88', '75'] as const;

export interface Choices {
  readonly format: (typeof formats)[number];
  readonly without: (typeof withouts)[number];
  readonly otherwise: boolean;
  readonly edge: (typeof edges)[number];
  readonly quality: (typeof qualities)[number];
  readonly layout: (typeof layouts)[number];
  readonly sidecars: boolean;
  readonly checksums: boolean;
  readonly captured: boolean;
}

/** What is shown at first: what the last export was asked for, as far as the dialog has it. */
export function choicesOf(options: ExportOptions = {}): Choices {
  return {
    format: options.format ?? 'original',
    without: options.without ?? 'nothing',
    otherwise: options.otherwise === 'jpeg',
    edge: edges.find((one) => one === options.maxEdge) ?? 0,
    quality: qualities.find((one) => Number(one) === options.quality) ?? '88',
    layout: options.layout ?? 'flat',
    sidecars: options.sidecars ?? false,
    checksums: options.checksums ?? false,
    captured: options.times === 'captured',
  };
}

/** Whether new pictures may be made, so that size and quality matter. */
export function makesPictures({ format, without, otherwise }: Choices): boolean {
  return format !== 'original' || (without !== 'nothing' && otherwise);
}

/** What is asked for. What has no meaning beside the rest is left out, however it was set. */
export function optionsOf(choices: Choices): ExportOptions {
  const { format, without, otherwise, edge, quality, layout, sidecars, checksums, captured } = choices;
  const silent = without === 'metadata';
  return {
    format,
    without,
    layout,
    checksums,
    sidecars: sidecars && !silent,
    ...(format === 'original' && without !== 'nothing' && otherwise && { otherwise: 'jpeg' as const }),
    ...(makesPictures(choices) && { maxEdge: edge === 0 ? null : edge, quality: Number(quality) }),
    ...(captured && !silent && { times: 'captured' as const }),
  };
}
