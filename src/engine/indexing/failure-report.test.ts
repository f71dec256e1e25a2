import { describe, expect, it, vi } from 'vitest';
import { toErrorReport } from '../../base/errors.ts';
import { SlideReader } from '../../imaging/slides/slide-reader.ts';
import { writeCzi } from '../../imaging/slides/testing/write-czi.ts';
import { striped, tiled, writeTiffSlide } from '../../imaging/slides/testing/write-tiff-slide.ts';
import { walkDirectory } from '../intake/walk.ts';
import { openFoundSlide } from '../slides/open-slide.ts';
import { failureReport } from './failure-report.ts';

vi.mock('../../imaging/load-wasm.ts', () => import('../../imaging/testing/load-wasm-in-node.ts'));

describe('the failure report', () => {
  it('is a CSV table with a line a file', async () => {
    const report = failureReport([{ path: 'a/b,"c".png', error: { code: 'image-broken', detail: 'bad CRC' } }]);
    const [head, row, end] = (await report.text()).split('\r\n');
    expect(head).toBe('"path","code","what happened","what to do","detail"');
    expect(row).toMatch(/^"a\/b,""c"".png","image-broken","The image is damaged.*","bad CRC"$/);
    expect(end).toBe('');
  });

  it('disarms what a spreadsheet would run as a formula', async () => {
    const report = failureReport([{ path: '=HYPERLINK("x").png', error: { code: 'file-empty', detail: '' } }]);
    expect(await report.text()).toContain(`"'=HYPERLINK(""x"").png"`);
  });

  it('says of each slide that is refused what helps with it, from the drop to the saved table', async () => {
    const image = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) };
    const jpegXr = { x: 0, y: 0, width: 4, height: 4, pixelType: 0, compression: 4, data: new Uint8Array(16) };
    const macro = await tiled(image, 32, 'none', { 270: '<OME><Image Name="Macro"><Pixels/></Image></OME>' });
    const contents: [string, BlobPart, RegExp][] = [
      ['a.isyntax', 'x', /Philips iSyntax: export it from the Philips image management system as TIFF/],
      ['b.svslide', 'x', /Sakura: convert it with vips tiffsave/],
      ['c.nd2', 'x', /Nikon ND2: convert it with bioformats2raw/],
      ['d.czi', writeCzi([jpegXr]), /JPEG XR: export it from ZEN as OME-TIFF, or convert it with bioformats2raw/],
      ['e.mrxs', 'x', /slidedat\.ini/],
      ['f.vsi', 'x', /\S/],
      ['g.ome.tif', writeTiffSlide({ images: [macro] }), /holds a label or macro and no slide/],
      [
        'h.svs',
        writeTiffSlide({ images: [striped(image, { 305: 'MedScan', 270: 'x' })] }),
        /Trestle TIFF, whose tiles overlap/,
      ],
      ['i.svs', 'no slide at all', /\S/],
    ];
    async function* values() {
      for (const [name, content] of contents) {
        yield { kind: 'file', name, getFile: async () => new File([content], name) };
      }
    }
    const { slides } = await walkDirectory({ kind: 'directory', name: 'root', values } as never);
    const context = { signal: new AbortController().signal, progress: () => {} };
    const failures: { path: string; error: ReturnType<typeof toErrorReport> }[] = [];
    for (const slide of slides) {
      try {
        await new SlideReader().describe(await openFoundSlide(slide), context);
      } catch (thrown) {
        failures.push({ path: slide.path, error: toErrorReport(thrown, 'file-unreadable') });
      }
    }
    const rows = (await failureReport(failures).text()).split('\r\n').slice(1, -1);
    for (const [name, , reason] of contents) {
      const row = rows.find((each) => each.startsWith(`"${name}"`));
      expect(row, name).toMatch(reason);
      expect(row, name).not.toMatch(/"unexpected"|object Object/);
    }
  });
});
