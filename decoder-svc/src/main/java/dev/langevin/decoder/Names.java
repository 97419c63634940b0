package dev.langevin.decoder;

import dev.langevin.decoder.store.ArtifactName;
import dev.langevin.runtime.generations.GenerationId;

/** Names and ids of requests, checked. */
final class Names {
  private Names() {}

  /** An artifact's name; DecoderException for anything else. */
  static ArtifactName parse(String name) {
    try {
      return ArtifactName.parse(name);
    } catch (IllegalArgumentException e) {
      throw DecoderException.invalid(e.getMessage());
    }
  }

  /** Refuses what is not a generation's id with DecoderException. */
  static void requireId(String id) {
    try {
      GenerationId.require(id);
    } catch (IllegalArgumentException e) {
      throw DecoderException.invalid(e.getMessage());
    }
  }
}
