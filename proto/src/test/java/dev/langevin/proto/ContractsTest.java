package dev.langevin.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractsTest {
  /** Written by the build; {@code src/test/resources/released.binpb} is the one people rely on. */
  private static final Path COMPILED = Path.of("target", "descriptors", "langevin.binpb");

  @Test
  void contracts_asCompiled_breakNobody() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/released.binpb")) {
      assertThat(BreakingChanges.between(FileDescriptorSet.parseFrom(in), compiled())).isEmpty();
    }
  }

  @Test
  void contracts_everyElement_hasAComment() throws IOException {
    List<String> bare =
        compiled().getFileList().stream()
            .filter(file -> file.getPackage().startsWith("langevin."))
            .flatMap(file -> uncommented(file).stream())
            .toList();

    assertThat(bare).isEmpty();
  }

  private static FileDescriptorSet compiled() throws IOException {
    return FileDescriptorSet.parseFrom(Files.readAllBytes(COMPILED));
  }

  private static List<String> uncommented(FileDescriptorProto file) {
    Set<List<Integer>> commented =
        file.getSourceCodeInfo().getLocationList().stream()
            .filter(location -> !location.getLeadingComments().isBlank())
            .map(Location::getPathList)
            .collect(Collectors.toSet());
    return file.getSourceCodeInfo().getLocationList().stream()
        .map(Location::getPathList)
        .filter(path -> isElement(file, path) && !commented.contains(path))
        .map(path -> file.getName() + " " + path)
        .toList();
  }

  /**
   * Paths of messages (4), enums (5), services (6), fields and nested messages and enums (4 i 2 j,
   * 4 i 3 j, 4 i 4 j), enum values (5 i 2 j, 4 i 4 j 2 k) and methods (6 i 2 j), as
   * descriptor.proto numbers them.
   */
  private static boolean isElement(FileDescriptorProto file, List<Integer> path) {
    return switch (path.size()) {
      case 2 -> Set.of(4, 5, 6).contains(path.get(0));
      case 4 ->
          switch (path.get(0)) {
            case 4 -> Set.of(2, 3, 4).contains(path.get(2)) && !isMapEntry(file, path);
            case 5, 6 -> path.get(2) == 2;
            default -> false;
          };
      case 6 -> path.get(0) == 4 && path.get(2) == 4 && path.get(4) == 2;
      default -> false;
    };
  }

  private static boolean isMapEntry(FileDescriptorProto file, List<Integer> path) {
    DescriptorProto message = file.getMessageType(path.get(1));
    return path.get(2) == 3 && message.getNestedType(path.get(3)).getOptions().getMapEntry();
  }
}
