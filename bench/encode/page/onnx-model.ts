import { LAYER_CHANNELS } from '../../../src/barcode/profile.ts';
import { decodeFloat16 } from '../../../src/encoder/float16.mjs';
import { untrainedWeights } from '../../../src/encoder/untrained.ts';
import { CONV_LAYERS } from '../../../src/encoder/vgg19-layers.ts';
import { STANDARD_ENTRIES } from './timed-engine.ts';

/** Field numbers and types from onnx.proto3 (IR version 8, operator set 13), as far as this model needs them. */
const FLOAT = 1;
const INT64 = 7;

/**
 * VGG19 up to conv5_1 with the untrained weights and the kept Gram entries of the Standard profile, as an ONNX model.
 * Input `pixels`: images x 3 x height x width; outputs `entries1` to `entries5`: images x 2,048.
 */
export function buildOnnxModel(): Uint8Array {
  const weights = decodeFloat16(untrainedWeights());
  const nodes: Uint8Array[] = [];
  const initializers: Uint8Array[] = [int64s('flatPixels', [0, 0, -1]), int64s('flatGram', [0, -1])];
  const outputs: Uint8Array[] = [];
  let at = 0;
  let features = 'pixels';
  for (const { name, inChannels, outChannels, pooled, tap } of CONV_LAYERS) {
    const kernelEnd = at + 9 * inChannels * outChannels;
    const kernel = toOihw(weights.subarray(at, kernelEnd), inChannels, outChannels);
    const bias = weights.subarray(kernelEnd, kernelEnd + outChannels);
    at = kernelEnd + outChannels;
    initializers.push(floats(`${name}/kernel`, [outChannels, inChannels, 3, 3], kernel));
    initializers.push(floats(`${name}/bias`, [outChannels], bias));
    if (pooled) {
      nodes.push(node('MaxPool', [features], `${name}/pooled`, { kernel_shape: [2, 2], strides: [2, 2] }));
      features = `${name}/pooled`;
    }
    const pads = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
    nodes.push(node('Conv', [features, `${name}/kernel`, `${name}/bias`], `${name}/sum`, pads));
    nodes.push(node('Relu', [`${name}/sum`], name, {}));
    features = name;
    if (!tap) continue;
    // onnxruntime fuses the transposition into the product.
    nodes.push(node('Reshape', [name, 'flatPixels'], `${name}/flat`, {}));
    nodes.push(node('Transpose', [`${name}/flat`], `${name}/transposed`, { perm: [0, 2, 1] }));
    nodes.push(node('MatMul', [`${name}/flat`, `${name}/transposed`], `${name}/gram`, {}));
    nodes.push(node('Reshape', [`${name}/gram`, 'flatGram'], `${name}/entries`, {}));
    initializers.push(int64s(`${name}/kept`, STANDARD_ENTRIES.get(tap) ?? []));
    nodes.push(node('Gather', [`${name}/entries`, `${name}/kept`], `entries${tap}`, {}, { axis: 1 }));
    outputs.push(valueInfo(`entries${tap}`, ['images', Math.min(2048, LAYER_CHANNELS[tap] ** 2)]));
  }
  const graph = message([
    ...nodes.map((value) => bytesField(1, value)),
    bytesField(2, text('vgg19')),
    ...initializers.map((value) => bytesField(5, value)),
    bytesField(11, valueInfo('pixels', ['images', 3, 'height', 'width'])),
    ...outputs.map((value) => bytesField(12, value)),
  ]);
  const operatorSet = message([bytesField(1, text('')), varintField(2, 13)]);
  return message([varintField(1, 8), bytesField(7, graph), bytesField(8, operatorSet)]);
}

/** Height x width x in x out to out x in x height x width. */
function toOihw(kernel: Float32Array, inChannels: number, outChannels: number): Float32Array {
  const turned = new Float32Array(kernel.length);
  for (let place = 0; place < 9; place++) {
    for (let input = 0; input < inChannels; input++) {
      for (let output = 0; output < outChannels; output++) {
        turned[(output * inChannels + input) * 9 + place] =
          kernel[(place * inChannels + input) * outChannels + output] ?? 0;
      }
    }
  }
  return turned;
}

type IntegerLists = Readonly<Record<string, readonly number[]>>;

function node(
  type: string,
  inputs: readonly string[],
  output: string,
  lists: IntegerLists,
  integers: Readonly<Record<string, number>> = {},
): Uint8Array {
  const attributes = [
    ...Object.entries(lists).map(([name, values]) =>
      message([bytesField(1, text(name)), ...values.map((value) => varintField(8, value)), varintField(20, 7)]),
    ),
    ...Object.entries(integers).map(([name, value]) =>
      message([bytesField(1, text(name)), varintField(3, value), varintField(20, 2)]),
    ),
  ];
  return message([
    ...inputs.map((input) => bytesField(1, text(input))),
    bytesField(2, text(output)),
    bytesField(4, text(type)),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);
}

function floats(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return tensor(name, shape, FLOAT, raw);
}

function int64s(name: string, values: Iterable<number>): Uint8Array {
  const wide = BigInt64Array.from(values, BigInt);
  return tensor(name, [wide.length], INT64, new Uint8Array(wide.buffer));
}

function tensor(name: string, shape: readonly number[], type: number, raw: Uint8Array): Uint8Array {
  const dimensions = shape.map((side) => varintField(1, side));
  return message([...dimensions, varintField(2, type), bytesField(8, text(name)), bytesField(9, raw)]);
}

/** A float tensor's name and shape; a string is a side known only when the model runs. */
function valueInfo(name: string, shape: readonly (number | string)[]): Uint8Array {
  const dimensions = shape.map((side) =>
    bytesField(1, message([typeof side === 'number' ? varintField(1, side) : bytesField(2, text(side))])),
  );
  const tensorType = message([varintField(1, FLOAT), bytesField(2, message(dimensions))]);
  return message([bytesField(1, text(name)), bytesField(2, message([bytesField(1, tensorType)]))]);
}

function message(fields: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let at = 0;
  for (const field of fields) {
    joined.set(field, at);
    at += field.length;
  }
  return joined;
}

function bytesField(field: number, value: Uint8Array): Uint8Array {
  return message([varint(field * 8 + 2), varint(value.length), value]);
}

/** @param value Not negative. */
function varintField(field: number, value: number): Uint8Array {
  return message([varint(field * 8), varint(value)]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
