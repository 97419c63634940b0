package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PngText;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.store.ArtifactName;
import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.EncodeImageRequest;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.blob.LocalBlobStore;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.lifecycle.Build;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderIT {
  private static final ExecutionSettings CPU = ExecutionSettings.cpu();
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setPrompt("赤い帆船\na red sailboat")
          .setModel("tiny")
          .setSize(Size.newBuilder().setWidth(48).setHeight(32))
          .setSteps(20)
          .setSampler("ddim")
          .setGuidanceScale(4)
          .setSeed(-1)
          .setCount(3)
          .build();

  @TempDir static Path directory;
  private static Decoder decoder;
  private static ManagedChannel channel;
  private static DecoderServiceBlockingStub stub;

  @BeforeAll
  static void start() throws IOException {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    Path cut = models.resolve("cut");
    TestModels.copy(TestModels.all().resolve("tiny"), cut);
    Files.writeString(cut.resolve("langevin.json"), "{\"name\": \"cut\"}");
    byte[] network = Files.readAllBytes(cut.resolve("vae_decoder/model.onnx"));
    Files.write(cut.resolve("vae_decoder/model.onnx"), Arrays.copyOf(network, 1000));
    decoder = Decoder.start(DecoderConfig.local(models, CPU, directory.resolve("artifacts")));
    channel = Channels.open("127.0.0.1:" + decoder.port());
    stub = DecoderServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    decoder.close();
  }

  @Test
  void decode_latents_storesThePictureWithItsParameters() throws IOException {
    Artifact artifact = decode("job1", 2, 0.1f);

    assertThat(artifact.getName()).isEqualTo("job1/2-" + artifact.getSha256());
    assertThat(artifact.getMediaType()).isEqualTo("image/png");
    assertThat(artifact.getSeed()).isEqualTo(1);
    assertThat(artifact.getIndex()).isEqualTo(2);
    byte[] file = read(artifact.getName());
    assertThat(artifact.getSizeBytes()).isEqualTo(file.length);
    var image = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(image.getWidth()).isEqualTo(48);
    assertThat(image.getHeight()).isEqualTo(32);
    // (0.1 / 0.5 + 0.25) / 2 + 0.5 = 0.725, times 255 = 184.9
    assertThat(image.getRGB(47, 31) & 0xffffff).isEqualTo(0xb9b9b9);
    Map<String, String> texts = PngText.read(file);
    assertThat(texts.get("parameters"))
        .startsWith(REQUEST.getPrompt() + "\nSteps: 20, Sampler: DDIM, CFG scale: 4, Seed: 1,")
        .endsWith("Version: langevin " + Build.version());
    assertThat(texts.get("langevin")).contains("\"seed\":1}", "赤い帆船\\na red");
    assertThat(Build.version()).matches("[0-9].*");
  }

  @Test
  void decode_anotherIdCountAndReplica_givesTheSameBytes() {
    Artifact first = decode("job2", 2, 0.3f);
    Path other = directory.resolve("other");
    DecoderConfig config = DecoderConfig.local(directory.resolve("models"), CPU, other);
    try (Decoder replica = Decoder.start(config)) {
      ManagedChannel to = Channels.open("127.0.0.1:" + replica.port());
      GenerationRequest alone =
          REQUEST.toBuilder().setSeed(1).clearCount().putLabels("a", "b").build();
      Artifact second =
          DecoderServiceGrpc.newBlockingStub(to)
              .decode(request("job3", 0, 0.3f).toBuilder().setRequest(alone).build())
              .getArtifact();
      Channels.close(to);

      assertThat(second.getSha256()).isEqualTo(first.getSha256());
      assertThat(second.getSeed()).isEqualTo(first.getSeed());
    }
  }

  @Test
  void decode_manyAtOnce_equalsEachAlone() {
    List<CompletableFuture<Artifact>> together;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      together =
          IntStream.range(0, 24)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> decode("many" + i, 0, i % 12 / 20f), threads))
              .toList();
    }
    for (int i = 0; i < 24; i++) {
      assertThat(together.get(i).join().getSha256())
          .isEqualTo(decode("alone", 0, i % 12 / 20f).getSha256());
    }
  }

  @Test
  void decode_notFinite_isRefusedNamingTheImage() {
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertRefused(
          () -> decode("job4", 1, value),
          Status.Code.FAILED_PRECONDITION,
          "LATENTS_NOT_FINITE",
          "latents: image 1 has " + value + " at element 0");
    }
    assertThat(directory.resolve("artifacts/jo/job4")).doesNotExist();
  }

  @Test
  void decode_pictureThatOverflows_isRefusedNotBlack() {
    assertRefused(
        () -> decode("job4", 1, Float.MAX_VALUE),
        Status.Code.FAILED_PRECONDITION,
        "MODEL_OUTPUT_NOT_FINITE",
        "vae_decoder");
  }

  @Test
  void decode_badRequests_nameFieldValueAndRange() {
    DecodeRequest good = request("job5", 0, 0);
    assertInvalid(good.toBuilder().setGenerationId("../etc"), "generation_id: ../etc is not");
    assertInvalid(good.toBuilder().setIndex(3), "index: 3 is not in 0..2");
    assertInvalid(
        good.toBuilder().setRequest(REQUEST.toBuilder().clearSeed()),
        "request.seed: nothing is not");
    assertInvalid(
        good.toBuilder().setRequest(REQUEST.toBuilder().setGuidanceScale(Double.NaN)),
        "request.guidance_scale: NaN is not finite");
    assertInvalid(
        good.toBuilder()
            .setRequest(REQUEST.toBuilder().setSize(Size.newBuilder().setWidth(32).setHeight(32))),
        "request.size: 32x32 is not the 48x32");
    assertInvalid(
        good.toBuilder().setLatents(Tensors.of(new float[5 * 8 * 8], 5, 8, 8)),
        "latents: shape [5, 8, 8] is not [4, height, width]");
    assertInvalid(
        good.toBuilder().setLatents(Tensors.of(new float[4 * 1025 * 1024], 4, 1025, 1024)),
        "latents: height and width 1025, 1024 is not at least 1, 1 and 1048576 elements at most");
    assertInvalid(
        good.toBuilder().setLatents(Tensors.of(new long[] {1}, 1)),
        "latents: type TYPE_INT64 is not TYPE_FLOAT");
    assertInvalid(
        good.toBuilder().setLatents(Tensor.newBuilder().setType(Tensor.Type.TYPE_FLOAT)),
        "latents: ");
  }

  @Test
  void decode_unknownOrBrokenModel_isRefusedByName() {
    DecodeRequest good = request("job5", 0, 0);
    assertRefused(
        () -> stub.decode(good.toBuilder().setRequest(model("huge")).build()),
        Status.Code.NOT_FOUND,
        "MODEL_NOT_FOUND",
        "model: huge is not one of tiny@0");
    assertRefused(
        () -> stub.decode(good.toBuilder().setRequest(model("cut")).build()),
        Status.Code.FAILED_PRECONDITION,
        "MODEL_UNUSABLE",
        "vae_decoder");
  }

  @Test
  void describeModels_namesTheBrokenOnesProblem() {
    var known = stub.describeModels(DescribeModelsRequest.getDefaultInstance());
    assertThat(known.getModelsList())
        .extracting(ModelState::getName, state -> state.getProblem().isEmpty())
        .containsExactlyInAnyOrder(tuple("tiny", true), tuple("cut", false));
  }

  @Test
  void preview_linearAndDecoder_agree() throws IOException {
    Tensor latents = latents(0.2f);
    PreviewRequest linear =
        PreviewRequest.newBuilder().setModel("tiny").setLatents(latents).build();
    PreviewRequest real =
        linear.toBuilder().setMethod(PreviewRequest.Method.METHOD_DECODER).build();

    var small = ImageIO.read(stub.preview(linear).getPng().newInput());
    var large = ImageIO.read(stub.preview(real).getPng().newInput());

    assertThat(small.getWidth()).isEqualTo(12);
    assertThat(large.getWidth()).isEqualTo(48);
    int difference = (small.getRGB(3, 3) & 0xff) - (large.getRGB(13, 13) & 0xff);
    assertThat(Math.abs(difference)).isLessThanOrEqualTo(2);
    var scaled =
        ImageIO.read(stub.preview(real.toBuilder().setMaxSide(24).build()).getPng().newInput());
    assertThat(scaled.getWidth()).isEqualTo(24);
    assertRefused(
        () -> stub.preview(linear.toBuilder().setLatents(latents(Float.NaN)).build()),
        Status.Code.FAILED_PRECONDITION,
        "LATENTS_NOT_FINITE",
        "the estimate");
  }

  @Test
  void encodeImage_picture_givesLatentsThatDecodeToIt() throws IOException {
    byte[] samples = new byte[48 * 32 * 3];
    Arrays.fill(samples, (byte) 0xb9);
    ByteString png = ByteString.copyFrom(PngWriter.write(new Rgb(48, 32, samples), Map.of()));
    EncodeImageRequest request =
        EncodeImageRequest.newBuilder().setModel("tiny").setImage(png).build();

    Tensor latents = stub.encodeImage(request).getLatents();

    assertThat(latents.getShapeList()).containsExactly(4L, 8L, 12L);
    PreviewRequest back =
        PreviewRequest.newBuilder()
            .setModel("tiny")
            .setLatents(latents)
            .setMethod(PreviewRequest.Method.METHOD_DECODER)
            .build();
    var image = ImageIO.read(stub.preview(back).getPng().newInput());
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xb9b9b9);
  }

  @Test
  void encodeImage_badImages_areRefused() {
    EncodeImageRequest.Builder request = EncodeImageRequest.newBuilder().setModel("tiny");
    byte[] small = PngWriter.write(new Rgb(1, 1, new byte[3]), Map.of());
    assertInvalid(() -> stub.encodeImage(request.build()), "image: 0 bytes is not in 1..");
    assertInvalid(
        () -> stub.encodeImage(request.setImage(ByteString.copyFromUtf8("GIF89a")).build()),
        "image: 6 bytes that are neither a PNG nor a JPEG file");
    assertInvalid(
        () -> stub.encodeImage(request.setImage(ByteString.copyFrom(small)).build()),
        "image: 1x1 is not at least 4x4, in multiples of 4 each way, of 16777216 pixels");
  }

  @Test
  void readArtifact_largeFile_comesInBoundedPieces() throws IOException {
    byte[] large = new byte[(600 << 10) + 1];
    new Random(3).nextBytes(large);
    var name = ArtifactName.of("large", 0, large);
    new ArtifactStore(LocalBlobStore.durable("artifact", directory.resolve("artifacts")))
        .put(name, large);

    assertThat(read(name.toString())).isEqualTo(large);
  }

  @Test
  void readArtifact_unknownOrTraversal_isRefused() {
    String unknown = "nobody/0-" + "0".repeat(64);
    assertRefused(() -> read(unknown), Status.Code.NOT_FOUND, "ARTIFACT_NOT_FOUND", unknown);
    assertInvalid(() -> read("../../etc/passwd"), "name: ../../etc/passwd is not id/index-sha256");
  }

  @Test
  void sweepArtifacts_generation_keepsTheNamed() throws IOException {
    Artifact kept = decode("swept", 0, 0.1f);
    Artifact lost = decode("swept", 0, 0.2f);
    SweepArtifactsRequest request =
        SweepArtifactsRequest.newBuilder().setGenerationId("swept").addKeep(kept.getName()).build();

    assertThat(stub.sweepArtifacts(request).getDeleted()).isEqualTo(1);
    assertThat(read(kept.getName())).isNotEmpty();
    assertRefused(
        () -> read(lost.getName()), Status.Code.NOT_FOUND, "ARTIFACT_NOT_FOUND", lost.getName());
    assertInvalid(
        () -> stub.sweepArtifacts(request.toBuilder().setGenerationId("..").build()),
        "generation_id: .. is not");
  }

  private static GenerationRequest model(String name) {
    return REQUEST.toBuilder().setModel(name).build();
  }

  private static Tensor latents(float value) {
    float[] values = new float[4 * 8 * 12];
    Arrays.fill(values, 0, 3 * 8 * 12, value);
    return Tensors.of(values, 4, 8, 12);
  }

  private static DecodeRequest request(String id, int index, float value) {
    return DecodeRequest.newBuilder()
        .setGenerationId(id)
        .setRequest(REQUEST)
        .setIndex(index)
        .setLatents(latents(value))
        .build();
  }

  private static Artifact decode(String id, int index, float value) {
    return stub.decode(request(id, index, value)).getArtifact();
  }

  private static byte[] read(String name) throws IOException {
    Iterator<ReadArtifactResponse> pieces =
        stub.readArtifact(ReadArtifactRequest.newBuilder().setName(name).build());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (pieces.hasNext()) {
      ByteString piece = pieces.next().getData();
      assertThat(piece.size()).isBetween(1, 256 << 10);
      piece.writeTo(bytes);
    }
    return bytes.toByteArray();
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertInvalid(DecodeRequest.Builder request, String message) {
    assertInvalid(() -> stub.decode(request.build()), message);
  }

  private static void assertInvalid(Call call, String message) {
    assertRefused(call, Status.Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", message);
  }

  private static void assertRefused(Call call, Status.Code code, String reason, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
              assertThat(e.getStatus().getDescription()).contains(message);
            });
  }
}
