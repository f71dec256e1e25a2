/** What a person gave the page: the outcome of walking a dropped or chosen folder, or of choosing files. */
export interface Intake {
  /** The dropped folder's name, or a description of what was chosen. */
  readonly name: string;
  /** Images that are a patch each. */
  readonly files: readonly FoundFile[];
  /** Whole slides, which are cut into patches. */
  readonly slides: readonly FoundSlide[];
  readonly skipped: SkippedFiles;
  /** Chromium gives one for a dropped or chosen folder; with it a run can be resumed after a reload. */
  readonly handle?: FileSystemDirectoryHandle;
  readonly kind: 'folder' | 'files' | 'sample';
}

export interface FoundFile {
  /** Relative to the dropped folder, '/' between the parts. */
  readonly path: string;
  /** Chromium gives one for a file that was dropped by itself; with it a slide can be opened after a reload. */
  readonly handle?: FileSystemFileHandle;
  /** @throws AppError file-unreadable when the file has gone meanwhile. */
  open(): Promise<File>;
}

/** A whole slide: a file, or all instances of a DICOM series. */
export interface FoundSlide {
  /** Of its (first) file. */
  readonly path: string;
  readonly files: readonly [FoundFile, ...FoundFile[]];
}

export interface SkippedFiles {
  /** Files and folders whose name starts with a dot, and the systems' own (Thumbs.db, desktop.ini). */
  readonly hidden: readonly string[];
  /** Files with an extension that is not an image Gramscope reads. */
  readonly unsupported: readonly string[];
  /** Folders that the browser could not list. */
  readonly unreadable: readonly string[];
}
