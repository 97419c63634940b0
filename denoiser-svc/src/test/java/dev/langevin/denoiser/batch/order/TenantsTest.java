package dev.langevin.denoiser.batch.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenantsTest {
  private final Tenants tenants = new Tenants(100);

  @Test
  void enter_newTenant_beginsWhereThoseAreThatWait() {
    tenants.level(false, 5_000);
    assertThat(tenants.enter("new", false).served()).isEqualTo(5_000);
    assertThat(tenants.enter("new", true).served()).isZero();
  }

  @Test
  void enter_afterALongTimeAway_isBehindByItsCreditAtMost() {
    Tenants.Account account = tenants.enter("away", false);
    tenants.level(false, 60);
    assertThat(tenants.enter("away", false)).isSameAs(account);
    assertThat(account.served()).isZero();
    tenants.level(false, 5_000);
    tenants.enter("away", false);
    assertThat(account.served()).isEqualTo(4_900);
  }

  @Test
  void enter_ahead_staysAhead() {
    tenants.enter("busy", false).serve(9_000);
    tenants.level(false, 5_000);
    assertThat(tenants.enter("busy", false).served()).isEqualTo(9_000);
  }

  @Test
  void level_lowerThanBefore_staysWhereItWas() {
    tenants.level(false, 5_000);
    tenants.level(false, 10);
    assertThat(tenants.enter("new", false).served()).isEqualTo(5_000);
  }

  /** Names cost nothing: who makes them up is not remembered for ever, and gains nothing by it. */
  @Test
  void enter_moreTenantsThanAreRemembered_forgetsTheOldest() {
    Tenants.Account first = tenants.enter("first", false);
    tenants.level(false, 5_000);
    for (int i = 0; i < Tenants.MOST; i++) {
      tenants.enter("flood " + i, false);
    }
    assertThat(tenants.enter("first", false)).isNotSameAs(first);
    assertThat(tenants.enter("first", false).served()).isEqualTo(5_000);
  }
}
