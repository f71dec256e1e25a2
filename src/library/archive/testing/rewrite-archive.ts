/** Exports that say something else, whole to the last checksum: for tests of what an import believes. */
import { ArchiveWriter } from '../archive-writer.ts';
import { FILES } from '../manifest.ts';
import { BLOCK_BYTES, paddingAfter, readTarHeader } from '../tar.ts';

export type ArchiveFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** The files of an export by name, in their order, without the checksums. */
export function filesOf(archive: Uint8Array<ArrayBuffer>): ArchiveFiles {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let at = 0; ; ) {
    const header = readTarHeader(archive.subarray(at, at + BLOCK_BYTES));
    if (!header || header.name === FILES.checksums) return files;
    const begin = at + BLOCK_BYTES;
    files.set(header.name, archive.slice(begin, begin + header.size));
    at = begin + header.size + paddingAfter(header.size);
  }
}

/** An export of these files, with checksums that fit. */
export async function archiveOf(files: ArchiveFiles): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const writer = new ArchiveWriter(async (bytes) => void pieces.push(bytes.slice()));
  for (const [name, content] of files) {
    await writer.writeFile(
      name,
      content.length,
      (async function* () {
        yield content;
      })(),
    );
  }
  await writer.end();
  return new Blob(pieces);
}

/** The export with the text of one of its files changed. */
export function withText(
  archive: Uint8Array<ArrayBuffer>,
  name: string,
  change: (text: string) => string,
): Promise<Blob> {
  const files = new Map(filesOf(archive));
  const text = new TextDecoder().decode(files.get(name));
  return archiveOf(files.set(name, new TextEncoder().encode(change(text))));
}
