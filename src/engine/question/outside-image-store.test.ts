import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { encodeOutsideImage } from './outside-image.ts';
import { forgetOutsideImage, outsideImageStore, takeOutsideImage } from './outside-image-store.ts';

vi.mock('./outside-image.ts', () => ({ encodeOutsideImage: vi.fn() }));
const encode = vi.mocked(encodeOutsideImage);

const file = (name: string) => new File(['pixels'], name, { type: 'image/png' });
const encoded = () => ({
  barcode: new Uint8Array([1]),
  variety: 0.5,
  preview: new Blob(['small']),
  width: 150,
  height: 120,
});
const shown = () => outsideImageStore.getState().image;

beforeEach(() => {
  forgetOutsideImage();
  encode.mockReset();
});

it('shows the image while it is encoded, and its barcode and size afterwards', async () => {
  encode.mockResolvedValue(encoded());
  const taking = takeOutsideImage('c', file('a.png'));
  expect(shown()).toMatchObject({ collectionId: 'c', progress: { status: 'encoding' } });
  await taking;
  expect(shown()?.progress).toMatchObject({ status: 'ready', barcode: new Uint8Array([1]), width: 150, height: 120 });
});

it('keeps the error of an image that cannot be read', async () => {
  encode.mockRejectedValue(new AppError('image-broken', 'cut off'));
  await takeOutsideImage('c', file('a.png'));
  expect(shown()?.progress).toEqual({ status: 'failed', error: { code: 'image-broken', detail: 'cut off' } });
});

it('gives up on an image when the next one is taken, even if its barcode still comes', async () => {
  let finishFirst = () => {};
  const first = new Promise<ReturnType<typeof encoded>>((resolve) => {
    finishFirst = () => resolve(encoded());
  });
  encode.mockReturnValueOnce(first).mockResolvedValueOnce(encoded());
  const takingFirst = takeOutsideImage('c', file('first.png'));
  await takeOutsideImage('c', file('second.png'));
  expect(encode.mock.calls[0]?.[1].aborted).toBe(true);
  finishFirst();
  await takingFirst;
  expect(shown()?.file.name).toBe('second.png');
});

it('lets the image and its preview go', async () => {
  const revoke = vi.spyOn(URL, 'revokeObjectURL');
  encode.mockResolvedValue(encoded());
  await takeOutsideImage('c', file('a.png'));
  const taken = shown()?.progress;
  forgetOutsideImage();
  expect(shown()).toBeUndefined();
  expect(revoke).toHaveBeenCalledWith(taken?.status === 'ready' ? taken.previewUrl : undefined);
});
