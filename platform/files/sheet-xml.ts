import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { type Archive, UnreadableSheet } from './archive.ts';

/** The longest text of a cell is 32,767 characters; what goes on longer without a tag is no sheet (T-6). */
const PENDING_CHARACTERS_MAX = 1024 ** 2;
/** Small pieces, so that the bound bites before memory is taken. */
const PIECE_CHARACTERS = 64 * 1024;

export interface Handlers {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads one part of a workbook as XML, by local names; yields after each piece, so that rows can be passed on. */
export async function* readXml(archive: Archive, part: string, handlers: Handlers): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ xmlns: true });
  let pending = 0;
  parser.on('doctype', () => {
    throw new UnreadableSheet('doctype_not_allowed', `${part} has a <!DOCTYPE …>.`);
  });
  parser.on('error', (error) => {
    throw new UnreadableSheet('spreadsheet_unreadable', `${part} is no well-formed XML: ${error.message}`);
  });
  parser.on('opentag', ({ local, attributes }) => {
    pending = 0;
    handlers.open?.(local, (name) => attributeOf(attributes, name));
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', ({ local }) => {
    pending = 0;
    handlers.close?.(local);
  });
  for await (const chunk of archive.read(part)) {
    const text = decoded(decoder, chunk, part);
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      const piece = text.slice(at, at + PIECE_CHARACTERS);
      pending += piece.length;
      parser.write(piece);
      if (pending > PENDING_CHARACTERS_MAX)
        throw new UnreadableSheet(
          'file_too_large',
          `${part} has a text of more than ${PENDING_CHARACTERS_MAX} characters.`,
        );
      yield;
    }
  }
  parser.close();
}

/** Reads a part that only fills what its handlers keep. */
export async function readWholeXml(archive: Archive, part: string, handlers: Handlers): Promise<void> {
  for await (const _piece of readXml(archive, part, handlers));
}

/** By its name without a prefix: `r:id` is `id`. */
function attributeOf(attributes: Readonly<Record<string, SaxesAttributeNS>>, name: string): string | undefined {
  return (attributes[name] ?? Object.values(attributes).find(({ local }) => local === name))?.value;
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, part: string): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new UnreadableSheet('not_utf8', `${part} of the spreadsheet has bytes that are not UTF-8.`);
  }
}
