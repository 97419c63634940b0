package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What this service has to run without. */
class ClassPathTest {
  @Test
  void classPath_holdsNoClientOfObjectStores() {
    assertThatThrownBy(() -> Class.forName("software.amazon.awssdk.services.s3.S3Client"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
