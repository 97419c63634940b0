package dev.langevin.bench.fuzz.mutation;

import com.google.protobuf.WireFormat;
import dev.langevin.bench.fuzz.mutation.WireTree.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes messages of protobuf of any type, such as ONNX files, with lengths that agree. */
public final class WireMutator implements Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int DEEPEST = 4_000;
  private static final int MOST_NESTED = 1 << 20;

  /** Weights are not what is read; a vector of a small model's is shorter. */
  private static final int LONGEST_VALUE = 512;

  private final Map<byte[], WireTree> trees = new HashMap<>();

  /** The message without long values that are no messages. */
  public static byte[] withoutWeights(byte[] message) {
    return parsed(message).toBytes();
  }

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    WireTree tree = tree(Mutator.pick(seeds, random)).copy();
    List<WireTree> others = tree(Mutator.pick(seeds, random)).messages();
    for (int i = random.nextInt(1, MOST_CHANGES); i > 0; i--) {
      List<WireTree> filled =
          tree.messages().stream().filter(each -> !each.fields().isEmpty()).toList();
      if (!filled.isEmpty()) {
        change(Mutator.pick(filled, random).fields(), others, random);
      }
    }
    return tree.toBytes();
  }

  private WireTree tree(byte[] seed) {
    return trees.computeIfAbsent(seed, WireMutator::parsed);
  }

  private static WireTree parsed(byte[] message) {
    try {
      return WireTree.parse(message, LONGEST_VALUE);
    } catch (IOException e) {
      throw new IllegalArgumentException("a seed is not a message of protobuf", e);
    }
  }

  private static void change(List<Node> fields, List<WireTree> others, SplittableRandom random) {
    int at = random.nextInt(fields.size());
    Node node = fields.get(at);
    switch (random.nextInt(10)) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(random.nextInt(fields.size() + 1), node.copy());
      case 2 -> fields.add(fields.remove(random.nextInt(fields.size())));
      case 3 -> node.number = random.nextInt(1, 32);
      case 4 -> {
        List<Node> theirs = Mutator.pick(others, random).fields();
        if (!theirs.isEmpty()) {
          fields.add(at, Mutator.pick(theirs, random).copy());
        }
      }
      case 5 -> retype(node, random);
      case 6 -> exchange(node, Mutator.pick(fields, random));
      default -> value(node, random);
    }
  }

  private static void value(Node node, SplittableRandom random) {
    if (node.type != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      node.value = Nasty.integer(random);
    } else if (node.message != null && random.nextInt(30) == 0) {
      nest(node, random);
    } else if (node.message == null || random.nextInt(4) == 0) {
      node.message = null;
      node.bytes = Nasty.text(random).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The field within itself, again and again. */
  private static void nest(Node node, SplittableRandom random) {
    int size = node.message.toBytes().length;
    for (int i = random.nextInt(DEEPEST) - node.message.depth();
        i > 0 && (long) size * 2 < MOST_NESTED;
        i--) {
      Node inner = new Node();
      inner.number = node.number;
      inner.type = node.type;
      inner.message = node.message;
      size += 8;
      node.message = new WireTree(new ArrayList<>(List.of(inner)));
    }
  }

  private static void retype(Node node, SplittableRandom random) {
    node.type = Mutator.pick(List.of(0, 1, 2, 5), random);
    if (node.type == WireFormat.WIRETYPE_LENGTH_DELIMITED && node.message == null) {
      node.bytes = Nasty.text(random).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Each with the other's contents: names of values go where others were. */
  private static void exchange(Node one, Node other) {
    Node copy = one.copy();
    one.type = other.type;
    one.value = other.value;
    one.bytes = other.bytes;
    one.message = other.message;
    other.type = copy.type;
    other.value = copy.value;
    other.bytes = copy.bytes;
    other.message = copy.message;
  }
}
