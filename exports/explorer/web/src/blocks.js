// The compressed blocks inside the page: base64 -> raw deflate -> JSON, or columns of numbers.

function bytesOf(name) {
  const element = document.getElementById(`block-${name}`);
  const text = atob(element.textContent);
  // The text is not needed a second time, and is the larger part of the page's memory.
  element.remove();
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function inflated(name) {
  return new Response(new Blob([bytesOf(name)]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
}

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };

function columnsOf(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const columns = {};
  let offset = 4 + size;
  for (const [name, type, length, isDelta] of header) {
    let column = new TYPES[type](buffer, offset, length);
    offset += Math.ceil(column.byteLength / 4) * 4;
    if (isDelta) {
      const sums = new Uint32Array(length);
      for (let i = 0, sum = 0; i < length; i++) sums[i] = sum += column[i];
      column = sums;
    }
    columns[name] = column;
  }
  return columns;
}

const kept = new Map();

function once(name, read) {
  if (!kept.has(name)) kept.set(name, read(name));
  return kept.get(name);
}

/** The JSON of a block, decompressed when first asked for. */
export const json = (name) => once(name, async () => (await inflated(name)).json());

/** The columns of a block by name, decompressed when first asked for. */
export const columns = (name) => once(name, async () => columnsOf(await (await inflated(name)).arrayBuffer()));
