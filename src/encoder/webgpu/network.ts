import type { LayerNumber } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { GpuGuard } from '../gpu-guard.ts';
import type { KeptIndices } from '../kept-indices.ts';
import { type LoadedLayer, loadLayers } from './loaded-layers.ts';
import type { KernelName, Pipelines } from './pipelines.ts';
import {
  type Binding,
  FLOAT_BYTES,
  planNetwork,
  SHARED_BUFFERS,
  type Shape,
  type SharedBuffer,
  type Step,
} from './plan.ts';

/** Uniform buffers are bound at multiples of this, on every device. */
const JOB_BYTES = 256;

/** A plan on the device, for images of one shape. */
interface Prepared {
  readonly shape: Shape;
  readonly kept: KeptIndices;
  readonly dispatches: readonly Dispatch[];
  /** Numbers of the jobs and indices of the entries: of this plan alone. */
  readonly own: readonly GPUBuffer[];
  readonly entryBytes: number;
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
  readonly readback: number;
}

/** VGG19 up to conv5_1 and its Gram matrices, by our own kernels. */
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
   * Runs the network as deep as needed and takes entries out of the Gram matrix of each tap. Calls may overlap: the
   * device begins with the next while the last is read back.
   *
   * @param pixels images x height x width x 3, preprocessed (see preprocess.ts).
   * @returns For each image the kept entries of each tap.
   * @throws AppError device-out-of-memory, device-lost.
   */
  async gramEntries(
    pixels: Float32Array<ArrayBuffer>,
    shape: Shape,
    kept: KeptIndices,
  ): Promise<Float32Array<ArrayBuffer>[][]> {
    const { prepared, staging, mapped } = await this.#guard.submit(() => this.#submit(pixels, shape, kept));
    await this.#guard.unlessLost(mapped);
    return splitEntries(this.#takeEntries(prepared, staging), shape.images, kept);
  }

  /**
   * What each stage takes when it is awaited before the next begins, for benchmarks: in `gramEntries` they overlap, with
   * one another and with the next call's.
   *
   * @throws AppError device-lost.
   */
  async timeStages(pixels: Float32Array<ArrayBuffer>, shape: Shape, kept: KeptIndices): Promise<StageTimes> {
    const prepared = this.#prepare(shape, kept);
    const isGram = ({ kernel }: Dispatch) => kernel === 'gramProduct' || kernel === 'gramSum';
    const grams = prepared.dispatches.filter(isGram);
    const convolutions = prepared.dispatches.filter((dispatch) => !isGram(dispatch));
    const timed = async (work: () => unknown) => {
      const begin = performance.now();
      await work();
      await this.#guard.unlessLost(this.#device.queue.onSubmittedWorkDone());
      return performance.now() - begin;
    };
    return {
      upload: await timed(() => this.#upload(pixels)),
      convolutions: await timed(() => this.#compute(convolutions)),
      grams: await timed(() => this.#compute(grams)),
      readback: await timed(async () => {
        const { staging, mapped } = this.#readBack(prepared);
        await mapped;
        this.#takeEntries(prepared, staging);
      }),
    };
  }

  /** Bytes that it holds on the device. */
  get memoryBytes(): number {
    return this.#buffers().reduce((sum, { size }) => sum + size, 0);
  }

  /** Gives its memory on the device back; nothing may be asked of it later. */
  free(): void {
    for (const buffer of this.#buffers()) buffer.destroy();
  }

  /** All but those that entries are being read back from. */
  #buffers(): GPUBuffer[] {
    const weights = this.#layers.flatMap(({ kernels, bias }) => [kernels, bias]);
    const ofPlan = [...(this.#prepared?.own ?? []), ...(this.#prepared?.staging ?? [])];
    return [...weights, ...this.#shared.values(), ...ofPlan];
  }

  #submit(pixels: Float32Array<ArrayBuffer>, shape: Shape, kept: KeptIndices) {
    const prepared = this.#prepare(shape, kept);
    this.#upload(pixels);
    this.#compute(prepared.dispatches);
    return { prepared, ...this.#readBack(prepared) };
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

  /** `mapped` settles when the entries are in `staging`. */
  #readBack({ staging: unused, entryBytes }: Prepared) {
    const staging = unused.pop() ?? this.#createStaging(entryBytes);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#sharedBuffer('entries'), 0, staging, 0, entryBytes);
    this.#device.queue.submit([encoder.finish()]);
    // What else could make it fail is in the guard's scopes.
    const mapped = staging.mapAsync(GPUMapMode.READ).catch((thrown) => {
      throw new AppError('device-lost', String(thrown), { cause: thrown });
    });
    mapped.catch(() => undefined);
    return { staging, mapped };
  }

  /** The entries in a buffer that is mapped, which is then free for the next. */
  #takeEntries(prepared: Prepared, staging: GPUBuffer): Float32Array<ArrayBuffer> {
    const entries = new Float32Array(staging.getMappedRange().slice(0));
    staging.unmap();
    if (this.#prepared === prepared) prepared.staging.push(staging);
    else staging.destroy();
    return entries;
  }

  #createStaging(size: number): GPUBuffer {
    return this.#device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  #prepare(shape: Shape, kept: KeptIndices): Prepared {
    const last = this.#prepared;
    if (last?.kept === kept && isSameShape(last.shape, shape)) return last;
    for (const buffer of [...(last?.own ?? []), ...(last?.staging ?? [])]) buffer.destroy();
    const counts = new Map([...kept].map(([tap, indices]) => [tap, indices.length]));
    const { steps, bytes } = planNetwork(shape, counts);
    for (const buffer of SHARED_BUFFERS) this.#grow(buffer, bytes[buffer]);
    const jobs = this.#store(jobNumbers(steps), GPUBufferUsage.UNIFORM);
    const indices = new Map(
      [...kept].map(([tap, values]) => [tap, this.#store(values, GPUBufferUsage.STORAGE)] as const),
    );
    const dispatches = steps.map((step, index) => this.#bind(step, jobs, index, indices));
    const own = [jobs, ...indices.values()];
    this.#prepared = { shape, kept, dispatches, own, entryBytes: bytes.entries, staging: [] };
    return this.#prepared;
  }

  #bind(
    { kernel, job, bindings, workgroups }: Step,
    jobs: GPUBuffer,
    index: number,
    indices: ReadonlyMap<LayerNumber, GPUBuffer>,
  ): Dispatch {
    const pipeline = this.#pipelines[kernel];
    const buffers = bindings.map((binding) => ({ buffer: this.#bufferOf(binding, indices) }));
    const numbers = { buffer: jobs, offset: index * JOB_BYTES, size: Math.ceil(job.length / 4) * 16 };
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
  for (const [index, { job }] of steps.entries()) numbers.set(job, index * words);
  return numbers;
}

function isSameShape(a: Shape, b: Shape): boolean {
  return a.images === b.images && a.height === b.height && a.width === b.width;
}

/** images x entries of all taps, to each image's entries of each tap. */
function splitEntries(
  entries: Float32Array<ArrayBuffer>,
  images: number,
  kept: KeptIndices,
): Float32Array<ArrayBuffer>[][] {
  let at = 0;
  return Array.from({ length: images }, () =>
    [...kept.values()].map(({ length }) => {
      at += length;
      return entries.subarray(at - length, at);
    }),
  );
}
