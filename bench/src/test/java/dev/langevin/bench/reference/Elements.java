package dev.langevin.bench.reference;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/** All that can have a comment in a proto file, by the names that comments have. */
final class Elements {
  private final List<String> names = new ArrayList<>();

  private Elements() {}

  static List<String> of(FileDescriptor file) {
    Elements elements = new Elements();
    file.getServices().forEach(elements::service);
    file.getMessageTypes().forEach(elements::message);
    file.getEnumTypes().forEach(elements::enumeration);
    return elements.names;
  }

  private void service(ServiceDescriptor service) {
    names.add(service.getFullName());
    service.getMethods().forEach(method -> names.add(method.getFullName()));
  }

  private void message(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    names.add(message.getFullName());
    message.getFields().stream().map(FieldDescriptor::getFullName).forEach(names::add);
    message.getNestedTypes().forEach(this::message);
    message.getEnumTypes().forEach(this::enumeration);
  }

  private void enumeration(EnumDescriptor type) {
    names.add(type.getFullName());
    type.getValues().forEach(value -> names.add(type.getFullName() + "." + value.getName()));
  }
}
