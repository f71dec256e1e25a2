/** Masks and annotations that lie beside images, under the same name with a word behind it or in a folder of their own. */
import type { FoundFile } from './intake.ts';

const WORDS =
  'masks?|msk|seg|segm|segmentations?|segmented|annos?|annots?|annotations?|annotated|labels?|labell?ed|labelmap|gt|ground-?_?truth|binary|bw|instances?|nuclei_?mask|roi_?mask|contours?';
// biome-ignore lint/plugin: of words above.
const AS_SUFFIX = new RegExp(`^(.+?)[-_. ]+(?:${WORDS})$`, 'i');
// biome-ignore lint/plugin: of words above.
const AS_PREFIX = new RegExp(`^(?:${WORDS})[-_. ]+(.+)$`, 'i');
// biome-ignore lint/plugin: of words above.
const AS_FOLDER = new RegExp(`^(?:.*[-_. ])?(?:${WORDS})(?:[-_. ].*)?$`, 'i');
/** Any word behind a name: "p0_tumour" beside "p0". */
const SUFFIX = /^(.+?)[-_. ]+([^-_. \d][^-_. ]*)$/;

/** Images of a group that are looked at, to tell whether the group is one of masks. */
const MOST_LOOKED_AT = 6;

/** Whether `file` has two colours and the size of `beside`. */
export type IsMaskOf = (file: FoundFile, beside: FoundFile) => Promise<boolean>;

interface Named {
  readonly file: FoundFile;
  readonly folder: string;
  readonly stem: string;
}

/**
 * Parts masks from images: files whose name says so beside one without the word, or which are two-valued, of the same size
 * and named after another.
 * @param others Slides, which may have masks, too.
 */
export async function partMasks(
  files: readonly FoundFile[],
  others: readonly { readonly path: string }[],
  isMaskOf: IsMaskOf,
): Promise<{ images: FoundFile[]; masks: FoundFile[] }> {
  const named = files.map((file) => ({ file, ...nameOf(file.path) }));
  const stems = new Map<string, Named[]>();
  for (const one of named) stems.set(one.stem, [...(stems.get(one.stem) ?? []), one]);
  const slides = new Set(others.map(({ path }) => nameOf(path).stem));
  const masks = new Set<FoundFile>();
  const groups = new Map<string, { readonly mask: FoundFile; readonly image: FoundFile }[]>();
  for (const one of named) {
    const ofName = (AS_SUFFIX.exec(one.stem) ?? AS_PREFIX.exec(one.stem))?.[1];
    if (ofName !== undefined && (stems.has(ofName) || slides.has(ofName))) masks.add(one.file);
    else if (AS_FOLDER.test(lastOf(one.folder)) && isNamedElsewhere(one, stems, slides)) masks.add(one.file);
    else for (const [group, image] of partnersOf(one, stems)) add(groups, group, { mask: one.file, image });
  }
  for (const pairs of groups.values()) {
    const open = pairs.filter(({ mask, image }) => !masks.has(mask) && !masks.has(image));
    if (open.length > 0 && (await areMasks(open, isMaskOf))) for (const { mask } of open) masks.add(mask);
  }
  return { images: files.filter((file) => !masks.has(file)), masks: files.filter((file) => masks.has(file)) };
}

function nameOf(path: string): { folder: string; stem: string } {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return { folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))), stem: dot > 0 ? name.slice(0, dot) : name };
}

function lastOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** Whether an image of the same name lies in a folder that is not one of masks. */
function isNamedElsewhere(one: Named, stems: ReadonlyMap<string, Named[]>, slides: ReadonlySet<string>): boolean {
  if (slides.has(one.stem)) return true;
  return (stems.get(one.stem) ?? []).some(
    (other) => other.folder !== one.folder && !AS_FOLDER.test(lastOf(other.folder)),
  );
}

/** Images that a file may be the mask of, each with the group of files that are named in the same way. */
function* partnersOf(one: Named, stems: ReadonlyMap<string, Named[]>): Generator<[group: string, image: FoundFile]> {
  const [, base, word] = SUFFIX.exec(one.stem) ?? [];
  const [image] = (base && stems.get(base)) || [];
  if (image) yield [`${one.folder}/*${word}`, image.file];
  // The same name with another extension, or in another folder.
  const twin = (stems.get(one.stem) ?? []).find((other) => other.file !== one.file);
  if (twin)
    yield [
      `${one.folder}.${extensionOf(one.file.path)} beside ${twin.folder}.${extensionOf(twin.file.path)}`,
      twin.file,
    ];
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}

function add<Value>(groups: Map<string, Value[]>, group: string, value: Value): void {
  const values = groups.get(group);
  if (values) values.push(value);
  else groups.set(group, [value]);
}

/** All of a few, spread over the group. */
async function areMasks(
  pairs: readonly { readonly mask: FoundFile; readonly image: FoundFile }[],
  isMaskOf: IsMaskOf,
): Promise<boolean> {
  const step = Math.max(1, pairs.length / MOST_LOOKED_AT);
  for (let at = 0; at < pairs.length; at += step) {
    const pair = pairs[Math.floor(at)];
    if (pair && !(await isMaskOf(pair.mask, pair.image))) return false;
  }
  return true;
}
