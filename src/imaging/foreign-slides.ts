/** Slides that Gramscope knows by name and does not read, and what helps with each. */
export interface ForeignSlide {
  /** Format and maker, as a person calls them. */
  readonly name: string;
  /** The sentence that helps. */
  readonly help: string;
}

const BIO_FORMATS = 'convert it with bioformats2raw and raw2ometiff, or export it from QuPath as OME-TIFF';

/** By the extension of the file that stands for the slide, in lower case. */
export const FOREIGN_SLIDES: ReadonlyMap<string, ForeignSlide> = new Map([
  ['isyntax', { name: 'Philips iSyntax', help: 'export it from the Philips image management system as TIFF' }],
  ['i2syntax', { name: 'Philips iSyntax', help: 'export it from the Philips image management system as TIFF' }],
  [
    'vms',
    { name: 'Hamamatsu VMS', help: 'convert it with vips tiffsave --pyramid --tile, which reads it by OpenSlide' },
  ],
  [
    'vmu',
    { name: 'Hamamatsu VMU', help: 'convert it with vips tiffsave --pyramid --tile, which reads it by OpenSlide' },
  ],
  ['svslide', { name: 'Sakura', help: 'convert it with vips tiffsave --pyramid --tile, which reads it by OpenSlide' }],
  ['tmap', { name: 'Unic TMAP', help: "export it from the scanner's software as TIFF" }],
  ['kfb', { name: 'KFBIO', help: "export it from the scanner's software as TIFF or SVS" }],
  ['sdpc', { name: 'Sqray SDPC', help: "export it from the scanner's software as TIFF or SVS" }],
  ['mds', { name: 'Motic', help: "export it from the scanner's software as TIFF" }],
  ['mdsx', { name: 'Motic', help: "export it from the scanner's software as TIFF" }],
  ['lif', { name: 'Leica LIF', help: BIO_FORMATS }],
  ['nd2', { name: 'Nikon ND2', help: BIO_FORMATS }],
  ['oib', { name: 'Olympus OIB', help: BIO_FORMATS }],
  ['oif', { name: 'Olympus OIF', help: BIO_FORMATS }],
  ['zvi', { name: 'Zeiss ZVI', help: BIO_FORMATS }],
  ['lsm', { name: 'Zeiss LSM', help: BIO_FORMATS }],
  ['ims', { name: 'Imaris', help: BIO_FORMATS }],
]);
