package dev.langevin.bench.concepts;

import com.google.protobuf.ByteString;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.Progress;
import io.grpc.Channel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Has pictures made.
 *
 * @param channel to a server
 */
record Studio(Channel channel) {
  /**
   * A picture, and the previews on its way.
   *
   * @param previews those that have a preview, in the order of their steps
   */
  record Made(BufferedImage picture, List<Progress> previews) {}

  /** Makes the request's first picture. */
  Made make(GenerationRequest request) throws IOException {
    Iterator<GenerateResponse> answers =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    List<Progress> previews = new ArrayList<>();
    GenerateResponse last = GenerateResponse.getDefaultInstance();
    while (answers.hasNext()) {
      last = answers.next();
      if (!last.getProgress().getPreview().isEmpty()) {
        previews.add(last.getProgress());
      }
    }
    if (last.getGeneration().getState() != Generation.State.STATE_SUCCEEDED) {
      throw new IOException("no picture: " + last.getGeneration().getError().getMessage());
    }
    return new Made(read(last.getImages(0).getData()), previews);
  }

  /** The pixels of a PNG file. */
  static BufferedImage read(ByteString png) throws IOException {
    return ImageIO.read(png.newInput());
  }
}
