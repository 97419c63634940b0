package dev.langevin.bench.docs;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.proto.Contracts;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.List;

/** {@code grpcurl -plaintext -d JSON ADDRESS SERVICE/METHOD} for calls of one message. */
final class Grpcurl {
  private Grpcurl() {}

  /** Prints the answers as JSON. */
  public static void main(String[] arguments) throws InvalidProtocolBufferException {
    if (arguments.length != 5
        || !List.of(arguments).subList(0, 2).equals(List.of("-plaintext", "-d"))) {
      throw new IllegalArgumentException(
          "only -plaintext -d JSON ADDRESS SERVICE/METHOD is known: "
              + String.join(" ", arguments));
    }
    String[] path = arguments[4].split("/", 2);
    MethodDescriptor method = service(path[0]).findMethodByName(path[1]);
    DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
    JsonFormat.parser().merge(arguments[2], request);
    ManagedChannel channel = Channels.open(arguments[3]);
    try {
      Iterator<DynamicMessage> answers =
          ClientCalls.blockingServerStreamingCall(
              channel, call(arguments[4], method), CallOptions.DEFAULT, request.build());
      while (answers.hasNext()) {
        System.out.println(JsonFormat.printer().print(answers.next()));
      }
    } finally {
      Channels.close(channel);
    }
  }

  private static ServiceDescriptor service(String name) {
    List<FileDescriptor> files = Contracts.files(name.substring(0, name.lastIndexOf('.')));
    return files.stream()
        .flatMap(file -> file.getServices().stream())
        .filter(service -> service.getFullName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is no service"));
  }

  private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> call(
      String path, MethodDescriptor method) {
    return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName(path)
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
        .build();
  }
}
