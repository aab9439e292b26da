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
