import type { ErrorReport } from '../../base/errors.ts';
import type { ShownChannels } from '../../base/slide.ts';
import type { IntakeChoice } from '../../library/schema.ts';

/** What a person gave the page: the outcome of walking a dropped or chosen folder, or of choosing files. */
export interface Intake {
  /** The dropped folder's name, or a description of what was chosen. */
  readonly name: string;
  /** Images that are a patch each. */
  readonly files: readonly FoundFile[];
  /** Whole slides, which are cut into patches. */
  readonly slides: readonly FoundSlide[];
  /** Masks and annotations beside images, which are left out unless a person wants them. */
  readonly masks: readonly FoundFile[];
  readonly skipped: SkippedFiles;
  /** Tables beside the images, which may say something of them; the shallowest first. They are told among `skipped` too. */
  readonly tables?: readonly FoundFile[];
  /** What a person decided of it, where that is not the usual. */
  readonly choice?: IntakeChoice;
  /** What is to be known of images that are read: that only the first of several pages is. */
  readonly notes: readonly ToldFile[];
  /** Chromium gives one for a dropped or chosen folder; with it a run can be resumed after a reload. */
  readonly handle?: FileSystemDirectoryHandle;
  readonly kind: 'folder' | 'files' | 'sample';
}

export interface FoundFile {
  /** Relative to the dropped folder, '/' between the parts. */
  readonly path: string;
  /** Chromium gives one for a file, or a folder that is one slide, dropped by itself; with it a slide can be opened after a reload. */
  readonly handle?: FileSystemFileHandle | FileSystemDirectoryHandle;
  /** It is a folder that is one slide, given as one file (imaging/slides/folder-file.ts). */
  readonly isFolder?: true;
  /** The folder's handle leaves it out, so that a page which reopens the folder after a reload does not find it. */
  readonly isDropOnly?: true;
  /** Of a stack of images of one size, how many there are: the first is read. */
  readonly pages?: number;
  /** @throws AppError file-unreadable when the file has gone meanwhile. */
  open(): Promise<File>;
}

/** A whole slide: a file, or all instances of a DICOM series. */
export interface FoundSlide {
  /** Of its (first) file. */
  readonly path: string;
  readonly files: readonly [FoundFile, ...FoundFile[]];
  /** An image of one level, which can be read as one patch instead. */
  readonly isLargeImage?: true;
  /** Which of its channels is read, if it has several; the first where it is absent. */
  readonly channels?: ShownChannels;
  /** Why it cannot be read, where its name says so. */
  readonly unread?: ErrorReport;
}

/** A file, and a phrase that says what it is. */
export interface ToldFile {
  readonly path: string;
  readonly what: string;
}

export interface SkippedFiles {
  /** Files and folders whose name starts with a dot, and what systems and servers leave behind (told-by-name.ts). */
  readonly hidden: readonly string[];
  /** Files with an extension that is not an image Gramscope reads. */
  readonly unsupported: readonly string[];
  /** Folders that the browser could not list. */
  readonly unreadable: readonly string[];
  /** Files of which more is known: archives, DICOM of other kinds, copies. */
  readonly told: readonly ToldFile[];
}
