package dev.langevin.decoder.image;

/**
 * A picture file as its head has it, before any pixel is unpacked.
 *
 * @param format png or jpeg
 * @param pixels the file without all that is not needed for its pixels: texts, colour profiles,
 *     thumbnails and further pictures may hold anything, and inflate to any size
 * @param width pixels from left to right, as they are stored
 * @param height pixels from top to bottom, as they are stored
 * @param orientation how they are to be turned, 1 to 8 as EXIF has it
 */
record ImageFile(String format, byte[] pixels, int width, int height, int orientation) {
  /** Whether turning them exchanges width and height. */
  boolean lies() {
    return orientation > 4;
  }

  static ImageFile of(byte[] file) throws UnreadableImageException {
    if (PngFile.is(file)) {
      return PngFile.read(file);
    }
    if (JpegFile.is(file)) {
      return JpegFile.read(file);
    }
    String looks = FileKind.of(file);
    throw new UnreadableImageException(
        "%d bytes that are neither a PNG nor a JPEG file%s"
            .formatted(file.length, looks.isEmpty() ? "" : ", but " + looks));
  }
}
