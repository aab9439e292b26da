// Pictures that people bring, as canvases, and canvases as what is sent.

/** Larger ones are made smaller before anything is painted on them. */
const LONGEST_SIDE = 1024;

/**
 * @param {Blob} file a picture that the browser can read
 * @returns {Promise<HTMLCanvasElement>} on white where it was transparent
 * @throws {Error} with one line for people
 */
export async function canvasOf(file) {
  const bitmap = await decoded(file);
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * shrink));
  canvas.height = Math.max(1, Math.round(bitmap.height * shrink));
  const pen = canvas.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

async function decoded(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(`${file.name ?? 'This'} is no picture that this browser can read.`);
  }
}

/**
 * The same picture smaller, in the middle of a canvas as large as before: there is room around it.
 *
 * @param {HTMLCanvasElement} source
 * @param {number} share of each side that it takes
 * @returns {HTMLCanvasElement}
 */
export function shrunk(source, share) {
  const canvas = document.createElement('canvas');
  const { width, height } = source;
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  const [w, h] = [width, height].map(side => Math.round(side * share));
  pen.drawImage(source, 0, 0, 1, 1, 0, 0, width, height); // its corner's colour, all over
  pen.drawImage(source, Math.round((width - w) / 2), Math.round((height - h) / 2), w, h);
  return canvas;
}

/** @param {string} address of the form data:...;base64,... */
export function blobOf(address) {
  const [head, body] = address.split(',', 2);
  const bytes = Uint8Array.from(atob(body), character => character.charCodeAt(0));
  return new Blob([bytes], { type: head.slice(5).split(';')[0] });
}

/** @param {import('./mask.js').Mask} mask white is drawn anew, black is kept */
export function maskAddress(mask) {
  const canvas = document.createElement('canvas');
  canvas.width = mask.width;
  canvas.height = mask.height;
  canvas.getContext('2d').putImageData(mask.image([255, 255, 255, 255], [0, 0, 0, 255]), 0, 0);
  return canvas.toDataURL('image/png');
}

/**
 * Makes a mask of what another page or this one has sent.
 *
 * @param {import('./mask.js').Mask} mask is painted over
 * @param {string} address
 */
export async function readMask(mask, address) {
  const bitmap = await decoded(blobOf(address));
  const canvas = new OffscreenCanvas(mask.width, mask.height);
  const pen = canvas.getContext('2d');
  pen.imageSmoothingEnabled = false;
  pen.drawImage(bitmap, 0, 0, mask.width, mask.height);
  mask.read(pen.getImageData(0, 0, mask.width, mask.height));
}
