package dev.langevin.bench.reference;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;

/**
 * How the page names types: those of the package without it and with a link, others as they are.
 *
 * @param packageName whose types are on the page
 */
record Types(String packageName) {
  /** What clients see. */
  static final String PUBLIC = "langevin.v1";

  /** What a field holds, and whether it has to be there. */
  String of(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map of %s to %s"
          .formatted(one(entry.findFieldByName("key")), one(entry.findFieldByName("value")));
    }
    if (field.isRepeated()) {
      return one(field) + ", repeated";
    }
    if (field.getRealContainingOneof() != null) {
      return one(field) + ", one of `" + field.getRealContainingOneof().getName() + "`";
    }
    boolean told = field.hasPresence() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
    return told ? one(field) + ", optional" : one(field);
  }

  /** A message's name, as a link if it is on the page. */
  String link(Descriptor type) {
    return linked(type.getFullName());
  }

  /** A name without the package. */
  String name(String fullName) {
    return isOurs(fullName) ? fullName.substring(packageName.length() + 1) : fullName;
  }

  /** A link to a heading of the page. */
  static String link(String heading) {
    return "[%s](#%s)".formatted(heading, heading.replace(".", "").toLowerCase(Locale.ROOT));
  }

  private String one(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> linked(field.getMessageType().getFullName());
      case ENUM -> linked(field.getEnumType().getFullName());
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
          field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private String linked(String fullName) {
    return isOurs(fullName) ? link(name(fullName)) : "`" + fullName + "`";
  }

  private boolean isOurs(String fullName) {
    return fullName.startsWith(packageName + ".");
  }
}
