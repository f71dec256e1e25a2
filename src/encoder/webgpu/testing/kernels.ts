import { GpuGuard } from '../../gpu-guard.ts';
import { type Job, type KernelName, packJob } from '../jobs.ts';
import type { Pipelines, Precision } from '../pipelines.ts';
import type { Binding, Step } from '../plan.ts';

/** A step of a plan, or one that a plan does not have, with its buffers by name. */
export interface Dispatch {
  readonly kernel: KernelName;
  readonly job: Job;
  readonly buffers: readonly string[];
  readonly workgroups: readonly [number, number, number];
}

/** Dispatches one after the other, on buffers that are there for them alone. */
export interface Work {
  readonly dispatches: readonly Dispatch[];
  /** Of each buffer; that of its contents where it is not said. */
  readonly bytes: Readonly<Record<string, number>>;
  /** What lies at a buffer's begin. All the rest is NaN, in either precision, so that what nobody wrote shows. */
  readonly contents: Readonly<Record<string, Float32Array | Uint16Array | Uint32Array | Int32Array>>;
  /** The buffer that is wanted. */
  readonly read: string;
}

/** Kernels, to be run one by one. */
export class Kernels {
  readonly precision: Precision;
  readonly #pipelines: Partial<Pipelines['kernels']>;
  readonly #device: GPUDevice;
  readonly #guard: GpuGuard;

  constructor(device: GPUDevice, precision: Precision, pipelines: Partial<Pipelines['kernels']>) {
    this.precision = precision;
    this.#pipelines = pipelines;
    this.#device = device;
    this.#guard = new GpuGuard(device);
  }

  /**
   * @returns The whole buffer that was asked for.
   * @throws RangeError when contents do not fit; AppError when the device refuses something.
   */
  async run({ dispatches, bytes, contents, read }: Work): Promise<ArrayBuffer> {
    const names = [...new Set(dispatches.flatMap(({ buffers }) => buffers))];
    const staging = await this.#guard.submit(() => {
      const buffers = new Map(names.map((name) => [name, this.#create(contents[name], bytes[name])] as const));
      const encoder = this.#device.createCommandEncoder();
      for (const dispatch of dispatches) this.#encode(encoder, dispatch, buffers);
      const source = bufferOf(buffers, read);
      const target = this.#device.createBuffer({
        size: source.size,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
      encoder.copyBufferToBuffer(source, 0, target, 0, source.size);
      this.#device.queue.submit([encoder.finish()]);
      for (const buffer of buffers.values()) buffer.destroy();
      return target;
    });
    await this.#guard.unlessLost(staging.mapAsync(GPUMapMode.READ));
    const result = staging.getMappedRange().slice(0);
    staging.destroy();
    return result;
  }

  #create(content: Work['contents'][string] | undefined, bytes = content?.byteLength ?? 0): GPUBuffer {
    const initial = new Uint8Array(Math.max(4, Math.ceil(bytes / 4) * 4)).fill(0xff);
    if (content) initial.set(new Uint8Array(content.buffer, content.byteOffset, content.byteLength));
    return this.#upload(initial, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  }

  #upload(values: Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#device.createBuffer({ size: values.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
    this.#device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }

  #encode(encoder: GPUCommandEncoder, dispatch: Dispatch, buffers: ReadonlyMap<string, GPUBuffer>): void {
    const pipeline = this.#pipelines[dispatch.kernel];
    if (!pipeline) throw new RangeError(`${dispatch.kernel} is not compiled`);
    const job = this.#upload(packJob(dispatch.kernel, dispatch.job), GPUBufferUsage.UNIFORM);
    const bound = [job, ...dispatch.buffers.map((name) => bufferOf(buffers, name))];
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      this.#device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
    );
    pass.dispatchWorkgroups(...dispatch.workgroups);
    pass.end();
  }
}

/** Shared buffers keep their names; the others are called by what they hold and their layer: `bias2`, `indices1`. */
export function toDispatch({ kernel, job, bindings, workgroups }: Step): Dispatch {
  return { kernel, job, buffers: bindings.map(nameOf), workgroups };
}

function nameOf(binding: Binding): string {
  if ('shared' in binding) return binding.shared;
  return 'indicesOf' in binding ? `indices${binding.indicesOf}` : `${binding.weight}${binding.layer}`;
}

function bufferOf(buffers: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const buffer = buffers.get(name);
  if (!buffer) throw new RangeError(`no buffer ${name}`);
  return buffer;
}
