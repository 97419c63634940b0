package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.ExitCode;
import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import dev.langevin.client.TlsServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {
  @TempDir Path home;
  private TlsServers tls;
  private String ca;

  @BeforeEach
  void start() throws IOException {
    tls = new TlsServers(home);
    ca = tls.ca().toString();
  }

  @AfterEach
  void stop() {
    tls.close();
  }

  @Test
  void server_https_isReachedOverTls() throws IOException {
    FakeGenerations server = tls.start();
    String port = server.address().substring(server.address().lastIndexOf(':'));

    assertOk(run("--server", "https://" + server.address(), "--ca", ca));
    assertOk(run("--server", server.address(), "--tls", "--ca", ca));
    assertOk(run("--server", "https://localhost" + port + "/", "--ca", ca));
    assertOk(run(Map.of("LANGEVIN_CA", ca), "--server", "https://" + server.address()));
    assertOk(run(Map.of("LANGEVIN_SERVER", "https://" + server.address(), "LANGEVIN_CA", ca)));
  }

  @Test
  void server_oneOfTwoIsAway_theOtherIsAsked() throws IOException {
    FakeGenerations gone = tls.start();
    gone.close();
    String both = "https://" + gone.address() + ",https://" + tls.start().address();

    Shell.Result result = run("--server", both, "--ca", ca);
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("no server at https://" + gone.address());
  }

  @Test
  void server_ofAnotherAuthority_saysWhatToName() throws IOException {
    String server = "https://" + tls.start().address();
    assertRefused(
        run("--server", server),
        "the certificate of %s is signed by an authority that is not trusted here; name the right"
                .formatted(server)
            + " one with --ca FILE or LANGEVIN_CA");
  }

  @Test
  void server_forAnotherName_saysWhichAndWhatToDo() throws IOException {
    String server = "https://" + tls.startElsewhere().address();
    assertRefused(
        run("--server", server, "--ca", ca),
        "the certificate of %s is for another name (".formatted(server));
  }

  @Test
  void server_expired_saysWhoHasToRenewIt() throws IOException {
    String server = "https://" + tls.startExpired().address();
    assertRefused(
        run("--server", server, "--ca", ca), "the certificate of " + server + " has expired (");
  }

  @Test
  void server_asksForACertificate_takesTheOneThatIsNamed() throws IOException {
    String server = "https://" + tls.startAsking().address();
    List<Path> own = tls.client();

    assertOk(
        run(
            "--server",
            server,
            "--ca",
            ca,
            "--client-cert",
            own.get(0).toString(),
            "--client-key",
            own.get(1).toString()));
    Shell.Result bare = run("--server", server, "--ca", ca);
    assertThat(bare.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
  }

  @Test
  void server_oneSpeaksTlsAndTheOtherDoesNot_saysSo() throws IOException {
    String safe = tls.start().address();
    Shell.Result plain = run("--server", safe);
    assertThat(plain.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
    assertThat(plain.err()).contains("name it as https://" + safe + ", or use --tls");
    try (FakeGenerations open = new FakeGenerations()) {
      assertRefused(
          run("--server", open.address(), "--tls", "--ca", ca),
          "https://%s does not speak TLS; leave out https:// and --tls".formatted(open.address()));
    }
  }

  @Test
  void options_ofNoUse_areRefused() throws IOException {
    assertInvalid(
        run("--server", "127.0.0.1:1", "--ca", ca),
        "--ca: " + ca + " is of no use without TLS, as 127.0.0.1:1 is; name servers as https://");
    assertInvalid(
        run("--server", "https://127.0.0.1:1,127.0.0.1:2", "--ca", ca),
        "--ca: " + ca + " is of no use without TLS, as 127.0.0.1:2 is; name servers as https://");
    assertInvalid(run("--ca", ca), "--ca: " + ca + " is of no use where no server is named");
    assertInvalid(run("--tls"), "--tls: it is of no use where no server is named; use --server");
    assertInvalid(
        run("--server", "http://127.0.0.1:1", "--tls"),
        "--server: http://127.0.0.1:1 is without TLS, which --tls asks for");
    assertInvalid(
        run("--server", "https://a/b", "--ca", ca), "--server: https://a/b is not HOST:PORT");
    assertInvalid(
        run("--server", "https://127.0.0.1:1", "--ca", "nowhere.crt"),
        "--ca: nowhere.crt does not exist");
    Path odd = Files.writeString(home.resolve("odd.crt"), "odd");
    assertInvalid(
        run("--server", "https://127.0.0.1:1", "--ca", odd.toString()),
        "--ca: " + odd + " holds no certificates in PEM");
    assertInvalid(
        run("--server", "https://127.0.0.1:1", "--client-cert", ca),
        "--client-cert: " + ca + " is of no use without --client-key");
    assertInvalid(
        run("--server", "https://127.0.0.1:1", "--client-cert", ca, "--client-key", odd.toString()),
        "--client-key: " + odd + " is not a key of PKCS #8 without a password");
    assertInvalid(
        run(Map.of("LANGEVIN_CA", odd.toString()), "--server", "https://127.0.0.1:1"),
        "LANGEVIN_CA: " + odd + " holds no certificates in PEM");
  }

  @Test
  void certificate_notOneChainInOrder_isRefused() throws IOException {
    Path chain = tls.client().getFirst();
    String key = tls.client().get(1).toString();
    String own = Files.readString(tls.client().getFirst());
    String authority = Files.readString(tls.ca());

    Files.writeString(chain, "odd");
    assertInvalid(showing(chain, key), "--client-cert: " + chain + " holds no certificates in PEM");
    for (String wrong : List.of(authority + own, own + own)) {
      Files.writeString(chain, wrong);
      assertInvalid(
          showing(chain, key),
          "--client-cert: " + chain + " does not hold its certificates in order: its own first");
    }
  }

  private Shell.Result showing(Path chain, String key) {
    return run(
        "--server", "https://127.0.0.1:1", "--client-cert", chain.toString(), "--client-key", key);
  }

  private static void assertOk(Shell.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  private static void assertRefused(Shell.Result result, String message) {
    assertThat(result.err()).startsWith("langevin: " + message);
    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
  }

  private static void assertInvalid(Shell.Result result, String message) {
    assertThat(result.err()).startsWith("langevin: " + message);
    assertThat(result.code()).isEqualTo(ExitCode.INVALID.number());
  }

  private Shell.Result run(String... options) {
    return run(Map.of(), options);
  }

  private Shell.Result run(Map<String, String> variables, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "models";
    args[1] = "--json";
    System.arraycopy(options, 0, args, 2, options.length);
    return new Shell(home, Shell.NONE).with(variables).run(args);
  }
}
