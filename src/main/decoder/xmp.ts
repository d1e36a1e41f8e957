/**
 * @file The few properties of XMP that are facts of a photo, read without an XML parser: nothing is expanded, nothing fetched, and the
 * work grows with the length alone. Prefixes are taken as every writer writes them. Decoder process; sidecars too.
 */

/** Longer packets hold masks and edits; what is looked for stands at the start. In characters. */
const LONGEST = 1024 * 1024;
const MOST_ITEMS = 200;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The packet in these bytes, as text; null when there is none. */
export function findXmp(bytes: Buffer): string | null {
  const start = [bytes.indexOf('<x:xmpmeta'), bytes.indexOf('<rdf:RDF')].find((at) => at >= 0);
  if (start === undefined) return null;
  const packet = bytes.subarray(start, start + LONGEST);
  const end = packet.indexOf('</rdf:RDF>');
  return (end < 0 ? packet : packet.subarray(0, end)).toString('utf8');
}

/** The first of these properties that has a value: `dc:title`. */
export function property(xmp: string, ...names: readonly string[]): string | null {
  for (const name of names) {
    const [value] = properties(xmp, name);
    if (value !== undefined) return value;
  }
  return null;
}

/** All items of a property: of a bag or sequence each, of alternatives in several languages the default first, else the one value. */
export function properties(xmp: string, name: string): string[] {
  const attribute = valueOfAttribute(xmp, name);
  if (attribute !== null) return attribute.trim() === '' ? [] : [plain(attribute)];
  const body = bodyOf(xmp, name);
  if (body === null) return [];
  const items: string[] = [];
  for (
    let at = body.indexOf('<rdf:li');
    at >= 0 && items.length < MOST_ITEMS;
    at = body.indexOf('<rdf:li', at + 7)
  ) {
    const from = body.indexOf('>', at);
    const to = from < 0 ? -1 : body.indexOf('</rdf:li>', from);
    if (to < 0) break;
    const item = plain(body.slice(from + 1, to));
    if (body.slice(at, from).includes('x-default')) items.unshift(item);
    else items.push(item);
  }
  if (items.length > 0) return items.filter((item) => item.trim() !== '');
  return body.includes('<') || body.trim() === '' ? [] : [plain(body)];
}

function valueOfAttribute(xmp: string, name: string): string | null {
  for (let at = xmp.indexOf(`${name}=`); at >= 0; at = xmp.indexOf(`${name}=`, at + name.length)) {
    const quote = xmp[at + name.length + 1];
    if (!/\s/u.test(xmp[at - 1] ?? '') || (quote !== '"' && quote !== "'")) continue;
    const from = at + name.length + 2;
    const to = xmp.indexOf(quote, from);
    return to < 0 ? null : xmp.slice(from, to);
  }
  return null;
}

function bodyOf(xmp: string, name: string): string | null {
  for (let at = xmp.indexOf(`<${name}`); at >= 0; at = xmp.indexOf(`<${name}`, at + name.length)) {
    if (!/[\s>]/u.test(xmp[at + name.length + 1] ?? '')) continue;
    const from = xmp.indexOf('>', at);
    const to = from < 0 ? -1 : xmp.indexOf(`</${name}>`, from);
    return to < 0 ? null : xmp.slice(from + 1, to);
  }
  return null;
}

/** With its five entities and numbers put in place; any other stays as it is written. */
function plain(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/gu, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}
