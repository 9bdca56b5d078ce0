/** Pictures of people. */

/** The server keeps half of that. */
const SIDE = 512;

/**
 * The middle of a picture, upright, as small as it may be: whatever the browser can read and however big it is.
 *
 * @returns null if it is no picture
 */
export async function squareOf(file: Blob): Promise<Blob | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  const from = Math.min(bitmap.width, bitmap.height);
  const to = Math.min(from, SIDE);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = to;
  const [left, top] = [(bitmap.width - from) / 2, (bitmap.height - from) / 2];
  canvas.getContext('2d')?.drawImage(bitmap, left, top, from, from, 0, 0, to, to);
  bitmap.close();
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}

/** A picture as an address: one that holds it whole, for the page may show those and its own. */
export function addressOf(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('a picture that was read can not be read', { cause: reader.error }));
    reader.readAsDataURL(picture);
  });
}
