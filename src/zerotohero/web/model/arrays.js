// The model's numbers: packed in the page as base64 of deflated bytes, here made into arrays again.
const TYPES = { f8: Float64Array, f4: Float32Array, i4: Int32Array, u4: Uint32Array, u2: Uint16Array, u1: Uint8Array };

// packed: {data, entries: [{name, shape, type, codes, length}]}. Returns name -> typed array with a `shape`.
export async function readArrays({ data, entries }) {
  const bytes = await inflated(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
  let at = 0;
  const take = (type, length) => {
    const Typed = TYPES[type], size = Typed.BYTES_PER_ELEMENT;
    const values = new Typed(length), raw = new Uint8Array(values.buffer);
    // all first bytes stand together, then all second bytes, ...: such rows shrink better
    for (let b = 0; b < size; b++) for (let i = 0; i < length; i++) raw[i * size + b] = bytes[at++];
    return values;
  };
  const found = {};
  for (const { name, shape, type, codes, length, steps } of entries) {
    let values = take(type, codes ? length : product(shape));
    if (codes) { // few different numbers: a list of them, and each one's place in it
      const list = values;
      values = new TYPES[type](product(shape));
      take(codes, values.length).forEach((code, i) => { values[i] = list[code]; });
    }
    if (steps) { // a child is kept as "so many nodes further on"
      const width = shape[1];
      values = Int32Array.from(values, (step, i) => step + Math.floor(i / width));
    }
    found[name] = Object.assign(values, { shape });
  }
  return found;
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const product = (sizes) => sizes.reduce((all, size) => all * size, 1);
