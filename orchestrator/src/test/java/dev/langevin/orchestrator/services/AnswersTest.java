package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Artifact;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
  private static final String SHA256 = "0a".repeat(32);
  private static final EncodeRequest PROMPT = EncodeRequest.newBuilder().addPrompts("a").build();
  private static final DecodeRequest IMAGE =
      DecodeRequest.newBuilder().setGenerationId("g1").setIndex(1).build();

  @Test
  void check_anEncodingForEachPrompt_passes() {
    Answers.check("it", PROMPT, encoded(Tensors.of(new float[] {1, 2}, 1, 2)));
    Answers.check("it", PROMPT, encoded(Tensors.of(new long[] {1, 2}, 1, 2)));
  }

  static Stream<Arguments> uselessEncodings() {
    Tensor lie = Tensors.of(Tensor.Type.TYPE_FLOAT, ByteString.copyFrom(new byte[5]), 2);
    return Stream.of(
        Arguments.of(EncodeResponse.getDefaultInstance(), "ENCODING_MISFIT", "0 encodings"),
        Arguments.of(
            EncodeResponse.newBuilder().addEncodings(Encoding.getDefaultInstance()).build(),
            "ENCODING_MISFIT",
            "no tensors"),
        Arguments.of(encoded(Tensor.getDefaultInstance()), "ENCODING_MISFIT", "states: type"),
        Arguments.of(encoded(lie), "ENCODING_MISFIT", "5 bytes of data are not the 8"),
        Arguments.of(
            encoded(Tensors.of(new float[] {1, Float.NaN}, 2)),
            "ENCODING_NOT_FINITE",
            "states holds NaN"));
  }

  @ParameterizedTest
  @MethodSource("uselessEncodings")
  void check_encodingOfNoUse_isTheReplicas(EncodeResponse response, String reason, String why) {
    assertUseless(() -> Answers.check("it", PROMPT, response), reason, why);
  }

  @Test
  void check_filteredImage_passesWithoutArtifact() {
    Answers.check("it", IMAGE, DecodeResponse.newBuilder().setFiltered(true).build());

    DecodeResponse both = decoded("g1/2-" + SHA256, 2, 5).toBuilder().setFiltered(true).build();
    assertUseless(() -> Answers.check("it", IMAGE, both), "ARTIFACT_MISFIT", "image 1");
  }

  @Test
  void check_artifactOfTheImage_passes() {
    Answers.check("it", IMAGE, decoded("g1/1-" + SHA256, 1, 5));
  }

  static Stream<Arguments> uselessArtifacts() {
    return Stream.of(
        Arguments.of(DecodeResponse.getDefaultInstance(), "with artifact  of 0 bytes"),
        Arguments.of(decoded("g2/1-" + SHA256, 1, 5), "artifact g2/1-0a"),
        Arguments.of(decoded("g1/0-" + SHA256, 1, 5), "artifact g1/0-0a"),
        Arguments.of(decoded("g1/1-" + SHA256, 0, 5), "for image 1 of generation g1"),
        Arguments.of(decoded("g1/1-" + "0b".repeat(32), 1, 5), "artifact g1/1-0b"),
        Arguments.of(decoded("g1/1-" + SHA256, 1, 0), "of 0 bytes"));
  }

  @ParameterizedTest
  @MethodSource("uselessArtifacts")
  void check_otherArtifact_isTheReplicas(DecodeResponse response, String why) {
    assertUseless(() -> Answers.check("it", IMAGE, response), "ARTIFACT_MISFIT", why);
  }

  private static EncodeResponse encoded(Tensor tensor) {
    return EncodeResponse.newBuilder()
        .addEncodings(Encoding.newBuilder().putTensors("states", tensor))
        .build();
  }

  private static DecodeResponse decoded(String name, int index, int bytes) {
    return DecodeResponse.newBuilder()
        .setArtifact(
            Artifact.newBuilder()
                .setName(name)
                .setSha256(SHA256)
                .setIndex(index)
                .setSizeBytes(bytes))
        .build();
  }

  private static void assertUseless(ThrowingCallable call, String reason, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.USELESS);
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.replica()).isEqualTo("it");
            })
        .hasMessageContaining(why);
  }
}
