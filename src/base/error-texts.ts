/** Every error the app can show: `sentence` says what happened, `action` what is safe and what to do next. */
export const ERROR_TEXTS = {
  unexpected: {
    sentence: 'Something went wrong that Gramscope did not foresee.',
    action: 'What is indexed is safe. Reload the page and try again.',
  },
  'worker-crashed': {
    sentence: 'A background worker of the page stopped.',
    action: 'What is indexed is safe. The work is tried again; if this repeats, reload the page.',
  },
  'worker-stopped': {
    sentence: 'The background worker was stopped before it had finished.',
    action: 'Try again.',
  },
  'file-empty': { sentence: 'The file is empty.', action: 'Copy it again from where it came from.' },
  'file-unreadable': {
    sentence: 'The file could not be read; it may have been moved, changed or deleted.',
    action: 'Put it back and drop the folder again: only what is missing is added.',
  },
  'format-unknown': {
    sentence: 'The content is not an image of a kind that Gramscope reads.',
    action: 'Convert it to PNG, JPEG, WebP, BMP, GIF or TIFF.',
  },
  'format-variant': {
    sentence: 'The image uses a variant of its format that Gramscope does not read.',
    action: 'Save it again as PNG or as a TIFF without exotic options.',
  },
  'image-broken': {
    sentence: 'The image is damaged or not complete.',
    action: 'Open it in another viewer to check it, and copy or export it again.',
  },
  'image-too-large': {
    sentence: 'The image is too large to be read as one patch.',
    action: 'Cut it into tiles of at most 16 megapixels first.',
  },
  'image-too-narrow': {
    sentence: 'The image is too narrow: resized for the network, its short side has less than 16 pixels.',
    action: 'Crop it to a shape that is less than 16 times as long as it is wide.',
  },
  'image-timeout': {
    sentence: 'Reading the image took too long and was stopped.',
    action: 'The file is probably damaged. Open it in another viewer to check it.',
  },
  'image-out-of-memory': {
    sentence: 'There was not enough memory to read the image.',
    action: 'Close other tabs or use a smaller copy of the image.',
  },
  'slide-variant': {
    sentence: 'The slide is stored in a way that Gramscope does not read.',
    action: 'Convert it to a tiled pyramidal TIFF, for example with libvips or QuPath, and drop that.',
  },
  'slide-incomplete': {
    sentence: 'A part of the slide is missing.',
    action: 'Drop the folder that holds all of its files.',
  },
  'slide-foreign': {
    sentence: 'Gramscope does not read slides of this format.',
    action: 'Convert it to OME-TIFF or a tiled pyramidal TIFF, and drop that.',
  },
  'slide-order-unknown': {
    sentence: 'The slide does not say for certain where its tiles belong.',
    action: 'Export it again from the scanner or archive as standard DICOM, or as a tiled pyramidal TIFF.',
  },
  'bits-by-range': {
    sentence:
      'Some images store 16 bits per sample, use fewer and do not say how many: their own brightest pixels decide.',
    action:
      'They were scaled by that, and are as bright as copies in 8 bits. A dark image among them may come out too bright.',
  },
  'decoder-unreachable': {
    sentence: 'The part of the app that reads this format could not be loaded.',
    action: 'Check that the app is still being served, then reload the page.',
  },
  'offline-refused': {
    sentence: 'This browser does not keep Gramscope for work without a network.',
    action: 'Everything works as long as its server can be reached. Leave private browsing if this window is private.',
  },
  'no-device': {
    sentence: 'Neither WebGPU nor WebAssembly SIMD is available in this browser.',
    action: 'Use a current Chrome, Edge, Firefox or Safari.',
  },
  'webgpu-unavailable': {
    sentence: 'WebGPU was chosen, but this browser offers no adapter.',
    action: 'Choose "Automatic" under Settings, or update the browser and the graphics driver.',
  },
  'stains-not-told': {
    sentence: 'Stains could not be estimated for some images, so their colours were left as they are.',
    action:
      'Nothing is lost. Stains are estimated from many images of one slide: a pattern in the file names can say which belong together.',
  },
  'device-lost': {
    sentence: 'The graphics device was lost while encoding.',
    action: 'Nothing stored is harmed. The batch is tried again on a fresh device.',
  },
  'device-out-of-memory': {
    sentence: 'The device has too little memory for this profile.',
    action: 'Use the Standard profile, or choose WASM under Settings.',
  },
  'weights-unreachable': {
    sentence: 'The network weights could not be loaded.',
    action: 'Check that the app is still being served, then reload the page.',
  },
  'weights-damaged': {
    sentence: 'The network weights are damaged: their SHA-256 does not match.',
    action: 'Run npm start again to fetch them afresh.',
  },
  'profile-mismatch': {
    sentence: 'The collection was indexed with other weights than those loaded now.',
    action: 'Barcodes of different profiles cannot be compared: make a new collection, or restore the former weights.',
  },
  'storage-full': {
    sentence: 'The browser has no room left to store more.',
    action: 'What is indexed is safe. Free disk space or delete a collection, then resume.',
  },
  'storage-unavailable': {
    sentence: 'The browser does not let this page store anything.',
    action: 'Leave private browsing or allow site data for this page, then reload.',
  },
  'storage-failed': {
    sentence: "The browser's storage failed while reading or writing.",
    action: 'What was stored before is safe. Reload the page and try again.',
  },
  'record-damaged': {
    sentence: 'What is stored of this image has been damaged since, and was set aside.',
    action: 'Drop its folder again, adding to the same collection: what is damaged is indexed anew.',
  },
  'collection-damaged': {
    sentence: 'What is stored of this collection as a whole has been damaged.',
    action: 'Delete it and drop its folder again. Your images and the other collections are not touched.',
  },
  'storage-newer': {
    sentence: 'The stored collections were written by a newer version of Gramscope.',
    action: 'Reload the page to get the newer version.',
  },
  'storage-upgrade-blocked': {
    sentence: 'Another tab with an older version of Gramscope is open.',
    action: 'Reload or close that tab.',
  },
  'another-tab-writes': {
    sentence: 'Another tab is indexing into the library.',
    action: 'Wait until it has finished, or pause it there. Searching works in both tabs.',
  },
  'run-under-way': {
    sentence: 'A folder is being indexed already.',
    action: 'Wait until it has finished, or cancel it.',
  },
  'collection-missing': {
    sentence: 'This collection is no longer there.',
    action: 'It may have been deleted in another tab. Choose another one.',
  },
  'search-out-of-memory': {
    sentence: 'There is not enough memory to search a collection of this size.',
    action: 'What is indexed is safe. Close other tabs, then open the collection again.',
  },
  'patch-missing': {
    sentence: 'This patch is no longer in the collection.',
    action: 'Choose another patch.',
  },
  'slide-missing': {
    sentence: 'This slide is not in the collection.',
    action: 'It may have been deleted with its patches. Choose another one.',
  },
  'slide-without-patches': {
    sentence: 'No patch of the slide reaches the minimum tissue, or the slide is smaller than one patch.',
    action: 'Index it again with a lower minimum tissue per patch, or with a smaller tile size.',
  },
  'folder-permission': {
    sentence: 'The browser asks for your permission before the folder can be read again.',
    action: 'Allow access, or drop the folder on the page again.',
  },
  'nothing-to-index': {
    sentence: 'No images or slides of a supported kind were found.',
    action: 'Gramscope reads PNG, JPEG, WebP, BMP, GIF and TIFF, and whole slides of most makers.',
  },
  'evaluation-no-labels': {
    sentence: 'The patches of this collection have no labels to evaluate with.',
    action: 'Index the folder again, into a new collection that takes its labels from a folder level.',
  },
  'evaluation-no-queries': {
    sentence: 'No images match these training and test folders, or one source holds them all.',
    action: 'Check the pattern, or the names of the folders, against the paths of the images.',
  },
  'evaluation-other-images': {
    sentence: 'The other collection holds other images, or gives them other labels.',
    action: 'Compare collections that were indexed from the same folder with the same labels.',
  },
  'pattern-invalid': {
    sentence: 'The pattern is not a complete regular expression.',
    action: 'Correct it: HE-\\d+ takes “HE-07” from “HE-07_022.tif”, for example.',
  },
  'export-full': {
    sentence: 'There is no room left for the exported file.',
    action: 'No file was left behind, and the collection is as it was. Free disk space, then export again.',
  },
  'import-foreign': {
    sentence: 'The file is not a collection that Gramscope has exported, or a newer version has.',
    action: 'Nothing was changed. Choose a .tar file that "Export" has written.',
  },
  'import-other': {
    sentence: 'This is another file than the one whose import was interrupted.',
    action:
      'Nothing was changed. Choose the file that was being imported, or take this one in as well by "Import a collection".',
  },
  'import-damaged': {
    sentence: 'The exported collection is damaged or not complete.',
    action: 'Nothing was changed. Copy the file again, or export the collection again.',
  },
  'import-invalid': {
    sentence: 'The file says something that no exported collection says.',
    action:
      'Nothing was changed. It was altered after the export, or Gramscope is at fault: the technical detail names the place.',
  },
  'import-profile': {
    sentence: 'The collection was exported with other weights than those loaded here.',
    action:
      'Nothing was changed. Its barcodes could not be compared with yours: start Gramscope with the same weights.',
  },
  'table-binary': {
    sentence: 'The file is no table in plain text.',
    action: 'Nothing was changed. Save it as CSV first: in a spreadsheet by “Save as” or “Download”.',
  },
  'table-empty': {
    sentence: 'The file has no rows, or a single column.',
    action:
      'Nothing was changed. A table needs a row of headers, a column that names images, and one that says something.',
  },
  'table-quote-open': {
    sentence: 'A quotation mark of the table is never closed, so nobody can tell where its cell ends.',
    action: 'Nothing was changed. Correct the row that the technical detail names, or save the table as CSV again.',
  },
  'table-too-large': {
    sentence: 'The table is larger than 128 MiB.',
    action: 'Nothing was changed. Leave out columns or rows that say nothing of these images.',
  },
  'table-too-many-rows': {
    sentence: 'The table has more than 1,000,000 rows.',
    action: 'Nothing was changed. Leave out rows that say nothing of these images.',
  },
  'table-too-many-columns': {
    sentence: 'The table has more than 1,000 columns.',
    action: 'Nothing was changed. Leave out columns that are of no use here.',
  },
  'table-cell-too-long': {
    sentence: 'A cell of the table has more than 1,000,000 characters.',
    action: 'Nothing was changed. Shorten the cell that the technical detail names.',
  },
  'table-matches-nothing': {
    sentence: 'No column of the table names an image of this collection.',
    action:
      'Nothing was changed. One column must hold paths, file names, slides, folders or TCGA barcodes, with or without extension.',
  },
  'table-damaged': {
    sentence: 'What is stored of this table has been damaged since.',
    action: 'Replace it by its file, or detach it. Patches, labels and other tables are not touched.',
  },
  'lens-damaged': {
    sentence: 'What was learned from the labels of this collection has been damaged since.',
    action: 'Choose Plain, or learn from the labels again. Patches and labels are not touched.',
  },
  'too-many-tables': {
    sentence: 'A collection can have at most 20 tables.',
    action: 'Nothing was changed. Detach one first, or replace it.',
  },
  'too-many-sets': {
    sentence: 'A collection can have at most 200 sets.',
    action: 'Nothing was changed. Delete one first, or add to one that is there.',
  },
  'sample-unavailable': {
    sentence: 'The sample could not be loaded.',
    action: 'Reload the page, or drop a folder of your own.',
  },
  // biome-ignore lint/plugin: says what each text is made of; the keys are ErrorCodes.
} as const satisfies Record<string, { sentence: string; action: string }>;

export type ErrorCode = keyof typeof ERROR_TEXTS;
