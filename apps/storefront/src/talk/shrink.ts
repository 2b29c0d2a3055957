/** The longest side, in px, that the server keeps; more would only cost the sender's data. */
const longest = 1440

/**
 * A photo as JPEG, at most 1440 px long, its orientation applied and everything else in the file (place, device) left out.
 * @throws when the browser can't read the picture.
 */
export async function shrink(photo: Blob): Promise<Blob> {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas to shrink a photo on')
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const shrunk = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (!shrunk) throw new Error('the photo could not be written')
  return shrunk
}
