/** @file Whether written metadata (XMP, IPTC) may hold a place: if so it is left out whole, not mended. Pure; runs in the engine. */

/** Longer packets are left out without looking: they hold pictures, depth maps and other files. */
const longestPacket = 256 * 1024;
/** Parts of the names of properties that hold places, or that speak of pictures and films behind the main one, which are left out too. */
const telling =
  /gps|latitude|longitude|altitude|location|city|country|state|province|region|geo|address|venue|landmark|thumbnail|gimg|gimage|gdepth|gcamera|gainmap|hdrgm|container|motion|microvideo/iu;

/** XMP whose properties name no place. Words in captions and keywords are the person's own: they are not judged. */
export function isPlacelessXmp(packet: Buffer): boolean {
  if (packet.length > longestPacket || packet.includes(0)) return false;
  const text = packet.toString('latin1');
  for (const [, before, name = '', equals] of text.matchAll(/(<\/?|\s)([\w.:-]{1,100})(\s{0,8}=)?/gu))
    if ((before?.startsWith('<') === true || equals !== undefined) && telling.test(name)) return false;
  return true;
}

/** Datasets of IPTC record 2: content location, city, sublocation, province, country. */
const placeDatasets = new Set([26, 27, 90, 92, 95, 100, 101]);
const iptcResource = 0x404;
/** Resources that are written metadata; of all others only resolution is harmless enough to keep. */
const keptResources = new Set([iptcResource, 0x3ed]);

/** Photoshop's resources (the segment behind its signature), when there is nothing in them but IPTC without a place, and resolution. */
export function isPlacelessPhotoshop(resources: Buffer): boolean {
  let at = 0;
  while (at < resources.length) {
    if (at + 12 > resources.length || resources.toString('latin1', at, at + 4) !== '8BIM') return false;
    const kind = resources.readUInt16BE(at + 4);
    const name = (resources[at + 6] ?? 0) + 1;
    const from = at + 6 + name + (name % 2) + 4;
    if (from > resources.length) return false;
    const length = resources.readUInt32BE(from - 4);
    if (from + length > resources.length || !keptResources.has(kind) || name > 1) return false;
    if (kind === iptcResource && !isPlacelessIptc(resources.subarray(from, from + length))) return false;
    at = from + length + (length % 2);
  }
  return true;
}

function isPlacelessIptc(iptc: Buffer): boolean {
  let at = 0;
  while (at + 5 <= iptc.length && iptc[at] === 0x1c) {
    const [record = 0, dataset = 0, length] = [iptc[at + 1], iptc[at + 2], iptc.readUInt16BE(at + 3)];
    if (length >= 0x8000 || (record !== 1 && record !== 2)) return false;
    if (record === 2 && placeDatasets.has(dataset)) return false;
    at += 5 + length;
  }
  return iptc.subarray(at).every((byte) => byte === 0) && at <= iptc.length;
}
