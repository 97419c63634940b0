package dev.langevin.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Instant TIME = Instant.ofEpochSecond(1614265330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  /** The example of the Standard Webhooks libraries. */
  @Test
  void sign_ofTheStandardsExample_isItsSignature() {
    assertThat(Signer.of(List.of(SECRET)).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", TIME, BODY))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** Who checks one tenant's deliveries can't sign another's. */
  @Test
  void sign_ofATenant_isByItsOwnSecret() {
    Signer whole = Signer.of(List.of(SECRET));
    String ada = whole.secrets("ada").getFirst();
    assertThat(whole.of("ada").sign("id", TIME, BODY))
        .isEqualTo(Signer.of(List.of(ada)).sign("id", TIME, BODY))
        .isNotEqualTo(whole.of("bob").sign("id", TIME, BODY))
        .isNotEqualTo(whole.sign("id", TIME, BODY));
    assertThat(whole.secrets("default")).containsExactly(SECRET);
    assertThat(whole.of("default").sign("id", TIME, BODY)).isEqualTo(whole.sign("id", TIME, BODY));
  }

  @Test
  void sign_withTwoSecrets_hasBothSignatures() {
    String other = "whsec_" + "b3RoZXIh".repeat(4);
    String both = Signer.of(List.of(SECRET, other)).sign("id", TIME, BODY);
    assertThat(both.split(" "))
        .containsExactly(
            Signer.of(List.of(SECRET)).sign("id", TIME, BODY),
            Signer.of(List.of(other)).sign("id", TIME, BODY));
  }
}
