/** @file Which names there is room for on the map, beside its marks and one another. Runs in the renderer; pure. */

/** CSS px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Around its middle. */
export function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Whether nothing lies in the box. */
export function isFree(box: Box, taken: readonly Box[]): boolean {
  return !taken.some((other) => overlap(box, other));
}

/** Of names that stand under their marks, those that cover neither a mark nor the name of one that comes before. `null`: it has none. */
export function namesWithRoom(marks: readonly Box[], names: readonly (Box | null)[]): readonly boolean[] {
  const taken: Box[] = [];
  return names.map((name, index) => {
    if (name === null) return false;
    const others = marks.filter((_, other) => other !== index);
    if (!isFree(name, others) || !isFree(name, taken)) return false;
    taken.push(name);
    return true;
  });
}
