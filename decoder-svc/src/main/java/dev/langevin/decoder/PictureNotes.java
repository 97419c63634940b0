package dev.langevin.decoder;

import dev.langevin.decoder.image.PictureMetadata;
import dev.langevin.decoder.image.Provenance;
import dev.langevin.v1.GenerationRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is written into pictures.
 *
 * @param version of this program
 * @param provenance whether they say, for other programs, that a model made them
 */
record PictureNotes(String version, boolean provenance) {
  /** The texts of one picture by keyword, in order. */
  Map<String, String> of(GenerationRequest request, int index, String modelDigest) {
    Map<String, String> texts =
        new LinkedHashMap<>(PictureMetadata.texts(request, index, modelDigest, version));
    if (provenance) {
      texts.put(Provenance.KEYWORD, Provenance.statement(version));
    }
    return texts;
  }
}
