package dev.langevin.bench.loop;

import dev.langevin.decoder.image.PictureMetadata;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.vae.Autoencoder;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.denoiser.measure.MeasuredStore;
import dev.langevin.denoiser.measure.PerRowNetworks;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.runtime.lifecycle.Build;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.runtime.sampling.SamplingRequests.Text;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.Query;
import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.State;
import dev.langevin.v1.GenerationRequest;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a program would be that makes one picture after another and nothing else: the product's
 * networks, sampler and PNG writer in one thread, the rows of an evaluation in one run; no calls,
 * no queue, no log, no checkpoints, no store. Its pictures are the system's to the byte.
 */
final class BareLoop implements AutoCloseable {
  private static final int TILE = 1024;

  private final ModelDirectory model;
  private final BareText text;
  private final DenoiserNetwork network;
  private final Autoencoder autoencoder;
  private final Map<String, Object> schedule;
  private final String digest;

  /**
   * Loads a model.
   *
   * @param data for what the comparison of rewritten networks found
   */
  BareLoop(Path directory, ExecutionSettings settings, Path data) {
    model = ModelDirectory.open(directory);
    digest = model.digest();
    schedule = SchedulerConfigs.parse(model.schedulerConfigText());
    text = new BareText(model, settings);
    network = new PerRowNetworks(settings, new MeasuredStore(data)).load(model, () -> digest);
    autoencoder = Autoencoder.load(model, settings, TILE);
  }

  /** The model's directory. */
  ModelDirectory model() {
    return model;
  }

  /** The PNG file of a request that has every default filled in. */
  byte[] make(GenerationRequest request) {
    SamplingRequest sampling = SamplingRequests.of(request);
    Sampler sampler = Samplers.create(schedule, sampling);
    int needed = new Denoising(sampler, sampling.guidance()).conditionings();
    List<Conditioning> conditionings =
        text.conditionings(
            SamplingRequests.texts(request).stream().limit(needed).map(Text::text).toList());
    int factor = model.card().scaleFactor();
    int channels = model.card().latentChannels();
    int height = request.getSize().getHeight() / factor;
    int width = request.getSize().getWidth() / factor;
    List<Long> shape = List.of((long) channels, (long) height, (long) width);
    State state =
        sampler.start(Integer.toUnsignedLong(request.getSeed()), channels * height * width);
    while (!sampler.done(state)) {
      Query query = sampler.query(state);
      state = sampler.advance(state, outputs(query, shape, conditionings)).next();
    }
    Planes picture = autoencoder.decode(new Planes(channels, height, width, state.x()));
    return PngWriter.write(
        Pixels.toRgb(picture), PictureMetadata.texts(request, 0, digest, Build.version()));
  }

  private float[][] outputs(Query query, List<Long> shape, List<Conditioning> conditionings) {
    ByteBuffer latent = Array.allocate(query.input().length * Float.BYTES);
    latent.asFloatBuffer().put(query.input());
    List<RowInput> rows =
        Arrays.stream(query.conditionings())
            .mapToObj(c -> new RowInput(shape, latent, conditionings.get(c), query.time()))
            .toList();
    Outputs outputs = network.run(rows, rows.size());
    return IntStream.range(0, rows.size())
        .mapToObj(row -> floats(outputs.row(row)))
        .toArray(float[][]::new);
  }

  private static float[] floats(ByteBuffer bytes) {
    FloatBuffer floats = bytes.asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  @Override
  public void close() {
    text.close();
    network.close();
    autoencoder.close();
  }
}
