/**
 * @file Justified rows under day headers for the whole timeline, in one pass over typed arrays. Runs in the renderer; pure.
 *
 * Photos fill a row until it is as wide as the page, and the row's height is what makes it fit exactly. A day too short for a row
 * shares one with its neighbours, each under its own header. One *band* is a day, or the days that share a row.
 * All positions are whole CSS pixels, so that no seam shows.
 */

export interface LayoutOptions {
  /** Of the page, in CSS pixels. 0 while it is hidden: the layout is empty then. */
  readonly width: number;
  /** What the height of a row aims at. */
  readonly rowHeight: number;
  /** Between photos, both ways. */
  readonly gap: number;
  readonly headerHeight: number;
  /** Below a band. */
  readonly bandGap: number;
  /** Between days that share a row. */
  readonly dayGap: number;
  /** Whether a new day begins under a header of its own; else all are one, under none. */
  readonly byDay: boolean;
  /** A day that shares a row gets at least this width, for its header to be readable. */
  readonly minDayWidth: number;
}

export interface Layout {
  readonly options: LayoutOptions;
  /** Number of photos; positions in the list laid out are called items here. */
  readonly count: number;
  readonly height: number;
  readonly x: Uint16Array;
  readonly width: Uint16Array;
  readonly rowOf: Uint32Array;
  readonly rowCount: number;
  readonly rowTop: Float64Array;
  readonly rowHeight: Uint16Array;
  /** First item of each row, and the count of items after the last. */
  readonly rowFirst: Uint32Array;
  readonly dayCount: number;
  readonly dayFirst: Uint32Array;
  /** Days since 1970. */
  readonly dayNumber: Int32Array;
  readonly dayX: Uint16Array;
  readonly dayWidth: Uint16Array;
  readonly bandCount: number;
  /** Where the band's header begins. */
  readonly bandTop: Float64Array;
  /** Where its last row ends. */
  readonly bandEnd: Float64Array;
  /** First day of each band, and the count of days after the last. */
  readonly bandFirst: Uint32Array;
}

const dayMs = 86_400_000;
/** A panorama or a tall strip is cropped to this in the grid; the viewer shows all of it. */
const narrowest = 0.45;
const widest = 4;
/** How far the height of a row may be from what was asked for, as long as there are photos to choose from. */
const lowest = 0.8;
const highest = 1.3;

/** The ratio a photo has in the grid. */
export function tileRatio(ratio: number): number {
  if (!(ratio > 0)) return 1;
  return ratio < narrowest ? narrowest : ratio > widest ? widest : ratio;
}

/** Lays out the photos `rows` of a table, in their order. `time` and `ratio` are the table's columns. */
export function layoutPhotos(
  rows: Uint32Array,
  time: Float64Array,
  ratio: Float32Array,
  options: LayoutOptions,
): Layout {
  const { gap, headerHeight, bandGap, dayGap, minDayWidth, byDay } = options;
  const pageWidth = Math.floor(options.width);
  const target = options.rowHeight;
  const count = pageWidth > 0 ? rows.length : 0;

  const x = new Uint16Array(count);
  const width = new Uint16Array(count);
  const rowOf = new Uint32Array(count);
  const rowTop = new Float64Array(count);
  const rowHeight = new Uint16Array(count);
  const rowFirst = new Uint32Array(count + 1);
  const dayFirst = new Uint32Array(count + 1);
  const dayNumber = new Int32Array(count);
  const dayX = new Uint16Array(count);
  const dayWidth = new Uint16Array(count);
  const bandTop = new Float64Array(count);
  const bandEnd = new Float64Array(count);
  const bandFirst = new Uint32Array(count + 1);
  /** Ratios of all items, bounded: read several times, and in order. */
  const shape = new Float32Array(count);
  /** Of each day: the sum of its ratios. */
  const daySum = new Float64Array(count);

  let dayCount = 0;
  for (let item = 0; item < count; item += 1) {
    const row = rows[item] ?? 0;
    const number = Math.floor((time[row] ?? 0) / dayMs);
    if (item === 0 || (byDay && number !== dayNumber[dayCount - 1])) {
      dayFirst[dayCount] = item;
      dayNumber[dayCount] = number;
      dayCount += 1;
    }
    const bounded = tileRatio(ratio[row] ?? 1);
    shape[item] = bounded;
    daySum[dayCount - 1] = (daySum[dayCount - 1] ?? 0) + bounded;
  }
  dayFirst[dayCount] = count;

  let rowCount = 0;
  let bandCount = 0;
  let y = 0;

  /** Places the items [first, end) as (part of) the row that is being filled; answers where the last one ends. */
  const place = (first: number, end: number, start: number, height: number, fill: boolean): number => {
    let edge = start;
    for (let item = first; item < end; item += 1) {
      const next = edge + (shape[item] ?? 1) * height;
      const left = Math.round(edge);
      x[item] = left;
      width[item] = Math.max(1, (fill && item === end - 1 ? pageWidth : Math.round(next)) - left);
      rowOf[item] = rowCount;
      edge = next + gap;
    }
    return edge - gap;
  };
  const endRow = (first: number, height: number): void => {
    rowTop[rowCount] = y;
    rowFirst[rowCount] = first;
    rowHeight[rowCount] = Math.max(1, Math.round(height));
    y += (rowHeight[rowCount] ?? 0) + gap;
    rowCount += 1;
  };
  const photosOf = (day: number): number => (dayFirst[day + 1] ?? 0) - (dayFirst[day] ?? 0);
  const widthOfDay = (day: number, height: number, shared: boolean): number => {
    const photos = (daySum[day] ?? 0) * height + (photosOf(day) - 1) * gap;
    return shared && photos < minDayWidth ? minDayWidth : photos;
  };
  const widthOfDays = (first: number, end: number, height: number): number => {
    let sum = (end - first - 1) * dayGap;
    for (let day = first; day < end; day += 1) sum += widthOfDay(day, height, end - first > 1);
    return sum;
  };

  /** A day of several rows. */
  const layLongDay = (day: number): void => {
    const end = dayFirst[day + 1] ?? count;
    dayX[day] = 0;
    dayWidth[day] = pageWidth;
    let first = dayFirst[day] ?? 0;
    let sum = 0;
    let heightBefore = Infinity;
    for (let item = first; item < end; item += 1) {
      sum += shape[item] ?? 1;
      const height = (pageWidth - (item - first) * gap) / sum;
      if (height > target) {
        heightBefore = height;
        continue;
      }
      // Full with this photo; without it the row is higher. The nearer of the two to what was asked for is taken.
      const without =
        item > first && heightBefore <= target * highest && heightBefore / target < target / height;
      const last = without ? item : item + 1;
      const chosen = without ? heightBefore : height;
      place(first, last, 0, chosen, true);
      endRow(first, chosen);
      first = last;
      sum = without ? (shape[item] ?? 1) : 0;
      heightBefore = without ? pageWidth / sum : Infinity;
      // One photo, wider than the page.
      if (without && heightBefore <= target) {
        place(first, item + 1, 0, heightBefore, true);
        endRow(first, heightBefore);
        first = item + 1;
        sum = 0;
        heightBefore = Infinity;
      }
    }
    if (first >= end) return;
    // What is left over keeps the height asked for, unless it nearly fills the row.
    const fills = heightBefore <= target * highest;
    const height = fills ? heightBefore : target;
    place(first, end, 0, height, fills);
    endRow(first, height);
  };

  /** Days that fit into one row. */
  const layShortDays = (firstDay: number, endDay: number): void => {
    const shared = endDay - firstDay > 1;
    const fills = widthOfDays(firstDay, endDay, target * highest) >= pageWidth;
    let height = target;
    if (fills) {
      let low = target * lowest * 0.5;
      let high = target * highest;
      for (let step = 0; step < 18; step += 1) {
        const middle = (low + high) / 2;
        if (widthOfDays(firstDay, endDay, middle) > pageWidth) high = middle;
        else low = middle;
      }
      height = low;
    }
    let start = 0;
    for (let day = firstDay; day < endDay; day += 1) {
      const first = dayFirst[day] ?? 0;
      const end = dayFirst[day + 1] ?? count;
      const block = widthOfDay(day, height, shared);
      const left = Math.round(start);
      // The last photo takes up what rounding left, unless its day is padded for its header.
      const toEdge = fills && day === endDay - 1 && Math.abs(start + block - pageWidth) < 2;
      const padded = shared && block <= minDayWidth;
      place(first, end, start, height, toEdge && !padded);
      dayX[day] = left;
      dayWidth[day] = shared ? Math.min(Math.floor(block), pageWidth - left) : pageWidth;
      start += block + dayGap;
    }
    endRow(dayFirst[firstDay] ?? 0, height);
  };

  for (let day = 0; day < dayCount;) {
    bandTop[bandCount] = y;
    bandFirst[bandCount] = day;
    y += headerHeight;
    if (widthOfDay(day, target * lowest, false) > pageWidth) {
      layLongDay(day);
      day += 1;
    } else {
      let end = day + 1;
      while (end < dayCount && widthOfDays(day, end + 1, target * lowest) <= pageWidth) end += 1;
      layShortDays(day, end);
      day = end;
    }
    bandEnd[bandCount] = y - gap;
    y += bandGap - gap;
    bandCount += 1;
  }
  rowFirst[rowCount] = count;
  bandFirst[bandCount] = dayCount;
  return {
    options,
    count,
    height: Math.max(0, y),
    x,
    width,
    rowOf,
    rowCount,
    rowTop,
    rowHeight,
    rowFirst,
    dayCount,
    dayFirst,
    dayNumber,
    dayX,
    dayWidth,
    bandCount,
    bandTop,
    bandEnd,
    bandFirst,
  };
}

/** First row that ends below `y`; `rowCount` when none does. */
export function firstRowBelow(layout: Layout, y: number): number {
  let low = 0;
  let high = layout.rowCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((layout.rowTop[middle] ?? 0) + (layout.rowHeight[middle] ?? 0) <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First band that ends below `y`; `bandCount` when none does. */
export function firstBandBelow(layout: Layout, y: number): number {
  let low = 0;
  let high = layout.bandCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((layout.bandEnd[middle] ?? 0) <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A rectangle in the pixels of the timeline. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Every item that a rectangle touches, in order. */
export function itemsWithin(layout: Layout, { left, top, right, bottom }: Box): readonly number[] {
  const items: number[] = [];
  for (let row = firstRowBelow(layout, top); row < layout.rowCount; row += 1) {
    if ((layout.rowTop[row] ?? 0) >= bottom) break;
    const end = layout.rowFirst[row + 1] ?? layout.count;
    for (let item = layout.rowFirst[row] ?? 0; item < end; item += 1) {
      const x = layout.x[item] ?? 0;
      if (x < right && x + (layout.width[item] ?? 0) > left) items.push(item);
    }
  }
  return items;
}

/** The day an item belongs to. */
export function dayOf(layout: Layout, item: number): number {
  let low = 0;
  let high = layout.dayCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((layout.dayFirst[middle + 1] ?? 0) <= item) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Top of the row an item stands in. */
export function itemTop(layout: Layout, item: number): number {
  return layout.rowTop[layout.rowOf[item] ?? 0] ?? 0;
}

export function itemHeight(layout: Layout, item: number): number {
  return layout.rowHeight[layout.rowOf[item] ?? 0] ?? 0;
}
