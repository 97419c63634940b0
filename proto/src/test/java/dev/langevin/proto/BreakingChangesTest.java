package dev.langevin.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BreakingChangesTest {
  private FileDescriptorSet contract;

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/released.binpb")) {
      contract = FileDescriptorSet.parseFrom(in);
    }
  }

  @Test
  void between_theSame_isEmpty() {
    assertThat(BreakingChanges.between(contract, contract)).isEmpty();
  }

  @Test
  void between_oneWithMore_isEmpty() {
    FileDescriptorSet more =
        change(
            file -> file.addMessageTypeBuilder().setName("Added").addFieldBuilder().setName("x"));

    assertThat(BreakingChanges.between(contract, more)).isEmpty();
    assertThat(BreakingChanges.between(more, contract)).isNotEmpty();
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        Arguments.of("removed message", edit(file -> file.removeMessageType(0))),
        Arguments.of("removed field", edit(file -> file.getMessageTypeBuilder(0).removeField(0))),
        Arguments.of(
            "renamed field",
            edit(file -> file.getMessageTypeBuilder(0).getFieldBuilder(0).setName("other"))),
        Arguments.of(
            "renumbered field",
            edit(file -> file.getMessageTypeBuilder(0).getFieldBuilder(0).setNumber(99))),
        Arguments.of("removed enum", edit(file -> file.removeEnumType(0))),
        Arguments.of(
            "renamed enum value",
            edit(file -> file.getEnumTypeBuilder(0).getValueBuilder(1).setName("OTHER"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void between_aBreak_namesIt(String name, Consumer<FileDescriptorProto.Builder> edit) {
    assertThat(BreakingChanges.between(contract, change(edit))).as(name).isNotEmpty();
  }

  @Test
  void between_aUnaryCallMadeStreaming_namesIt() {
    FileDescriptorSet.Builder builder = contract.toBuilder();
    builder.getFileBuilderList().stream()
        .filter(file -> file.getServiceCount() > 0)
        .forEach(file -> file.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(true));

    assertThat(BreakingChanges.between(contract, builder.build()))
        .anyMatch(line -> line.contains("GenerationService/CreateGeneration"));
  }

  private static Consumer<FileDescriptorProto.Builder> edit(
      Consumer<FileDescriptorProto.Builder> edit) {
    return edit;
  }

  private FileDescriptorSet change(Consumer<FileDescriptorProto.Builder> edit) {
    FileDescriptorSet.Builder builder = contract.toBuilder();
    builder.getFileBuilderList().stream()
        .filter(file -> file.getName().equals("langevin/v1/generation.proto"))
        .forEach(edit);
    return builder.build();
  }
}
