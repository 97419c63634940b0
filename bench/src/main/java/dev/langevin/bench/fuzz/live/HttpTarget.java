package dev.langevin.bench.fuzz.live;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.v1.ListModelsRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Any bytes at the gateway's port: damaged HTTP/1.1, REST, gRPC-Web and HTTP/2. */
final class HttpTarget implements Target {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int MOST_READ = 1 << 16;
  private static final String METHOD = "/langevin.v1.GenerationService/ListModels";

  private final String host;
  private final int port;
  private final Checks checks;
  private final Mutator text = new TextMutator();
  private final Mutator bytes = new ByteMutator();

  HttpTarget(String address, Checks checks) {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.checks = checks;
  }

  @Override
  public String name() {
    return "gateway-http";
  }

  @Override
  public List<byte[]> seeds() {
    byte[] message = ListModelsRequest.getDefaultInstance().toByteArray();
    String web =
        "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc-web+proto\r\n"
                .formatted(METHOD)
            + "X-Grpc-Web: 1\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(5 + message.length);
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(latin("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    seeds.add(latin(web + "\0\0\0\0\0"));
    seeds.add(
        latin(
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "3\r\nabc\r\n0\r\n\r\n"));
    String json = "{\"generation\":{\"prompt\":\"a cat\",\"steps\":1}}";
    seeds.add(
        latin(
            "POST /v1/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(json.length(), json)));
    seeds.add(
        latin(
            "GET /v1/artifacts/a/0-b HTTP/1.1\r\nHost: a\r\nRange: bytes=1-2\r\n"
                + "Connection: close\r\n\r\n"));
    // The preface, empty settings, a ping, and headers: literal, never indexed.
    seeds.add(
        latin(
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                + "\0\0\0\4\0\0\0\0\0"
                + "\0\0\10\6\0\0\0\0\0abcdefgh"
                + "\0\0\5\1\5\0\0\0\1\u0082\u0086\u0084\101\0"));
    return seeds;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public Mutator mutator() {
    return (seeds, random) -> (random.nextInt(3) == 0 ? text : bytes).mutate(seeds, random);
  }

  @Override
  public void feed(byte[] input) throws IOException, Refusal {
    byte[] answer = new byte[0];
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(input);
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        answer = in.readNBytes(MOST_READ);
      }
    } catch (SocketException e) {
      throw new Refusal("the connection was reset"); // what it did not want to read was on its way
    }
    String line = new String(answer, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    if (line.startsWith("HTTP/1.") && line.contains(" 5") && !line.contains(" 501 ")) {
      throw new IllegalStateException("it answers " + line);
    }
    if (line.contains(" 4")) {
      throw new Refusal(line);
    }
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of(Refusal.class);
  }

  @Override
  public Duration limit() {
    return Duration.ofMillis(PATIENCE_MILLIS);
  }

  @Override
  public void afterwards() throws Exception {
    checks.run();
  }
}
