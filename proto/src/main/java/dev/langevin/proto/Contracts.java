package dev.langevin.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proto files that the generated classes beside this one were made from. */
public final class Contracts {
  private static final String RESOURCE = "/dev/langevin/langevin.binpb";

  private Contracts() {}

  /** All files, imported ones first, with the places of their comments. */
  public static FileDescriptorSet read() {
    try (InputStream in = Contracts.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return FileDescriptorSet.parseFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files of a package, such as {@code langevin.v1}.
   *
   * @throws IllegalStateException if the files don't fit together
   */
  public static List<FileDescriptor> files(String packageName) {
    Map<String, FileDescriptor> built = new LinkedHashMap<>();
    for (FileDescriptorProto file : read().getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new);
      try {
        built.put(file.getName(), FileDescriptor.buildFrom(file, imports));
      } catch (DescriptorValidationException e) {
        throw new IllegalStateException(file.getName() + " can't be read: " + e.getMessage(), e);
      }
    }
    return built.values().stream().filter(file -> file.getPackage().equals(packageName)).toList();
  }
}
