package dev.langevin.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lists what clients and stored records of an older contract would trip over in a newer one:
 * anything that is gone, or that kept its place and changed its meaning. What is only added breaks
 * nobody.
 */
final class BreakingChanges {
  private BreakingChanges() {}

  /** One line per break, empty when {@code newer} can stand in for {@code older}. */
  static List<String> between(FileDescriptorSet older, FileDescriptorSet newer) {
    Map<String, String> before = facts(older);
    Map<String, String> now = facts(newer);
    return before.entrySet().stream()
        .filter(fact -> !fact.getValue().equals(now.get(fact.getKey())))
        .map(fact -> line(fact.getKey(), fact.getValue(), now.get(fact.getKey())))
        .toList();
  }

  private static String line(String place, String before, String now) {
    return now == null
        ? place + ": gone, was " + before
        : place + ": was " + before + ", is " + now;
  }

  private static Map<String, String> facts(FileDescriptorSet set) {
    Map<String, String> facts = new TreeMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      if (!file.getPackage().startsWith("langevin.")) {
        continue;
      }
      file.getMessageTypeList().forEach(message -> add(facts, file.getPackage(), message));
      file.getEnumTypeList().forEach(type -> add(facts, file.getPackage(), type));
      file.getServiceList().forEach(service -> add(facts, file.getPackage(), service));
    }
    return facts;
  }

  private static void add(Map<String, String> facts, String scope, DescriptorProto message) {
    String name = scope + "." + message.getName();
    facts.put(name, "message");
    for (FieldDescriptorProto field : message.getFieldList()) {
      facts.put(name + " field " + field.getNumber(), describe(message, field));
    }
    message.getNestedTypeList().forEach(nested -> add(facts, name, nested));
    message.getEnumTypeList().forEach(type -> add(facts, name, type));
  }

  private static String describe(DescriptorProto message, FieldDescriptorProto field) {
    String type =
        field.getTypeName().isEmpty() ? field.getType().name() : field.getTypeName().substring(1);
    boolean explicit = field.getProto3Optional();
    String oneof =
        field.hasOneofIndex() && !explicit
            ? " in oneof " + message.getOneofDecl(field.getOneofIndex()).getName()
            : "";
    return field.getName()
        + " "
        + field.getLabel()
        + (explicit ? " explicit " : " ")
        + type
        + oneof;
  }

  private static void add(Map<String, String> facts, String scope, EnumDescriptorProto type) {
    String name = scope + "." + type.getName();
    facts.put(name, "enum");
    Map<Integer, String> values =
        type.getValueList().stream()
            .collect(
                Collectors.toMap(
                    EnumValueDescriptorProto::getNumber,
                    EnumValueDescriptorProto::getName,
                    (first, second) -> first + "=" + second));
    values.forEach((number, value) -> facts.put(name + " value " + number, value));
  }

  private static void add(Map<String, String> facts, String scope, ServiceDescriptorProto service) {
    String name = scope + "." + service.getName();
    facts.put(name, "service");
    for (MethodDescriptorProto method : service.getMethodList()) {
      facts.put(
          name + "/" + method.getName(),
          stream(method.getClientStreaming(), method.getInputType())
              + " -> "
              + stream(method.getServerStreaming(), method.getOutputType()));
    }
  }

  private static String stream(boolean streaming, String type) {
    return (streaming ? "stream " : "") + type.substring(1);
  }
}
