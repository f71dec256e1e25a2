/**
 * What is stored in IndexedDB, and why it is cut this way.
 *
 * Small records (collections, sources, patches) lie apart from bytes (thumbnails, colours, barcode segments), so that a list of
 * 100,000 patches loads without touching a pixel. Barcodes lie in segments of about 1 MiB, patch after patch in id order,
 * since one record a barcode loads slowly and one giant record hits the engines' limit on a value. Thumbnails and colours lie
 * in blocks of some patches each (blocks.ts), since a record a patch is slow to delete. A batch of patches,
 * their thumbnails, their colours, their barcodes and the collection's counts are written in one transaction: a killed tab loses at most
 * the batch under way and never leaves a patch without its barcode. No image is ever stored, only thumbnails.
 *
 * Every record carries a checksum, which is looked at when the record is read. Records stored before version 3 have none,
 * but for barcodes and thumbnails; they are taken as they are, and get one when they are next written.
 */
import type { DBSchema } from 'idb';
import type { Profile, ProfileName } from '../barcode/profile.ts';
import type { PatchColours } from '../base/colour-histogram.ts';
import type { Dictionary } from '../base/dictionary.ts';
import type { ErrorReport } from '../base/errors.ts';
import type { Gain } from '../base/gain.ts';
import type { ShownChannels, SlideArea, SlideInfo } from '../base/slide.ts';
import type { NoStains, Stains } from '../base/stains.ts';
import type { TableFacts } from '../base/table.ts';

export const DATABASE_NAME = 'gramscope';
export const DATABASE_VERSION = 8;

/** A record that is stored by `seal`. */
export interface Sealed {
  /** Of all its other fields. */
  readonly checksum?: number;
}

/** Where a patch's label comes from: the folder at this depth below the dropped one (1 is the first), or nowhere (0). */
export interface LabelRule {
  readonly folderLevel: number;
  /** Labels a person renamed: folder name to label. */
  readonly renamed: Dictionary<string>;
}

/**
 * Which patches make one case (a patient, a slide), which code and archives call a source: what is left out with a query, found
 * once, searched for as a whole, and left out together in an evaluation. Each file, unless it says otherwise.
 */
export type SourceRule =
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  /** A regular expression on the path; its first match names the case. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** The patient in a TCGA barcode. */
  | { readonly kind: 'tcga' }
  /** What an attached table says, by the name of its column in the collection (columns/table-columns.ts). */
  | { readonly kind: 'column'; readonly column: string };

/** Where the images came from, to find them again. */
export type Origin =
  | { readonly kind: 'folder'; readonly handle?: FileSystemDirectoryHandle }
  | { readonly kind: 'files' }
  | { readonly kind: 'sample' };

/**
 * A folder that was added to a collection which was made from another one. The paths of what lies in it begin with its name
 * and a slash, as nothing else in the collection does.
 */
export interface AddedFolder {
  readonly name: string;
  /** As of `Origin`. */
  readonly handle?: FileSystemDirectoryHandle;
}

/** A run that has not come to its end. */
export interface UnfinishedRun {
  /** Patches that it set out to index, as far as it knew. */
  readonly total: number;
  /** The folder that it was over: an empty name for that which the collection was made from; absent for all there are. */
  readonly folder?: string;
  /** It brings back patches that were deleted. */
  readonly bringsBack?: true;
  /** The id of the collection whose labels given by hand it takes over, by path. */
  readonly labelsFrom?: string;
  /** Files of the dropped folder that the browser leaves out when it reopens it. */
  readonly hidden?: number;
}

/** Images that share their stains (engine/stains), and these, or why there are none to tell. */
export interface StainGroup {
  readonly name: string;
  readonly stains: Stains | NoStains;
}

/** What is indexed of a folder where there is a choice. */
export interface IntakeChoice {
  /** Masks and annotations that lie beside images. */
  readonly masks: 'leave-out' | 'index';
  /** Images of more than 4,096 pixels a side, without smaller levels: cut as slides are, or one patch each. */
  readonly largeImages: 'cut' | 'whole';
  /** TIFF files of several images of one size: the first of them, which absence stands for, or each a patch. */
  readonly stacks?: 'first' | 'all';
  /** Of slides of several channels; the first where it is absent. */
  readonly channels?: ShownChannels;
}

/**
 * What indexing took, from batch to batch; pauses do not count. A batch's time a patch is its time over its patches; sums and
 * sums of squares over batches give their mean and deviation.
 */
export interface IndexingTime {
  readonly patches: number;
  readonly milliseconds: number;
  readonly batches: number;
  readonly sumAPatch: number;
  readonly squaresAPatch: number;
}

export interface CollectionRecord extends Sealed {
  readonly id: string;
  readonly name: string;
  readonly profileName: ProfileName;
  readonly profile: Profile;
  readonly origin: Origin;
  /** Folders that were added later; none is an absent list. */
  readonly added?: readonly AddedFolder[];
  readonly labelRule: LabelRule;
  readonly sourceRule: SourceRule;
  /** Set once slides have been cut into it. */
  readonly cutRule?: CutRule;
  /** Set where a person decided otherwise than usual what of a folder is indexed. */
  readonly intakeChoice?: IntakeChoice;
  /** When the profile normalises stains. */
  readonly stains?: readonly StainGroup[];
  /** Tables attached to it; none is an absent list. Their cells are `TableRecord`s. */
  readonly tables?: readonly TableFacts[];
  /** Set once a similarity has been learned from its labels, which wins. Its numbers are a `LensRecord`. */
  readonly lens?: LensFacts;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Patches stored. */
  readonly patchCount: number;
  /** Ids run from 0 to nextId - 1 where some patches were deleted; to patchCount - 1 where none was. */
  readonly nextId?: number;
  readonly thumbnailBytes: number;
  /** Absent where it was not measured: patches from an import, or indexed before version 0.2. */
  readonly indexingTime?: IndexingTime;
  /** Set while an indexing run has not come to its end. */
  readonly unfinished?: UnfinishedRun & {
    /** Runs over other folders that were interrupted before this one, the last first. */
    readonly earlier?: readonly UnfinishedRun[];
  };
  /**
   * Set once it is deleted, until the last of what belongs to it is gone: a killed tab leaves the rest to the next start. Set
   * too while it is being restored, since versions that know nothing of that hide it by this mark.
   */
  readonly deleted?: true;
  /**
   * Set, beside `deleted`, while it is being restored from an export: its counts are those of what is stored so far, and a
   * killed tab leaves it to be gone on with.
   */
  readonly restoring?: {
    /** `CheckedArchive.digest` of the export. */
    readonly archive: string;
    /** Patches in the export. */
    readonly total: number;
  };
}

/** A similarity learned from a collection's labels (search/lens), without its numbers. */
export interface LensFacts {
  /** Another one whenever its numbers are others. */
  readonly id: string;
  /** Rows of its matrix. */
  readonly directions: number;
  /** `labelsDigest` of what it was learned from and checked on. */
  readonly learnedFrom: string;
  /** The column of a table whose words taught it; the labels did where there is none. */
  readonly column?: string;
  /** What it gains on sources that it has not seen. */
  readonly gain: Gain;
  /** Milliseconds since 1970. */
  readonly learnedAt: number;
}

/** How a slide is cut into patches. */
export interface SlideCut {
  /** Side of a patch in pixels, at `micronsPerPixel`. */
  readonly patchSize: number;
  /** Resolution at which patches are cut; undefined cuts in pixels of level 0, for slides that do not know theirs. */
  readonly micronsPerPixel: number | undefined;
  /** Least share of a patch that must be tissue, 0 to 1. */
  readonly leastTissue: number;
}

/** How a collection's slides are cut. */
export interface CutRule extends SlideCut {
  /** What a person says of slides that do not know their resolution; undefined leaves them to be cut in pixels of level 0. */
  readonly assumedMicronsPerPixel: number | undefined;
}

/** A whole slide that patches were cut from. Of its pixels only patches' thumbnails are stored. */
export interface SlideRecord extends Sealed {
  readonly collectionId: string;
  /** Of its file, relative to the dropped folder; of a DICOM series, of its first instance. */
  readonly path: string;
  /** Paths of all its files, to find them again; one but for a DICOM series. */
  readonly filePaths: readonly string[];
  /** Of these files in turn, where they were dropped one by one and the browser gives them: no folder leads to them. */
  readonly handles?: readonly (FileSystemFileHandle | FileSystemDirectoryHandle)[];
  /** Bytes of all its files, and the latest change in milliseconds since 1970. */
  readonly fileSize: number;
  readonly fileModified: number;
  /** SHA-256 of the first and last 64 KiB of each file, hexadecimal: finds a slide again under another path. */
  readonly fingerprint: string;
  readonly info: SlideInfo;
  readonly cut: SlideCut;
  /** When the profile normalises stains: those of this slide, or why there are none to tell. */
  readonly stains?: Stains | NoStains;
  /** Patches that the cut gives. */
  readonly patchCount: number;
}

/** One image that was indexed: a file, or an area of a slide. */
export interface PatchRecord extends Sealed {
  readonly collectionId: string;
  /** Given once within its collection; the position of its barcode in the segments. */
  readonly id: number;
  /** Relative to the dropped folder, with '/' between the parts; of an area, `patchPath` of its slide's path. */
  readonly path: string;
  /** Where it lies, when it was cut from a slide. */
  readonly area?: SlideArea;
  /** Empty when the collection has no labels. */
  readonly label: string;
  /** A person gave the label: it stays when the file is indexed again. */
  readonly labelledByHand?: true;
  /** Pixels of the original image; of an area, pixels it was cut in. */
  readonly width: number;
  readonly height: number;
  /** Bytes and milliseconds since 1970, to tell whether the file has changed. */
  readonly fileSize: number;
  readonly fileModified: number;
  /** A person deleted it. What is left is its path, so that going on with a run does not bring it back. */
  readonly deleted?: true;
}

/** A file of the collection that could not be indexed. */
export interface FailureRecord extends Sealed {
  readonly collectionId: string;
  readonly path: string;
  readonly fileSize: number;
  readonly fileModified: number;
  readonly error: ErrorReport;
}

export interface ThumbnailRecord {
  readonly collectionId: string;
  readonly id: number;
  /** JPEG, longer side at most THUMBNAIL_SIDE pixels. */
  readonly jpeg: ArrayBuffer;
  /** `checksum` of it; absent where it was stored before there were checksums. */
  readonly checksum?: number;
}

/** What an evaluation compares a barcode with, and finds duplicates by. Read only when one is asked for. */
export interface ColourRecord extends PatchColours {
  readonly collectionId: string;
  readonly id: number;
  /** Of both; absent where they were stored before there were checksums. */
  readonly checksum?: number;
}

/** Thumbnails or colours of patches with consecutive ids (blocks.ts). */
export interface BlockRecord {
  readonly collectionId: string;
  /** Holds those of `capacity` ids from `index * capacity` on. */
  readonly index: number;
  /** One after another in id order, each as its kind writes it. */
  readonly bytes: ArrayBuffer;
  /** Of each in turn: how far its id lies behind the first of the block, where it ends in `bytes`, its own checksum. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** `checksum` of `rows`. */
  readonly checksum: number;
}

/** The file of an attached table, as it was given; what it says to whom is in `CollectionRecord.tables`. */
export interface TableRecord {
  readonly collectionId: string;
  readonly id: string;
  readonly bytes: ArrayBuffer;
  /** `checksum` of it. */
  readonly checksum?: number;
}

/** The numbers of a similarity learned from labels; what is said of it is in `CollectionRecord.lens`. */
export interface LensRecord {
  readonly collectionId: string;
  /** float32, lowest byte first: a row a direction, a number a bit, and the row's offset behind them. */
  readonly bytes: ArrayBuffer;
  /** `checksum` of it. */
  readonly checksum?: number;
}

/** Patches that a person has put together under a name (sets.ts). */
export interface SetRecord extends Sealed {
  readonly collectionId: string;
  readonly id: string;
  /** No other set of the collection has it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Ids, ascending. */
  readonly members: readonly number[];
}

/** A patch that was deleted, with all that was made of it, for as long as the deletion can be undone (bin.ts). */
export interface BinRecord {
  readonly collectionId: string;
  /** The page that deleted it (open-pages.ts): when that is closed, the record goes. */
  readonly page: string;
  readonly id: number;
  /** Each as it was stored, with its checksum; undefined where there was none. */
  readonly patch: PatchRecord;
  readonly barcode: StoredBarcode;
  readonly thumbnail: ThumbnailRecord | undefined;
  readonly colours: ColourRecord | undefined;
  readonly failure: FailureRecord | undefined;
}

/** A barcode with the checksum that it was stored with, if it was stored with one. */
export interface StoredBarcode {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly checksum: number | undefined;
}

/** Barcodes of patches `index * capacity` onward (segments.ts gives the capacity), one after another. */
export interface SegmentRecord {
  readonly collectionId: string;
  readonly index: number;
  readonly barcodes: ArrayBuffer;
  /** `checksum` of each barcode. Segments stored before there were checksums have none, and are taken as they are. */
  readonly checksums?: Uint32Array<ArrayBuffer>;
  /** Places of deleted patches, ascending; zeros stand there. */
  readonly deleted?: readonly number[];
}

export interface GramscopeSchema extends DBSchema {
  collections: { key: string; value: CollectionRecord };
  patches: {
    key: [collectionId: string, id: number];
    value: PatchRecord;
    /** Unique: a path has one patch a collection, whatever order runs come in. */
    indexes: { byPath: [collectionId: string, path: string] };
  };
  failures: { key: [collectionId: string, path: string]; value: FailureRecord };
  /** What versions before 7 have left, as `colours` has. */
  thumbnails: { key: [collectionId: string, id: number]; value: ThumbnailRecord };
  colours: { key: [collectionId: string, id: number]; value: ColourRecord };
  segments: { key: [collectionId: string, index: number]; value: SegmentRecord };
  /** Since version 2. */
  slides: { key: [collectionId: string, path: string]; value: SlideRecord };
  /** Since version 4. */
  bin: { key: [collectionId: string, page: string, id: number]; value: BinRecord };
  /** Since version 5. */
  tables: { key: [collectionId: string, id: string]; value: TableRecord };
  /** Since version 6. */
  lenses: { key: string; value: LensRecord };
  /** Since version 7. */
  thumbnailBlocks: { key: [collectionId: string, index: number]; value: BlockRecord };
  colourBlocks: { key: [collectionId: string, index: number]; value: BlockRecord };
  /** Since version 8. */
  sets: { key: [collectionId: string, id: string]; value: SetRecord };
}
