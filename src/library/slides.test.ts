import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { commitBatch } from './commit-batch.ts';
import { readFailures, readSomePatches } from './patches.ts';
import { putSlide, readSlide, readSlides } from './slides.ts';
import { addCollection, indexedArea, slideRecord } from './test-records.ts';

describe('slides', () => {
  it('are kept by collection and path, the latest of each', async () => {
    const { id } = await addCollection();
    const { id: otherId } = await addCollection();
    await putSlide(slideRecord(id, 'b.svs'));
    await putSlide(slideRecord(id, 'a.svs'));
    await putSlide({ ...slideRecord(id, 'a.svs'), patchCount: 3 });
    await putSlide(slideRecord(otherId, 'c.svs'));
    expect((await readSlides(id)).map(({ path, patchCount }) => [path, patchCount])).toEqual([
      ['a.svs', 3],
      ['b.svs', 8],
    ]);
    expect(await readSlide(id, 'b.svs')).toEqual(slideRecord(id, 'b.svs'));
    expect(await readSlide(id, 'c.svs')).toBeUndefined();
  });

  it('have no former failure once they are cut', async () => {
    const { id } = await addCollection();
    const failed = {
      path: 'a.svs',
      fileSize: 1,
      fileModified: 1,
      error: { code: 'image-broken', detail: '' },
    } as const;
    await commitBatch(id, [], [failed]);
    await putSlide(slideRecord(id, 'a.svs'));
    expect(await readFailures(id)).toEqual([]);
  });

  it('belong to a collection that is there', async () => {
    await expect(putSlide(slideRecord('nowhere', 'a.svs'))).rejects.toMatchObject({ code: 'collection-missing' });
  });
});

it('an area of a slide is stored with its patch', async () => {
  const { id } = await addCollection();
  await commitBatch(id, [indexedArea('a.svs', 256, 512)], []);
  expect((await readSomePatches(id, [0]))[0]).toMatchObject({
    path: 'a.svs#256,512',
    area: { x: 256, y: 512, width: 256, height: 256 },
  });
});
