/** @file Landscapes painted pixel by pixel, so that pictures of the window show photographs that belong to nobody. */
import { clamp, fbm, gradient, hash, lit, mix, noise, ridges, scaled, step, type Colour } from './noise.ts';

/** The colour at a place; x runs from 0 to the aspect ratio, y from 0 at the top to 1. */
export type Scene = (x: number, y: number) => Colour;
/** `seed` varies shapes, `light` (0–1) the time of day, `aspect` is width through height. */
type Maker = (seed: number, light: number, aspect: number) => Scene;

const skies = {
  dawn: gradient('#2c3e66', '#6d6f9c', '#d69a9a', '#f6c79b', '#fde3b8'),
  day: gradient('#2b6cb3', '#5c9bd3', '#9cc8e6', '#d5e9f2'),
  dusk: gradient('#141a3c', '#3d2f63', '#97416b', '#e8754f', '#ffc06a'),
  gold: gradient('#5b6e8c', '#a99a91', '#e3b778', '#f9d28a', '#ffe9bd'),
  night: gradient('#04060f', '#0a1228', '#14224a', '#223a68'),
} as const;
const skyOf = (light: number): ((at: number) => Colour) =>
  light < 0.25 ? skies.dawn : light < 0.5 ? skies.day : light < 0.75 ? skies.gold : skies.dusk;
const glow = (light: number): Colour => (light >= 0.25 && light < 0.5 ? [0.5, 0.5, 0.45] : [1, 0.62, 0.28]);

function sun(x: number, y: number, at: readonly [number, number], size: number): number {
  const distance = Math.hypot(x - at[0], y - at[1]);
  return (
    step(size, size * 0.75, distance) * 0.9 +
    Math.exp(-distance / 0.16) * 0.55 +
    Math.exp(-distance / 0.5) * 0.25
  );
}

function clouds(x: number, y: number, seed: number, cover: number): number {
  const shape = fbm(x * 2.2 + fbm(x * 3, y * 5, seed + 5, 3), y * 5.5, seed);
  return step(1 - cover, 1.25 - cover, shape);
}

const mountains: Maker = (seed, light, aspect) => {
  const sky = skyOf(light);
  const where: readonly [number, number] = [aspect * (0.2 + hash(seed, 1, 1) * 0.6), 0.34];
  const shine = glow(light);
  const haze = mix(sky(0.86), [1, 1, 1], 0.08);
  const rock = mix(sky(0), [0.05, 0.07, 0.1], 0.72);
  const lake = hash(seed, 2, 2) > 0.4 ? 0.7 : 2;
  const layers = 6;
  const above: Scene = (x, y) => {
    let colour = sky(y * 1.7);
    colour = mix(colour, mix(sky(0.95), [1, 1, 1], 0.35), clouds(x, y, seed, 0.42) * 0.55);
    colour = lit(colour, shine, sun(x, y, where, 0.03) * 0.7);
    for (let layer = 0; layer < layers; layer++) {
      const depth = layer / (layers - 1);
      const crest =
        0.5 +
        depth * 0.2 -
        ridges(x * (0.8 + depth * 0.7) + layer * 9.1, seed + layer * 13) * (0.34 - depth * 0.16);
      if (y <= crest) continue;
      const low = (y - crest) / 0.24;
      const grain = fbm(x * 9 + layer, y * 14, seed + layer, 4);
      const ground = mix(
        mix(haze, rock, 0.18 + depth * 0.82),
        [0.95, 0.96, 1],
        step(0.52, 0.7, grain) * step(0.5, 0, low) * (1 - depth) * 0.5,
      );
      colour = scaled(mix(ground, haze, clamp(low) * (1 - depth) * 0.75), 0.82 + grain * 0.36);
    }
    return colour;
  };
  return (x, y) => {
    if (y < lake) return above(x, y);
    const deep = y - lake;
    const wave =
      (noise(x * 5, y * 160, seed) - 0.5) * 0.05 * (deep + 0.03) +
      (noise(x * 30, y * 420, seed) - 0.5) * 0.012;
    const mirrored = above(x + wave, Math.max(0, lake - deep * 1.05 + wave * 1.5));
    return scaled(mix(mirrored, rock, 0.12 + deep * 0.5), 0.92);
  };
};

const sea: Maker = (seed, light, aspect) => {
  const sky = skyOf(light);
  const horizon = 0.48 + hash(seed, 3, 3) * 0.1;
  const where: readonly [number, number] = [aspect * (0.25 + hash(seed, 1, 4) * 0.5), horizon - 0.08];
  const shine = glow(light);
  const deep =
    light >= 0.25 && light < 0.5
      ? gradient('#7fb8cf', '#2f86a8', '#0d4a70', '#08304f')
      : gradient('#e0a184', '#8a6a80', '#34446b', '#141d3c');
  return (x, y) => {
    if (y < horizon) {
      const share = clouds(x * 0.7, y * 1.4, seed, 0.52);
      const body = mix(sky(y / horizon), mix(sky(1), [1, 0.97, 0.94], 0.3), share * 0.7);
      const shade = scaled(body, 1 - share * 0.16 * fbm(x * 4, y * 9, seed + 2, 3));
      return lit(shade, shine, sun(x, y, where, 0.028) * 0.8);
    }
    const near = (y - horizon) / (1 - horizon);
    const far = 1 / (near + 0.045);
    const wave =
      fbm(x * far * 0.9 + 20, far * 7.5, seed, 4) * 0.65 + noise(x * far * 5, far * 26, seed) * 0.35;
    const path = Math.exp(-(((x - where[0]) / (0.035 + near * 0.28)) ** 2));
    const colour = scaled(deep(near ** 0.7 + (wave - 0.5) * 0.35), 0.86 + wave * 0.28);
    return lit(colour, shine, path * step(0.46, 0.66, wave) * 0.95 + path * 0.1);
  };
};

const dunes: Maker = (seed, light) => {
  const sky = light < 0.5 ? gradient('#5f8fc0', '#a9c6dd', '#ecdcc3') : skies.dusk;
  const warm = gradient('#5a2d1c', '#a8582c', '#d98f4e', '#f3c78b', '#fbe3b9');
  return (x, y) => {
    let colour = sky(y * 1.8);
    for (let layer = 0; layer < 5; layer++) {
      const bend = fbm(x * 0.9 + layer * 4.3, layer * 2.1, seed + layer, 3);
      const crest = 0.36 + layer * 0.12 - (bend - 0.42) * 0.36;
      if (y <= crest) continue;
      const low = y - crest;
      // The crest runs on into the slope as the line between sun and shade.
      const edge = noise(x * 1.3 + layer * 7.7 + low * 1.6, layer * 3.3, seed + 40) - 0.48;
      const lightSide = step(-0.05, 0.05, edge + low * 0.15);
      const ripple = Math.sin((low * 150 + fbm(x * 5, y * 5, seed, 3) * 22) * (1.2 - layer * 0.12)) * 0.025;
      const tone = 0.2 + lightSide * 0.5 + low * 0.2 + ripple + (fbm(x * 40, y * 60, seed, 2) - 0.5) * 0.05;
      colour = mix(warm(tone), sky(0.95), (1 - layer / 4) * 0.5);
    }
    return colour;
  };
};

const meadow: Maker = (seed, light) => {
  const flowers: readonly Colour[] = [
    [0.96, 0.8, 0.2],
    [0.86, 0.24, 0.22],
    [0.62, 0.44, 0.86],
    [0.97, 0.95, 0.9],
  ];
  const flower = flowers[seed % flowers.length] ?? [1, 1, 1];
  const sky = light < 0.5 ? skies.day : skies.gold;
  return (x, y) => {
    const share = clouds(x * 0.8, y, seed, 0.5);
    let colour = mix(sky(y * 1.7), [1, 0.99, 0.97], share * 0.9);
    colour = scaled(colour, 1 - share * 0.18 * fbm(x * 5, y * 9 + 4, seed, 3));
    for (let layer = 0; layer < 4; layer++) {
      const crest =
        0.5 + layer * 0.09 - (fbm(x * (0.9 + layer * 0.3) + layer * 8.1, 2, seed + layer, 3) - 0.4) * 0.3;
      if (y <= crest) continue;
      const near = layer / 3;
      const low = (y - crest) * (1 + near * 2);
      const grass = fbm(x * (20 + near * 70), y * (50 + near * 60), seed + layer, 3);
      const base = mix([0.5, 0.62, 0.5], [0.2, 0.38, 0.12], 0.25 + near * 0.75);
      const sunny = mix(
        base,
        [0.72, 0.74, 0.3],
        step(0.35, 0.75, fbm(x * 2.3, y * 4 + layer, seed + 9, 3)) * 0.6,
      );
      const blossom = near * step(0.6, 0.72, fbm(x * 60, y * 90, seed + 31, 2)) * step(0.02, 0.2, low);
      colour = scaled(mix(sunny, flower, blossom * 0.85), 0.62 + grass * 0.62);
      colour = mix(colour, sky(0.9), (1 - near) * 0.35);
    }
    return colour;
  };
};

/** Crests of spruces: how far a tree reaches up at this place. */
function spruces(x: number, seed: number, width: number): number {
  let height = 0;
  const cell = Math.floor(x / width);
  for (let index = cell - 1; index <= cell + 1; index++) {
    const middle = (index + 0.2 + hash(index, 7, seed) * 0.6) * width;
    const tall = 0.5 + hash(index, 8, seed) * 0.5;
    const off = Math.abs(x - middle) / (width * 0.62);
    const branches = 0.13 * noise(x * (14 / width), index, seed);
    height = Math.max(height, tall * (1 - off * (1.25 + branches * 4)));
  }
  return Math.max(0, height);
}

const forest: Maker = (seed, light) => {
  const air =
    light < 0.5 ? gradient('#c9d6d8', '#e6e9e3', '#b9c7c4') : gradient('#e8b58a', '#f5d9b0', '#a98f86');
  const wood =
    light < 0.5
      ? gradient('#8fa5a5', '#4f6b6a', '#274443', '#0e2224')
      : gradient('#b98c78', '#7d5a55', '#46343c', '#1a1720');
  return (x, y) => {
    let colour = mix(air(y), [1, 1, 1], clouds(x, y, seed, 0.5) * 0.25);
    for (let layer = 0; layer < 6; layer++) {
      const near = layer / 5;
      const ground = 0.4 + near * 0.46 - (fbm(x * 0.8 + layer * 5, 1, seed + layer, 3) - 0.5) * 0.42;
      const crest =
        ground - spruces(x + layer * 3.7, seed + layer * 11, 0.03 + near * 0.075) * (0.06 + near * 0.2);
      if (y <= crest) continue;
      const mist =
        step(0.02, 0.3, y - ground) * (1 - near * 0.55) * (0.5 + fbm(x * 2, y * 5, seed + layer, 3) * 0.7);
      colour = mix(scaled(wood(near), 0.9 + noise(x * 80, y * 80, seed) * 0.2), air(0.5), mist);
    }
    return colour;
  };
};

const stars = (x: number, y: number, seed: number): number => {
  let light = 0;
  for (const [scale, share] of [
    [90, 0.05],
    [160, 0.06],
    [260, 0.06],
  ] as const) {
    const [cx, cy] = [Math.floor(x * scale), Math.floor(y * scale)];
    if (hash(cx, cy, seed + scale) > share) continue;
    const [px, py] = [cx + 0.3 + hash(cx, cy, 91) * 0.4, cy + 0.3 + hash(cx, cy, 92) * 0.4];
    light += Math.exp(-((x * scale - px) ** 2 + (y * scale - py) ** 2) * 9) * (0.35 + hash(cx, cy, 93) * 0.9);
  }
  return light;
};

const galaxy: Maker = (seed, _light, aspect) => {
  const lean = 0.5 + hash(seed, 5, 5);
  return (x, y) => {
    const off = (x - aspect * 0.5) * lean * 0.7 + (y - 0.42) * 0.9 + (fbm(x * 2, y * 2, seed, 3) - 0.5) * 0.2;
    const band = Math.exp(-((off / 0.2) ** 2));
    const dust = fbm(x * 3.5 + fbm(x * 5, y * 5, seed + 3, 3), y * 3.5, seed + 8);
    let colour = skies.night(y * 1.05);
    colour = lit(colour, [0.42, 0.34, 0.55], band * dust * 0.75);
    colour = lit(colour, [0.75, 0.5, 0.4], Math.exp(-((off / 0.09) ** 2)) * step(0.45, 0.75, dust) * 0.5);
    colour = lit(colour, [0.95, 0.97, 1], stars(x, y, seed) * (0.6 + band * 0.9));
    colour = lit(colour, [0.9, 0.5, 0.25], Math.exp((y - 0.85) * 8) * 0.22);
    const ground = 0.84 - ridges(x * 1.1 + 3, seed + 6) * 0.2;
    const crest = ground - spruces(x, seed + 2, 0.05) * 0.06;
    return y > crest ? scaled([0.02, 0.025, 0.045], 0.7 + noise(x * 50, y * 50, seed) * 0.6) : colour;
  };
};

const aurora: Maker = (seed, _light, aspect) => (x, y) => {
  const lake = 0.76;
  const above = (ax: number, ay: number): Colour => {
    let colour = lit(skies.night(ay * 0.9), [0.9, 0.95, 1], stars(ax, ay, seed) * 0.8);
    for (let curtain = 0; curtain < 2; curtain++) {
      const foot =
        0.5 -
        curtain * 0.15 +
        (fbm(ax * 1.4 + curtain * 6, 3, seed + curtain, 3) - 0.5) * 0.7 +
        (ax / aspect - 0.5) * 0.14;
      const up = foot - ay;
      const rays = 0.35 + noise(ax * 26 + up * 2, curtain, seed) * 0.4 + noise(ax * 70, curtain, seed) * 0.25;
      const strong = up > 0 ? Math.exp(-up / (0.13 + rays * 0.12)) * step(0, 0.035, up) : 0;
      colour = lit(colour, mix([0.16, 0.95, 0.5], [0.55, 0.2, 0.75], up / 0.34), strong * rays * 1.15);
    }
    const crest = lake - 0.005 - ridges(ax * 0.9 + 2, seed + 4) * 0.2;
    return ay > crest
      ? mix([0.02, 0.04, 0.07], [0.3, 0.42, 0.5], step(0.5, 0.72, fbm(ax * 8, ay * 14, seed, 4)) * 0.5)
      : colour;
  };
  if (y < lake) return above(x, y);
  const wave = (noise(x * 8, y * 190, seed) - 0.5) * 0.07 * (y - lake + 0.05);
  return scaled(above(x + wave, 2 * lake - y + wave * 2), 0.62);
};

const city: Maker = (seed, light) => {
  const sky =
    light < 0.5
      ? gradient('#16213f', '#3a4470', '#8d6a86', '#e2a184')
      : gradient('#070b1c', '#141b3a', '#2d2c54', '#5a4468');
  const quay = 0.7;
  const above = (x: number, y: number): Colour => {
    let colour = mix(sky(y / quay), sky(1), clouds(x, y, seed, 0.4) * 0.4);
    for (let row = 0; row < 3; row++) {
      const width = 0.085 - row * 0.012;
      const house = Math.floor((x + row * 0.37) / width);
      const middle = 1 - Math.abs((x + row * 0.37) / 1.2 - 0.5) * 0.5;
      const tall = (0.12 + hash(house, row, seed) ** 1.6 * 0.4) * (1.05 - row * 0.26) * middle;
      const inside = (x + row * 0.37) / width - house;
      if (y < quay - tall || (inside < 0.05 && row > 0)) continue;
      const wall = mix(sky(0.85), [0.04, 0.05, 0.09], 0.5 + row * 0.22);
      const [wx, wy] = [Math.floor(inside * (7 + row)), Math.floor((y - quay + tall) * (110 - row * 18))];
      const pane =
        Math.abs(((inside * (7 + row)) % 1) - 0.5) < 0.28 &&
        Math.abs((((y - quay + tall) * (110 - row * 18)) % 1) - 0.5) < 0.3;
      const on = pane && hash(wx + house * 31, wy, seed + row) > 0.62;
      colour = on ? mix([1, 0.78, 0.42], [0.8, 0.9, 1], hash(wx, wy + house, seed) * 0.6) : wall;
    }
    return colour;
  };
  return (x, y) => {
    if (y < quay) return above(x, y);
    const wave = (noise(x * 7, y * 150, seed) - 0.5) * 0.05 * (y - quay + 0.1);
    let sum: Colour = [0, 0, 0];
    // Lights on water are drawn out towards whoever looks.
    for (let part = 0; part < 5; part++)
      sum = lit(sum, above(x + wave, 2 * quay - y + wave * 3 - part * 0.018), 0.2);
    return scaled(sum, 0.72);
  };
};

const bokeh: Maker = (seed, light, aspect) => {
  const tints = [
    gradient('#ff9d4d', '#ffd9a0', '#ff5e62'),
    gradient('#7ad1ff', '#ffd28f', '#ff7aa8'),
    gradient('#9be37d', '#f6f3a0', '#59c3a6'),
  ];
  const tint = tints[seed % tints.length] ?? skies.gold;
  const back =
    light < 0.5 ? gradient('#1a0f1f', '#3a1f2b', '#120c18') : gradient('#0b1726', '#16324a', '#08101c');
  const discs = Array.from({ length: 64 }, (_, index) => ({
    x: hash(index, 1, seed) * aspect,
    y: 0.12 + hash(index, 2, seed) ** 0.8 * 0.82,
    r: 0.02 + hash(index, 3, seed) ** 2 * 0.085,
    colour: tint(hash(index, 4, seed)),
    strong: 0.16 + hash(index, 5, seed) * 0.5,
  }));
  return (x, y) => {
    let colour = scaled(back(y), 0.8 + fbm(x * 2, y * 2, seed, 3) * 0.5);
    for (const disc of discs) {
      const off = Math.hypot(x - disc.x, y - disc.y) / disc.r;
      if (off < 1.06)
        colour = lit(colour, disc.colour, step(1.06, 0.96, off) * (0.62 + 0.38 * off ** 4) * disc.strong);
    }
    return colour;
  };
};

const seaOfClouds: Maker = (seed, light, aspect) => {
  const sky = skyOf(light);
  const where: readonly [number, number] = [aspect * (0.3 + hash(seed, 8, 8) * 0.4), 0.3];
  const height = (x: number, y: number): number =>
    fbm(x * 2.4 + fbm(x * 4, y * 7, seed, 3) * 0.8, y * 6, seed + 1);
  return (x, y) => {
    const horizon = 0.38;
    if (y < horizon)
      return lit(
        mix(sky(y / horizon), [1, 1, 1], clouds(x, y, seed, 0.25) * 0.2),
        glow(light),
        sun(x, y, where, 0.03) * 0.8,
      );
    const near = (y - horizon) / (1 - horizon);
    const far = 1 / (0.35 + near);
    const [px, py] = [x * far, far * 1.9];
    const here = height(px, py);
    const shade = clamp(0.5 + (here - height(px + 0.03, py - 0.05)) * 5);
    const base = mix(sky(0.35), mix(sky(1), [1, 0.98, 0.95], 0.35), shade);
    return mix(scaled(base, 0.72 + here * 0.5), sky(0.95), (1 - near) ** 4 * 0.9);
  };
};

const shore: Maker = (seed, light) => {
  const lean = 0.4 + hash(seed, 6, 6) * 0.5;
  const water = gradient('#06304f', '#0b5876', '#128a9c', '#43bdb4', '#9fe0cd');
  const sand =
    light < 0.5 ? gradient('#c9a878', '#e3cba0', '#efdcb9') : gradient('#a68a72', '#d0b497', '#e6d2b8');
  return (x, y) => {
    const t = x * lean + y * (1 - lean * 0.4) - 0.75 + (fbm(x * 1.5, y * 1.5, seed) - 0.5) * 0.5;
    const swell = (fbm(x * 12 + y * 4, y * 12 - x * 4, seed + 3, 4) - 0.5) * 0.18;
    if (t > 0.04) {
      const grain = (fbm(x * 90, y * 90, seed, 3) - 0.5) * 0.14;
      return scaled(mix(scaled(sand(0), 0.72), sand(t * 1.4 + 0.2), step(0.04, 0.14, t)), 1 + grain);
    }
    let foam = 0;
    for (let line = 0; line < 3; line++) {
      const at = 0.02 - line * 0.1 + (fbm(x * 3 + line * 9, y * 3, seed + line, 4) - 0.5) * 0.09;
      const lace = fbm(x * 34, y * 34, seed + line * 5, 4);
      foam += step(0.05 - line * 0.012, 0, Math.abs(t - at)) * step(0.36, 0.6, lace) * (1 - line * 0.25);
    }
    return mix(water(1 + t * 1.5 + swell), [0.97, 0.99, 0.98], foam * 0.92);
  };
};

const canopy: Maker = (seed, light) => {
  const leaves =
    light < 0.5
      ? gradient('#5d1f14', '#b5411b', '#e07b22', '#f0b537', '#8d8b2e')
      : gradient('#12301f', '#1f4f2c', '#3c7238', '#6f9543', '#b3a83e');
  const road = hash(seed, 12, 3) > 0.5;
  return (x, y) => {
    const path = (x - 0.75) * 0.8 + (y - 0.5) * 0.5 + Math.sin(y * 5 + seed) * 0.12;
    if (road && Math.abs(path) < 0.035) {
      const mark = Math.abs(path) < 0.0022 && Math.sin(y * 160) > -0.2;
      return mark ? [0.9, 0.88, 0.8] : scaled([0.27, 0.28, 0.31], 0.85 + fbm(x * 60, y * 60, seed, 3) * 0.3);
    }
    const scale = 21;
    [x, y] = [
      x + (fbm(x * 26, y * 26, seed + 7, 3) - 0.5) * 0.045,
      y + (fbm(x * 26, y * 26, seed + 8, 3) - 0.5) * 0.045,
    ];
    let [best, second, owner] = [9, 9, 0];
    const [cx, cy] = [Math.floor(x * scale), Math.floor(y * scale)];
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let j = cy - 1; j <= cy + 1; j++) {
        const off =
          Math.hypot(x * scale - i - hash(i, j, seed), y * scale - j - hash(i, j, seed + 1)) /
          (0.75 + hash(i, j, seed + 5) * 0.5);
        if (off < best) [best, second, owner] = [off, best, hash(i, j, seed + 2)];
        else if (off < second) second = off;
      }
    }
    const crown = step(-0.1, 0.7, second - best);
    const leaf = fbm(x * 75, y * 75, seed, 3);
    const tone = leaves(owner * 0.85 + (fbm(x * 2, y * 2, seed + 4, 3) - 0.5) * 0.8 + (leaf - 0.5) * 0.25);
    return scaled(tone, (0.42 + crown * 0.4 + (1 - best) * 0.3) * (0.5 + leaf * 0.9));
  };
};

const fields: Maker = (seed, light, aspect) => {
  const crops = [
    gradient('#3d2a5c', '#7a56a8', '#b08fd8'),
    gradient('#8c1f2f', '#d8433f', '#f59a76'),
    gradient('#8a6a12', '#dba91f', '#f7dd6a'),
  ];
  const crop = crops[seed % crops.length] ?? skies.gold;
  const sky = skyOf(light);
  const horizon = 0.42;
  const middle = aspect * (0.35 + hash(seed, 4, 9) * 0.3);
  return (x, y) => {
    const hills = horizon - 0.02 - fbm(x * 1.6, 5, seed, 4) * 0.1;
    if (y < hills) {
      const share = clouds(x, y, seed, 0.48);
      return lit(
        mix(sky(y / horizon), [1, 0.98, 0.96], share * 0.7),
        glow(light),
        sun(x, y, [middle, 0.36], 0.02) * 0.4,
      );
    }
    if (y < horizon)
      return mix(scaled([0.26, 0.36, 0.3], 0.7 + fbm(x * 30, y * 40, seed, 3) * 0.6), sky(0.9), 0.45);
    const near = (y - horizon) / (1 - horizon);
    const across = (x - middle) / (near + 0.035);
    const row = Math.abs(((((across * 2.3) % 1) + 1) % 1) - 0.5) * 2;
    const tuft = fbm(x * (10 + 50 / (near + 0.2)), y * (10 + 90 / (near + 0.2)), seed, 3);
    const plant = step(0.22, 0.5, row + (tuft - 0.5) * 0.55);
    const soil: Colour = scaled([0.24, 0.26, 0.14], 0.7 + tuft * 0.5);
    const bloom = scaled(crop(tuft * 0.95 + row * 0.15), 0.62 + row * 0.3 + tuft * 0.3);
    return mix(mix(soil, bloom, plant), sky(0.95), (1 - near) ** 5 * 0.55);
  };
};

export const scenes = {
  mountains,
  sea,
  dunes,
  meadow,
  forest,
  galaxy,
  aurora,
  city,
  bokeh,
  seaOfClouds,
  shore,
  canopy,
  fields,
} as const;
export type SceneName = keyof typeof scenes;
