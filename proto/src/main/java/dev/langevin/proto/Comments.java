package dev.langevin.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The comments of the contracts, by the full names of what they stand at. */
public final class Comments {
  private final Map<String, String> comments = new HashMap<>();

  /** Reads those that were compiled in. */
  public static Comments read() {
    return new Comments(Contracts.read());
  }

  private Comments(FileDescriptorSet files) {
    for (FileDescriptorProto file : files.getFileList()) {
      Map<List<Integer>, String> places =
          file.getSourceCodeInfo().getLocationList().stream()
              .filter(Location::hasLeadingComments)
              .collect(Collectors.toMap(Location::getPathList, Location::getLeadingComments));
      each(
          file.getMessageTypeList(),
          List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER),
          (message, path) -> message(file.getPackage() + ".", message, path, places));
      each(
          file.getEnumTypeList(),
          List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER),
          (type, path) -> enumeration(file.getPackage() + ".", type, path, places));
      each(
          file.getServiceList(),
          List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER),
          (service, path) -> service(file.getPackage() + ".", service, path, places));
    }
  }

  /**
   * The comment in one line; empty if there is none.
   *
   * @param fullName of a message, field, enumeration, service or method; of a value it is the
   *     enumeration's, a dot and its own
   */
  public String of(String fullName) {
    return comments.getOrDefault(fullName, "");
  }

  private interface Visit<T> {
    void at(T element, List<Integer> path);
  }

  private static <T> void each(List<T> elements, List<Integer> path, Visit<T> visit) {
    IntStream.range(0, elements.size())
        .forEach(
            i -> visit.at(elements.get(i), Stream.concat(path.stream(), Stream.of(i)).toList()));
  }

  private void message(
      String scope,
      DescriptorProto message,
      List<Integer> path,
      Map<List<Integer>, String> places) {
    String name = scope + message.getName();
    note(name, path, places);
    each(
        message.getFieldList(),
        with(path, DescriptorProto.FIELD_FIELD_NUMBER),
        (field, at) -> note(name + "." + field.getName(), at, places));
    each(
        message.getNestedTypeList(),
        with(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER),
        (inner, at) -> message(name + ".", inner, at, places));
    each(
        message.getEnumTypeList(),
        with(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER),
        (inner, at) -> enumeration(name + ".", inner, at, places));
  }

  private void enumeration(
      String scope,
      EnumDescriptorProto type,
      List<Integer> path,
      Map<List<Integer>, String> places) {
    String name = scope + type.getName();
    note(name, path, places);
    each(
        type.getValueList(),
        with(path, EnumDescriptorProto.VALUE_FIELD_NUMBER),
        (value, at) -> note(name + "." + value.getName(), at, places));
  }

  private void service(
      String scope,
      ServiceDescriptorProto service,
      List<Integer> path,
      Map<List<Integer>, String> places) {
    note(scope + service.getName(), path, places);
    each(
        service.getMethodList(),
        with(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER),
        (method, at) -> note(scope + service.getName() + "." + method.getName(), at, places));
  }

  private static List<Integer> with(List<Integer> path, int more) {
    return Stream.concat(path.stream(), Stream.of(more)).toList();
  }

  private void note(String name, List<Integer> path, Map<List<Integer>, String> places) {
    String comment = places.get(path);
    if (comment != null) {
      comments.put(name, comment.lines().map(String::strip).collect(Collectors.joining(" ")));
    }
  }
}
