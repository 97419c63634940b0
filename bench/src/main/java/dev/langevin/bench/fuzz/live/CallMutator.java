package dev.langevin.bench.fuzz.live;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.MessageMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Changes the messages of calls, and now and then which there are, and whose. */
final class CallMutator implements Mutator {
  private final List<Mutator> messages;
  private final Mutator bytes = new ByteMutator();

  CallMutator(List<MethodDescriptor> methods) {
    messages =
        methods.stream()
            .map(method -> (Mutator) new MessageMutator(method.getInputType()))
            .toList();
  }

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    CallInput seed = CallInput.of(Mutator.pick(seeds, random));
    List<byte[]> changed = new ArrayList<>(seed.messages());
    int method = seed.method();
    int at = random.nextInt(changed.size());
    switch (random.nextInt(12)) {
      case 0 -> changed.set(at, bytes.mutate(List.of(changed.get(at)), random));
      case 1 -> changed.add(random.nextInt(changed.size() + 1), changed.get(at));
      case 2 -> changed.remove(at);
      case 3 -> changed.add(changed.remove(at));
      case 4 -> method = random.nextInt(messages.size());
      case 5 -> changed.set(at, noise(random));
      default -> changed.set(at, messages.get(method).mutate(List.of(changed.get(at)), random));
    }
    return new CallInput(method, changed).bytes();
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return noise;
  }
}
