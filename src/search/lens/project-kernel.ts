import { instantiate, type Kernel, type Numbers } from './lens-kernel.ts';
import projectModule from './project.as.ts?wasm';

/** What project.as.ts exports. */
export type ProjectKernel = Kernel<Readonly<Record<'sumByBit' | 'project', Numbers>>>;

/** @param bytes That the kernel will work in. @throws AppError search-out-of-memory. */
export function createProjectKernel(bytes: number): ProjectKernel {
  return instantiate(projectModule, bytes);
}
