package dev.langevin.runtime.blob;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A real S3 server, s3proxy, in a process of its own, with the libraries that it brings: its
 * objects are files. It can be frozen and killed, and comes back on the same port with what it had.
 */
public final class S3Server implements AutoCloseable {
  /** The bucket that is there. */
  public static final String BUCKET = "langevin-test";

  private static final String IDENTITY = "test-identity";
  private static final String CREDENTIAL = "test-credential";
  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int PORTS = 5;

  private final Path folder;
  private final int port;
  private Process process;

  private S3Server(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one with an empty bucket on any free port, and lets this process know its keys. */
  public static S3Server start(Path folder) throws IOException {
    System.setProperty("aws.accessKeyId", IDENTITY);
    System.setProperty("aws.secretAccessKey", CREDENTIAL);
    System.setProperty("aws.disableEc2Metadata", "true");
    Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    IOException last = null;
    for (int i = 0; i < PORTS; i++) { // somebody may take a port between its choice and its use
      S3Server server = new S3Server(folder, freePort());
      try {
        server.start();
        return server;
      } catch (IOException e) {
        server.kill();
        last = e;
      }
    }
    throw last;
  }

  /** Starts it again after {@link #kill}. */
  public void start() throws IOException {
    Path settings =
        Files.write(
            folder.resolve("s3proxy.properties"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + IDENTITY,
                "s3proxy.credential=" + CREDENTIAL,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + folder.resolve("objects").toAbsolutePath()));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!answers() || !process.isAlive()) { // another server may have the port
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException(
            "s3proxy does not start: " + Files.readString(folder.resolve("s3proxy.log")));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Its endpoint. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** What a process needs to know to use it, by the names of the variables. */
  public Map<String, String> variables() {
    return variables(endpoint());
  }

  /** The same, through something that stands before it. */
  public static Map<String, String> variables(String endpoint) {
    return new HashMap<>(
        Map.of(
            "LANGEVIN_S3_ENDPOINT", endpoint,
            "AWS_ACCESS_KEY_ID", IDENTITY,
            "AWS_SECRET_ACCESS_KEY", CREDENTIAL,
            "AWS_EC2_METADATA_DISABLED", "true"));
  }

  /** Sends it a signal, such as STOP or CONT. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** SIGKILL; its objects stay. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * Whether there is a server, and it speaks S3: its answers, refusals too, have a name of their
   * own.
   */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(5000);
      String call = "GET /%s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(BUCKET, port);
      socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.ISO_8859_1).contains("x-amz-request-id");
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
