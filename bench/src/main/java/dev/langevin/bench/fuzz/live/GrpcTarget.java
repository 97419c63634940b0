package dev.langevin.bench.fuzz.live;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The calls of one service, over its port. */
final class GrpcTarget implements Target {
  private static final Set<Status.Code> CLEAR =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED);
  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("langevin-reason", Metadata.ASCII_STRING_MARSHALLER);
  private static final int SECONDS = 20;

  /** Whoever watches a job or makes one has seen enough after its first state. */
  private static final int ENOUGH = 1;

  private final String name;
  private final ServiceDescriptor service;
  private final ManagedChannel channel;
  private final Checks checks;
  private final List<byte[]> seeds = new ArrayList<>();
  private final Mutator mutator;

  /**
   * A target.
   *
   * @param name what to call it
   * @param service whose calls
   * @param address where it listens
   */
  GrpcTarget(String name, ServiceDescriptor service, String address, Checks checks) {
    this.name = name;
    this.service = service;
    this.channel = Channels.open(address);
    this.checks = checks;
    this.mutator = new CallMutator(service.getMethods());
  }

  /** With a good call. */
  GrpcTarget with(String method, List<? extends Message> messages) {
    int index = service.findMethodByName(method).getIndex();
    seeds.add(new CallInput(index, messages.stream().map(Message::toByteArray).toList()).bytes());
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public Mutator mutator() {
    return mutator;
  }

  @Override
  public void feed(byte[] input) throws Exception {
    CallInput call = CallInput.of(input);
    List<MethodDescriptor> methods = service.getMethods();
    MethodDescriptor method = methods.get(call.method() % methods.size());
    int enough =
        method.isServerStreaming() && !method.isClientStreaming() ? ENOUGH : Integer.MAX_VALUE;
    String path = service.getFullName() + "/" + method.getName();
    RawCall.End end = RawCall.run(channel, path, call.messages(), enough, SECONDS);
    Status status = end.status();
    if (status.isOk()) {
      return;
    }
    boolean several = !method.isClientStreaming() && call.messages().size() > 1;
    if (several && status.getCode() == Status.Code.CANCELLED) {
      throw new Refusal(status.getDescription()); // that is what grpc-java does by itself
    }
    if (!CLEAR.contains(status.getCode())) {
      throw new IllegalStateException("%s answers %s".formatted(method.getName(), status));
    }
    if (end.trailers().get(REASON) == null) {
      throw new IllegalStateException("%s: %s has no reason".formatted(method.getName(), status));
    }
    throw new Refusal(status.getDescription());
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of(Refusal.class);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(SECONDS);
  }

  @Override
  public void afterwards() throws Exception {
    checks.run();
  }

  @Override
  public void close() throws IOException {
    Channels.close(channel);
  }
}
