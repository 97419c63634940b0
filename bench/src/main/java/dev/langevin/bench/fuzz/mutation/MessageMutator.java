package dev.langevin.bench.fuzz.mutation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Changes fields of messages of a known type; what it makes can be parsed again. */
public final class MessageMutator implements Mutator {
  private static final int MOST_CHANGES = 5;
  private static final int DEEPEST = 40;

  private final Descriptor type;

  /**
   * A mutator of messages.
   *
   * @param type what the seeds are messages of
   */
  public MessageMutator(Descriptor type) {
    this.type = type;
  }

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    try {
      Message.Builder message =
          DynamicMessage.parseFrom(type, Mutator.pick(seeds, random)).toBuilder();
      for (int i = random.nextInt(1, MOST_CHANGES); i > 0; i--) {
        change(message, 0, random);
      }
      return message.buildPartial().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a seed is not a " + type.getFullName(), e);
    }
  }

  private void change(Message.Builder message, int depth, SplittableRandom random) {
    List<FieldDescriptor> all = message.getDescriptorForType().getFields();
    if (all.isEmpty() || random.nextInt(40) == 0) {
      unknown(message, random);
      return;
    }
    List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
    FieldDescriptor field =
        Mutator.pick(set.isEmpty() || random.nextInt(3) == 0 ? all : set, random);
    boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (random.nextInt(8) == 0) {
      message.clearField(field);
    } else if (field.isRepeated()) {
      repeated(message, field, depth, random);
    } else if (nested) {
      message.setField(
          field, inner(message, field, (Message) message.getField(field), depth, random));
    } else {
      message.setField(field, value(field, random));
    }
  }

  private void repeated(
      Message.Builder message, FieldDescriptor field, int depth, SplittableRandom random) {
    int count = message.getRepeatedFieldCount(field);
    int at = count == 0 ? 0 : random.nextInt(count);
    if (count == 0 || random.nextInt(3) == 0) {
      int more = random.nextInt(12) == 0 ? 1 << random.nextInt(12) : 1;
      Object element = element(message, field, null, depth, random);
      for (int i = 0; i < more; i++) {
        message.addRepeatedField(field, element);
      }
    } else if (random.nextInt(6) == 0) {
      message.addRepeatedField(field, message.getRepeatedField(field, at));
    } else {
      Object old = message.getRepeatedField(field, at);
      message.setRepeatedField(field, at, element(message, field, old, depth, random));
    }
  }

  private Object element(
      Message.Builder parent,
      FieldDescriptor field,
      Object old,
      int depth,
      SplittableRandom random) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        ? inner(parent, field, (Message) old, depth, random)
        : value(field, random);
  }

  private Message inner(
      Message.Builder parent,
      FieldDescriptor field,
      Message old,
      int depth,
      SplittableRandom random) {
    Message.Builder inner = old == null ? parent.newBuilderForField(field) : old.toBuilder();
    if (depth < DEEPEST) {
      for (int i = old == null ? random.nextInt(4) : 1; i > 0; i--) {
        change(inner, depth + 1, random);
      }
    }
    return inner.buildPartial();
  }

  private static Object value(FieldDescriptor field, SplittableRandom random) {
    return switch (field.getJavaType()) {
      case INT -> (int) Nasty.integer(random);
      case LONG -> Nasty.integer(random);
      case FLOAT -> (float) Nasty.number(random);
      case DOUBLE -> Nasty.number(random);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> wellFormed(Nasty.text(random));
      case BYTE_STRING -> bytes(random);
      case ENUM -> constant(field, random);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private static EnumValueDescriptor constant(FieldDescriptor field, SplittableRandom random) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    return random.nextInt(4) == 0
        ? field.getEnumType().findValueByNumberCreatingIfUnknown((int) Nasty.integer(random))
        : Mutator.pick(values, random);
  }

  private static ByteString bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(4) == 0 ? 1 << random.nextInt(14) : random.nextInt(80)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static void unknown(Message.Builder message, SplittableRandom random) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder().addVarint(Nasty.integer(random)).build();
    message.setUnknownFields(
        UnknownFieldSet.newBuilder().addField(random.nextInt(1, 1 << 29), field).build());
  }

  /** Protobuf's writer takes no halves of a pair. */
  private static String wellFormed(String text) {
    return text.replaceAll("[\\ud800-\\udfff]", "?");
  }
}
