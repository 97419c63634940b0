package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;

/** Whether a network is the one that its model's configuration describes. */
record Signature(ModelDirectory model, OnnxNetwork network) {
  private static final int PLANES = 4;

  /** Throws ModelException naming the file, what differs and both values. */
  void check(Port latent) {
    Port output = network.outputs().getFirst();
    requireReal(latent);
    requireReal(output);
    Card card = model.card();
    if (latent.rank() == PLANES) {
      requireExtent(latent, 1, card.latentChannels(), "channels", "in_channels");
      for (PictureSize size : card.sizes()) {
        int factor = card.scaleFactor();
        requireExtent(latent, 2, size.height() / factor, "rows", "size " + size);
        requireExtent(latent, 3, size.width() / factor, "columns", "size " + size);
      }
    }
    if (output.rank() == PLANES) {
      requireExtent(output, 1, card.outputChannels(), "channels", "out_channels");
    }
    if (network.hasInput("encoder_hidden_states")) {
      Port text = network.input("encoder_hidden_states");
      model
          .textWidth()
          .ifPresent(
              width ->
                  requireExtent(text, text.rank() - 1, width, "columns", "cross_attention_dim"));
    }
  }

  private void requireReal(Port port) {
    if (!Elements.real(port.type())) {
      String why = "its %s is of %s, not FLOAT or FLOAT16".formatted(port.name(), port.type());
      throw ModelException.network(network.file(), why, null);
    }
  }

  private void requireExtent(Port port, int axis, long wanted, String what, String field) {
    long extent = axis >= 0 && axis < port.rank() ? port.shape().get(axis) : -1;
    if (extent > 0 && extent != wanted) {
      String why =
          "%s: %d %s are not the %d that %s says for %s"
              .formatted(port.name(), extent, what, wanted, field, model.part(model.denoiser()));
      throw ModelException.network(network.file(), why, null);
    }
  }
}
