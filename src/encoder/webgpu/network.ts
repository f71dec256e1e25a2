import type { Binarisation, LayerNumber } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { GpuGuard } from '../gpu-guard.ts';
import type { KeptIndices } from '../kept-indices.ts';
import { type KernelName, packJob } from './jobs.ts';
import { type LoadedLayer, loadLayers } from './loaded-layers.ts';
import type { Pipelines } from './pipelines.ts';
import {
  type Binding,
  FLOAT_BYTES,
  planNetwork,
  SHARED_BUFFERS,
  type SharedBuffer,
  type Stack,
  type Step,
} from './plan.ts';

/** Uniform buffers are bound at multiples of this, on every device. */
const JOB_BYTES = 256;

/** What barcodes are made of. */
export interface Wanted {
  readonly kept: KeptIndices;
  readonly binarisation: Binarisation;
}

/** Pixels of a stack: images x height x width x 3, preprocessed (see preprocess.ts). */
export interface StackedPixels extends Stack {
  readonly pixels: Float32Array<ArrayBuffer>;
}

/** A plan on the device, for stacks of one shape. */
interface Prepared {
  readonly stack: Stack;
  readonly wanted: Wanted;
  readonly dispatches: readonly Dispatch[];
  /** Numbers of the jobs and indices of the entries: of this plan alone. */
  readonly own: readonly GPUBuffer[];
  readonly entryBytes: number;
  readonly barcodesBytes: number;
  /** For reading back; those that are not in use. */
  readonly staging: GPUBuffer[];
}

interface Dispatch {
  readonly kernel: KernelName;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** Milliseconds. */
export interface StageTimes {
  readonly upload: number;
  readonly convolutions: number;
  readonly grams: number;
  /** Of the median, and packing. */
  readonly bits: number;
  readonly readback: number;
}

/** From pixels to barcodes, by our own kernels: VGG19 up to conv5_1, Gram matrices, medians and bits. */
export class Network {
  readonly #device: GPUDevice;
  readonly #guard: GpuGuard;
  readonly #pipelines: Pipelines;
  readonly #layers: readonly LoadedLayer[];
  readonly #shared = new Map<SharedBuffer, GPUBuffer>();
  /** Patches mostly have one shape, so one plan is kept. */
  #prepared: Prepared | undefined;

  private constructor(device: GPUDevice, guard: GpuGuard, pipelines: Pipelines, layers: readonly LoadedLayer[]) {
    this.#device = device;
    this.#guard = guard;
    this.#pipelines = pipelines;
    this.#layers = layers;
  }

  /**
   * @param halves float16 weights in the order of WEIGHT_SPECS.
   * @throws AppError device-out-of-memory, device-lost.
   */
  static async load(device: GPUDevice, guard: GpuGuard, pipelines: Pipelines, halves: Uint16Array): Promise<Network> {
    const layers = await guard.submit(() => loadLayers(device, pipelines, halves));
    return new Network(device, guard, pipelines, layers);
  }

  /**
   * Runs the network as deep as needed and makes the bits. Calls may overlap: the device begins with the next while the
   * last is read back.
   *
   * @param stacks All of the same patches: one stack of whole patches, or the views of one patch in several.
   * @returns One packed barcode a patch.
   * @throws AppError device-out-of-memory, device-lost.
   */
  async barcodes(stacks: readonly StackedPixels[], wanted: Wanted): Promise<Uint8Array<ArrayBuffer>[]> {
    const { prepared, staging, mapped } = await this.#guard.submit(() => this.#submit(stacks, wanted));
    await this.#guard.unlessLost(mapped);
    return splitBarcodes(this.#takeBarcodes(prepared, staging), prepared);
  }

  /**
   * What each stage takes when it is awaited before the next begins, for benchmarks: in `barcodes` they overlap, with
   * one another and with the next call's.
   *
   * @throws AppError device-lost.
   */
  async timeStages(stack: StackedPixels, wanted: Wanted): Promise<StageTimes> {
    const prepared = this.#prepare(stack, wanted);
    const dispatchesOf = (...kernels: KernelName[]) =>
      prepared.dispatches.filter(({ kernel }) => kernels.includes(kernel));
    const grams = dispatchesOf('gramProduct', 'gramSum');
    const bits = dispatchesOf('median', 'pack');
    const convolutions = prepared.dispatches.filter((dispatch) => ![...grams, ...bits].includes(dispatch));
    const timed = async (work: () => unknown) => {
      const begin = performance.now();
      await work();
      await this.#guard.unlessLost(this.#device.queue.onSubmittedWorkDone());
      return performance.now() - begin;
    };
    return {
      upload: await timed(() => this.#upload(stack.pixels)),
      convolutions: await timed(() => this.#compute(convolutions)),
      grams: await timed(() => this.#compute(grams)),
      bits: await timed(() => this.#compute(bits)),
      readback: await timed(async () => {
        const { staging, mapped } = this.#readBack(prepared);
        await mapped;
        this.#takeBarcodes(prepared, staging);
      }),
    };
  }

  /** Bytes that it holds on the device. */
  get memoryBytes(): number {
    return this.#buffers().reduce((sum, { size }) => sum + size, 0);
  }

  /** Gives its memory on the device back; it must not be used later. */
  free(): void {
    for (const buffer of this.#buffers()) buffer.destroy();
  }

  /** All but those that barcodes are being read back from. */
  #buffers(): GPUBuffer[] {
    const weights = this.#layers.flatMap(({ kernels, bias }) => [kernels, bias]);
    const ofPlan = [...(this.#prepared?.own ?? []), ...(this.#prepared?.staging ?? [])];
    return [...weights, ...this.#shared.values(), ...ofPlan];
  }

  #submit(stacks: readonly StackedPixels[], wanted: Wanted) {
    let prepared: Prepared | undefined;
    for (const stack of stacks) {
      const isFirst = !prepared;
      prepared = this.#prepare(stack, wanted);
      if (isFirst) this.#forgetEntries(prepared);
      this.#upload(stack.pixels);
      this.#compute(prepared.dispatches);
    }
    if (!prepared) throw new RangeError('no images');
    return { prepared, ...this.#readBack(prepared) };
  }

  /** Each stack adds to them. */
  #forgetEntries({ entryBytes }: Prepared): void {
    const encoder = this.#device.createCommandEncoder();
    encoder.clearBuffer(this.#sharedBuffer('entries'), 0, entryBytes);
    this.#device.queue.submit([encoder.finish()]);
  }

  #upload(pixels: Float32Array<ArrayBuffer>): void {
    this.#device.queue.writeBuffer(this.#sharedBuffer('pixels'), 0, pixels);
  }

  #compute(dispatches: readonly Dispatch[]): void {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, workgroups } of dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  /** `mapped` settles when the barcodes are in `staging`. */
  #readBack({ staging: unused, barcodesBytes }: Prepared) {
    const staging = unused.pop() ?? this.#createStaging(barcodesBytes);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#sharedBuffer('barcodes'), 0, staging, 0, barcodesBytes);
    this.#device.queue.submit([encoder.finish()]);
    // What else could make it fail is in the guard's scopes.
    const mapped = staging.mapAsync(GPUMapMode.READ).catch((thrown) => {
      throw new AppError('device-lost', String(thrown), { cause: thrown });
    });
    mapped.catch(() => undefined);
    return { staging, mapped };
  }

  /** The barcodes in a buffer that is mapped, which is then free for the next. */
  #takeBarcodes(prepared: Prepared, staging: GPUBuffer): Uint8Array<ArrayBuffer> {
    const barcodes = new Uint8Array(staging.getMappedRange().slice(0));
    staging.unmap();
    if (this.#prepared === prepared) prepared.staging.push(staging);
    else staging.destroy();
    return barcodes;
  }

  #createStaging(size: number): GPUBuffer {
    return this.#device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  #prepare(stack: Stack, wanted: Wanted): Prepared {
    const last = this.#prepared;
    const { kept, binarisation } = wanted;
    const isSameWork = last?.wanted.kept === kept && last.wanted.binarisation === binarisation;
    if (isSameWork && isSameStack(last.stack, stack)) return last;
    for (const buffer of [...(last?.own ?? []), ...(last?.staging ?? [])]) buffer.destroy();
    const counts = new Map([...kept].map(([tap, indices]) => [tap, indices.length]));
    const { steps, bytes } = planNetwork(stack, counts, binarisation, this.#pipelines.precision);
    for (const buffer of SHARED_BUFFERS) this.#grow(buffer, bytes[buffer]);
    const jobs = this.#store(jobNumbers(steps), GPUBufferUsage.UNIFORM);
    const indices = new Map(
      [...kept].map(([tap, values]) => [tap, this.#store(values, GPUBufferUsage.STORAGE)] as const),
    );
    const dispatches = steps.map((step, index) => this.#bind(step, jobs, index, indices));
    const own = [jobs, ...indices.values()];
    const { images, height, width, patches } = stack;
    this.#prepared = {
      stack: { images, height, width, patches },
      wanted,
      dispatches,
      own,
      entryBytes: bytes.entries,
      barcodesBytes: bytes.barcodes,
      staging: [],
    };
    return this.#prepared;
  }

  #bind(
    { kernel, job, bindings, workgroups }: Step,
    jobs: GPUBuffer,
    index: number,
    indices: ReadonlyMap<LayerNumber, GPUBuffer>,
  ): Dispatch {
    const pipeline = this.#pipelines.kernels[kernel];
    const buffers = bindings.map((binding) => ({ buffer: this.#bufferOf(binding, indices) }));
    const numbers = { buffer: jobs, offset: index * JOB_BYTES, size: packJob(kernel, job).byteLength };
    const bindGroup = this.#device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [numbers, ...buffers].map((resource, binding) => ({ binding, resource })),
    });
    return { kernel, pipeline, bindGroup, workgroups };
  }

  #bufferOf(binding: Binding, indices: ReadonlyMap<LayerNumber, GPUBuffer>): GPUBuffer {
    if ('shared' in binding) return this.#sharedBuffer(binding.shared);
    const buffer =
      'indicesOf' in binding ? indices.get(binding.indicesOf) : this.#layers[binding.layer]?.[binding.weight];
    if (!buffer) throw new RangeError(`nothing to bind for ${JSON.stringify(binding)}`);
    return buffer;
  }

  #sharedBuffer(name: SharedBuffer): GPUBuffer {
    const buffer = this.#shared.get(name);
    if (!buffer) throw new RangeError(`no buffer ${name}`);
    return buffer;
  }

  #grow(name: SharedBuffer, size: number): void {
    const last = this.#shared.get(name);
    if (last && last.size >= size) return;
    last?.destroy();
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    // A buffer that a shallow plan leaves out must be there all the same to be bound.
    this.#shared.set(name, this.#device.createBuffer({ label: name, size: Math.max(size, FLOAT_BYTES), usage }));
  }

  #store(values: Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#device.createBuffer({ size: values.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
    this.#device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }
}

function jobNumbers(steps: readonly Step[]): Uint32Array<ArrayBuffer> {
  const words = JOB_BYTES / Uint32Array.BYTES_PER_ELEMENT;
  const numbers = new Uint32Array(steps.length * words);
  for (const [index, { kernel, job }] of steps.entries()) numbers.set(packJob(kernel, job), index * words);
  return numbers;
}

function isSameStack(a: Stack, b: Stack): boolean {
  return a.images === b.images && a.height === b.height && a.width === b.width && a.patches === b.patches;
}

/** patches x words, to the bytes of each patch without those that fill its last word. */
function splitBarcodes(bytes: Uint8Array<ArrayBuffer>, { stack, wanted }: Prepared): Uint8Array<ArrayBuffer>[] {
  const entries = [...wanted.kept.values()].reduce((sum, { length }) => sum + length, 0);
  const stride = bytes.length / stack.patches;
  return Array.from({ length: stack.patches }, (_, patch) =>
    bytes.slice(patch * stride, patch * stride + Math.ceil(entries / 8)),
  );
}
