package dev.langevin.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.GenerationRequest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void idOf_dependsOnTenantAndRequestIdAlone() {
    assertThat(Identity.idOf("default", "a")).isEqualTo(Identity.idOf("default", "a"));
    assertThat(Identity.idOf("default", "a")).isNotEqualTo(Identity.idOf("default", "b"));
    assertThat(Identity.idOf("x", "a")).isNotEqualTo(Identity.idOf("default", "a"));
    assertThat(Identity.idOf("default", "a")).matches("[0-9a-v]{26}");
  }

  @Test
  void randomId_neverTwice() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.add(Identity.randomId())).isTrue();
    }
    assertThat(ids).allMatch(id -> id.matches("[0-9a-v]{26}"));
  }

  @Test
  void seedOf_spreadsOverAllBits() {
    int or = 0;
    int and = -1;
    for (int i = 0; i < 200; i++) {
      int seed = Identity.seedOf(Identity.idOf("default", "r" + i));
      or |= seed;
      and &= seed;
    }
    assertThat(or).isEqualTo(-1);
    assertThat(and).isZero();
    assertThat(Identity.seedOf("abc")).isEqualTo(Identity.seedOf("abc"));
  }

  @Test
  void hashOf_labelsInAnyOrder_isTheSame() {
    GenerationRequest.Builder forth = GenerationRequest.newBuilder().setPrompt("p");
    GenerationRequest.Builder back = GenerationRequest.newBuilder().setPrompt("p");
    for (int i = 0; i < 40; i++) {
      forth.putLabels("k" + i, "v");
      back.putLabels("k" + (39 - i), "v");
    }
    assertThat(Identity.hashOf(forth.build())).isEqualTo(Identity.hashOf(back.build()));
  }

  @Test
  void hashOf_isOfTheRequestAsItCameIn() {
    GenerationRequest plain = GenerationRequest.newBuilder().setPrompt("p").build();
    GenerationRequest explicit = plain.toBuilder().setSteps(20).build();
    assertThat(Identity.hashOf(plain)).isNotEqualTo(Identity.hashOf(explicit));
    assertThat(Identity.hashOf(plain).size()).isEqualTo(32);
  }
}
