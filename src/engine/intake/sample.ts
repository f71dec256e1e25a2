/**
 * The sample: real H&E tiles where the asset step found them, and textures drawn from a seed otherwise. Both become an
 * Intake and take the same way as a person's own folder.
 */
import * as v from 'valibot';
import { AppError } from '../../base/errors.ts';
import { parse, readJson } from '../../base/parse.ts';
import type { FoundFile, Intake } from './intake.ts';

export interface SampleDescription {
  readonly kind: 'tiles' | 'drawn';
  readonly images: number;
  readonly source: string;
  readonly licence: string;
  readonly url?: string;
}

/**
 * What the asset step writes to assets/sample/sample.json. `path` is where the tile lies below the sample's folder, `file`
 * where it is fetched from, beside the manifest.
 */
const manifestSchema = v.object({
  source: v.string(),
  licence: v.string(),
  url: v.exactOptional(v.string()),
  tiles: v.array(v.object({ path: v.string(), file: v.string() })),
});

type SampleManifest = v.InferOutput<typeof manifestSchema>;

const DRAWN_IMAGES = 160;

let manifestOnce: Promise<SampleManifest | undefined> | undefined;

export async function describeSample(): Promise<SampleDescription> {
  const manifest = await loadManifest();
  if (!manifest) {
    return {
      kind: 'drawn',
      images: DRAWN_IMAGES,
      source: 'Textures drawn by Gramscope from a seed. They imitate the colours of H&E; they are not tissue.',
      licence: 'Apache-2.0',
    };
  }
  const { source, licence, url, tiles } = manifest;
  return { kind: 'tiles', images: tiles.length, source, licence, ...(url && { url }) };
}

/** The sample as if its folder had been dropped; kinds alternate, so that the first results already span all of them. */
export async function openSample(): Promise<Intake> {
  const manifest = await loadManifest();
  const files = manifest ? tileFiles(manifest) : await drawnFiles();
  const name = manifest ? 'Sample: colorectal tissue' : 'Sample: drawn textures';
  return {
    name,
    kind: 'sample',
    files,
    slides: [],
    masks: [],
    notes: [],
    skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
  };
}

function loadManifest(): Promise<SampleManifest | undefined> {
  manifestOnce ??= fetchManifest();
  return manifestOnce;
}

/** Nothing where the app was built without tiles, or cannot reach them. */
async function fetchManifest(): Promise<SampleManifest | undefined> {
  const response = await fetch(sampleUrl('sample.json')).catch(() => undefined);
  // A server may answer with the page where it has no such file.
  const document = readJson(response?.ok ? await response.text() : '');
  if (document === undefined) return undefined;
  const parsed = parse(manifestSchema, document);
  if ('value' in parsed) return parsed.value;
  throw new AppError('sample-unavailable', parsed.problem);
}

/** The code that draws is loaded when something is to be drawn. */
async function drawnFiles(): Promise<FoundFile[]> {
  const { drawTextureFiles } = await import('./draw-texture.ts');
  return drawTextureFiles(DRAWN_IMAGES);
}

function sampleUrl(file: string): URL {
  return new URL(`assets/sample/${file}`, document.baseURI);
}

function tileFiles(manifest: SampleManifest): FoundFile[] {
  return manifest.tiles.map(({ path, file }) => ({ path, open: () => fetchTile(path, file) }));
}

async function fetchTile(path: string, file: string): Promise<File> {
  const response = await fetch(sampleUrl(file)).catch(() => undefined);
  if (!response?.ok) throw new AppError('sample-unavailable', path);
  return new File([await response.blob()], path, { lastModified: 0 });
}
