package dev.langevin.bench.reference;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.langevin.proto.Comments;
import dev.langevin.proto.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The public contracts as one page of Markdown. */
final class ApiPage {
  /** What the contracts do not say, before and after them. */
  private static final String HEAD = "head.md";

  private static final String ERRORS = "errors.md";

  private final StringBuilder page = new StringBuilder();
  private final Comments comments = Comments.read();
  private final Types types = new Types(Types.PUBLIC);

  /** Requests and responses, which stand at their methods. */
  private final Set<Descriptor> told = new LinkedHashSet<>();

  private ApiPage() {}

  /** The page. */
  static String text() {
    return new ApiPage().whole(Contracts.files(Types.PUBLIC));
  }

  private String whole(List<FileDescriptor> files) {
    page.append(resource(HEAD)).append('\n');
    files.stream().flatMap(file -> file.getServices().stream()).forEach(this::contents);
    page.append("- [Messages](#messages)\n- [Errors](#errors)\n");
    files.stream().flatMap(file -> file.getServices().stream()).forEach(this::service);
    heading(2, "Messages");
    for (FileDescriptor file : files) {
      file.getMessageTypes().stream().filter(type -> !told.contains(type)).forEach(this::part);
      file.getEnumTypes().forEach(type -> enumeration(3, type));
    }
    page.append('\n').append(resource(ERRORS));
    return page.toString();
  }

  private void contents(ServiceDescriptor service) {
    String methods =
        service.getMethods().stream()
            .map(method -> Types.link(method.getName()))
            .collect(Collectors.joining(", "));
    page.append("- %s: %s\n".formatted(Types.link(service.getName()), methods));
  }

  private void service(ServiceDescriptor service) {
    heading(2, service.getName());
    paragraph(service.getFullName());
    for (MethodDescriptor method : service.getMethods()) {
      heading(3, method.getName());
      page.append(
          "\n`%s` takes %s and returns %s.\n"
              .formatted(
                  service.getFullName() + "/" + method.getName(),
                  message(method.isClientStreaming(), method.getInputType()),
                  message(method.isServerStreaming(), method.getOutputType())));
      paragraph(method.getFullName());
      at(method.getInputType());
      at(method.getOutputType());
    }
  }

  private String message(boolean streaming, Descriptor type) {
    return (streaming ? "a stream of " : "") + types.link(type);
  }

  /** A message of one method, unless another one had it before. */
  private void at(Descriptor type) {
    if (told.add(type)) {
      message(4, type);
    }
  }

  private void part(Descriptor type) {
    message(3, type);
  }

  private void message(int level, Descriptor type) {
    heading(level, types.name(type.getFullName()));
    paragraph(type.getFullName());
    page.append("\n| field | type | |\n|---|---|---|\n");
    for (FieldDescriptor field : type.getFields()) {
      row("`" + field.getName() + "`", types.of(field), comments.of(field.getFullName()));
    }
    type.getNestedTypes().stream()
        .filter(inner -> !inner.getOptions().getMapEntry())
        .forEach(inner -> message(level + 1, inner));
    type.getEnumTypes().forEach(inner -> enumeration(level + 1, inner));
  }

  private void enumeration(int level, EnumDescriptor type) {
    heading(level, types.name(type.getFullName()));
    paragraph(type.getFullName());
    page.append("\n| value | number | |\n|---|---|---|\n");
    type.getValues()
        .forEach(
            value ->
                row(
                    "`" + value.getName() + "`",
                    Integer.toString(value.getNumber()),
                    comments.of(type.getFullName() + "." + value.getName())));
  }

  private void heading(int level, String title) {
    page.append("\n%s %s\n".formatted("#".repeat(level), title));
  }

  private void paragraph(String fullName) {
    page.append('\n').append(plain(comments.of(fullName))).append('\n');
  }

  private void row(String name, String type, String comment) {
    page.append("| %s | %s | %s |\n".formatted(name, type, plain(comment).replace("|", "\\|")));
  }

  /** Comments are text, apart from their backticks. */
  private static String plain(String comment) {
    return comment.replace("<", "&lt;");
  }

  private static String resource(String name) {
    try (InputStream in = ApiPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
