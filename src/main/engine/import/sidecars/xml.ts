/**
 * @file The XML that sidecars are written in, read strictly and in one pass: elements, attributes and text. No document type, hence no entities
 * but the five and numbers, and nothing is ever fetched; work and memory grow with the length alone. Runs in the engine.
 */

/** Told of what is read, in its order. Attributes as they stand, `xmlns` among them. */
export interface XmlReader {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  text(text: string): void;
  close(): void;
}

const mostDepth = 64;
const mostAttributes = 500;

/** What a sidecar that is not well-formed, or not of this kind, is refused with. */
export class NotReadable extends Error {}

/** @throws NotReadable */
export function readXml(source: string, reader: XmlReader): void {
  const open: string[] = [];
  let at = source.startsWith('\u{feff}') ? 1 : 0;
  const skipTo = (end: string): void => {
    const found = source.indexOf(end, at);
    if (found < 0) throw new NotReadable(`no ${end}`);
    at = found + end.length;
  };
  while (at < source.length) {
    const tag = source.indexOf('<', at);
    const text = source.slice(at, tag < 0 ? source.length : tag);
    if (open.length > 0 && text !== '') reader.text(unescaped(text));
    else if (text.trim() !== '') throw new NotReadable('text outside');
    if (tag < 0) break;
    at = tag;
    if (source.startsWith('<?', at)) skipTo('?>');
    else if (source.startsWith('<!--', at)) skipTo('-->');
    else if (source.startsWith('<![CDATA[', at)) {
      const from = at + 9;
      skipTo(']]>');
      reader.text(source.slice(from, at - 3));
    } else if (source.startsWith('<!', at)) throw new NotReadable('document type');
    else if (source.startsWith('</', at)) {
      const from = at + 2;
      skipTo('>');
      if (source.slice(from, at - 1).trimEnd() !== open.pop()) throw new NotReadable('end without beginning');
      reader.close();
    } else {
      const element = startTag(source, at);
      at = element.end;
      open.push(element.name);
      if (open.length > mostDepth) throw new NotReadable('too deep');
      reader.open(element.name, element.attributes);
      if (!element.empty) continue;
      open.pop();
      reader.close();
    }
  }
  if (open.length > 0) throw new NotReadable('no end');
}

// Sticky: each begins where the last has ended, and none can go back over what another has matched.
const nameAt = /[^\s<>/="']{1,200}/uy;
const attributeAt = /\s+([^\s<>/="']{1,200})\s{0,20}=\s{0,20}(?:"([^"<]*)"|'([^'<]*)')/uy;
const endAt = /\s*(\/?)>/uy;

function startTag(
  source: string,
  at: number,
): { name: string; attributes: Map<string, string>; empty: boolean; end: number } {
  const attributes = new Map<string, string>();
  nameAt.lastIndex = at + 1;
  const [name] = nameAt.exec(source) ?? [];
  if (name === undefined) throw new NotReadable('no name');
  let end = nameAt.lastIndex;
  for (;;) {
    attributeAt.lastIndex = end;
    const found = attributeAt.exec(source);
    if (found === null) break;
    const [, key = '', double, single] = found;
    if (attributes.has(key) || attributes.size >= mostAttributes) throw new NotReadable('attributes');
    attributes.set(key, unescaped(double ?? single ?? ''));
    end = attributeAt.lastIndex;
  }
  endAt.lastIndex = end;
  const close = endAt.exec(source);
  if (close === null) throw new NotReadable('no end of tag');
  return { name, attributes, empty: close[1] === '/', end: endAt.lastIndex };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{1,8}));/giu, (_all, hex, decimal, name) => {
    const known = named[String(name)];
    if (known !== undefined) return known;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    if (!(code > 0 && code <= 0x10_ffff)) throw new NotReadable('entity');
    return String.fromCodePoint(code);
  });
}
